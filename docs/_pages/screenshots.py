"""Pictures of the gateway's page for docs/gateway.md: ``python -m docs._pages.screenshots``. It needs Chromium."""

import os
import shutil
import smtplib

from playwright.sync_api import sync_playwright

from docs._pages import DOCS
from smsmail.gateway.client import TrialGateway, trial_gateway

MAILS = (
    "shop:psw:order-7::,,Shop,1:79991234567,79995554433:Your order is ready. "
    + "Come and get it any day until nine. " * 5,
    "shop:psw:order-8:+90,0:,,Shop,1:79991234567:Заказ готов",
    "shop:psw::::7999x:Your order is ready",
)
LINE = "shop:psw:order-7:9-21,0:,,Shop:7 999 123-45-67:Your order is ready"


def _fill(gateway: TrialGateway) -> None:
    with smtplib.SMTP(gateway.host, gateway.port) as server:
        for text in MAILS:
            mail = f'Subject: SMS\r\nContent-Type: text/plain; charset="utf-8"\r\n\r\n{text}\r\n'
            server.sendmail("shop@example.com", ["send@send.smscentre.com"], mail.encode())


def main() -> None:
    """Write the pictures."""
    options = [] if os.geteuid() else ["--no-sandbox"]  # there is none for root
    with trial_gateway() as gateway, sync_playwright() as playwright:
        _fill(gateway)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=options)
        page = browser.new_page(viewport={"width": 900, "height": 900})
        page.goto(gateway.url)
        page.screenshot(path=DOCS / "gateway-inbox.png")
        page.goto(f"{gateway.url}try")
        page.fill("#text", LINE)
        page.wait_for_selector("[name=fix]")
        page.screenshot(path=DOCS / "gateway-try.png")
        browser.close()


if __name__ == "__main__":
    main()
