"""Pictures of the gateway's page for docs/gateway.md: ``python -m docs._pages.screenshots``. It needs Chromium."""

import os
import shutil
import smtplib
from base64 import b64encode
from urllib.parse import quote

from playwright.sync_api import Page, sync_playwright

from docs._pages import DOCS
from docs._pages.gallery import EXHIBITS
from smsmail.gateway.client import TrialGateway, trial_gateway

MAILS = (
    "shop:psw:order-7::,,Shop,1:79991234567,79995554433:Your order is ready. "
    + "Come and get it any day until nine. " * 5,
    "shop:psw:order-8:+90,0:,,Shop,1:79991234567:Заказ готов",
    "shop:psw::::7999x:Your order is ready",
    "shop:psw::::79991234567:Your code is 1234",
)
TRIED = 12
"""Lines of the gallery."""
LINE = "shop:psw:order-7:9-21,0:,,Shop:7 999 123-45-67:Your order is ready"


def _fill(gateway: TrialGateway) -> None:
    with smtplib.SMTP(gateway.host, gateway.port) as server:
        for text in MAILS:
            mail = f'Subject: SMS\r\nContent-Type: text/plain; charset="utf-8"\r\n\r\n{text}\r\n'
            server.sendmail("shop@example.com", ["send@send.smscentre.com"], mail.encode())


def _collage(page: Page, pictures: list[bytes]) -> bytes:
    """Pictures side by side, each with its number."""
    shown = "".join(
        f'<figure><figcaption>{number}</figcaption><img src="data:image/png;base64,{b64encode(one).decode()}"></figure>'
        for number, one in enumerate(pictures, 1)
    )
    style = "body{columns:3;margin:8px;font:14px sans-serif}figure{margin:0 0 8px;break-inside:avoid}img{width:100%}"
    page.set_content(f"<!doctype html><style>{style}</style>{shown}")
    return page.screenshot(full_page=True)


def main() -> None:
    """Write the pictures."""
    options = [] if os.geteuid() else ["--no-sandbox"]  # there is none for root
    with trial_gateway() as gateway, sync_playwright() as playwright:
        _fill(gateway)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=options)
        page = browser.new_page(viewport={"width": 900, "height": 900})
        for path, name in (("", "inbox"), ("phone/79991234567", "phone")):
            page.goto(f"{gateway.url}{path}")
            page.screenshot(path=DOCS / f"gateway-{name}.png")
        page.goto(f"{gateway.url}try")
        page.fill("#text", LINE)
        page.wait_for_selector("[name=fix]")
        page.screenshot(path=DOCS / "gateway-try.png")
        pictures: list[bytes] = []
        page.set_viewport_size({"width": 640, "height": 900})
        for exhibit in EXHIBITS[:TRIED]:
            page.goto(f"{gateway.url}try#text={quote(exhibit.text, safe='')}")
            page.wait_for_selector(".finding")
            pictures.append(page.locator("#rows").screenshot())
            page.goto("about:blank")  # or the next one would be but another fragment
        collage = browser.new_page(viewport={"width": 1200, "height": 900})
        (DOCS / "gateway-gallery.png").write_bytes(_collage(collage, pictures))
        browser.close()


if __name__ == "__main__":
    main()
