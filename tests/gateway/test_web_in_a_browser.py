"""The page of the gateway in Chromium: what comes appears, hostile texts stay text, and everybody can use it."""

import smtplib
from collections.abc import Generator

import pytest

from smsmail.gateway.client import TrialGateway, trial_gateway
from tests.support.browser import Page
from tests.support.running import CLIENT, PATIENCE, SERVICE, mail

pytestmark = pytest.mark.browser

MANY = 1000
HOSTILE = (
    "<script>document.title = 'owned'</script>",
    "<img src=x onerror=\"document.title = 'owned'\">",
    "\u202eevil\u2066",
    "\x1b[31mred",
    "\U0001f600" * 1000,
)


@pytest.fixture(scope="module")
def gateway() -> Generator[TrialGateway]:
    with trial_gateway() as started:
        yield started


def send(gateway: TrialGateway, *requests: str, to: str = SERVICE) -> None:
    with smtplib.SMTP(gateway.host, gateway.port, timeout=PATIENCE) as client:
        for request in requests:
            client.sendmail(CLIENT, [to], mail(request))


def ready(page: Page) -> None:
    """Until the page is told of what comes."""
    page.see("#pause")
    page.value("new Promise((done) => setTimeout(done, 300))")


def test_a_mail_appears_without_a_reload(page: Page, gateway: TrialGateway) -> None:
    gateway.inbox.clear()
    page.open(gateway.url)
    ready(page)
    page.value("window.here = true")
    send(gateway, "alex:psw:order-7::,,Shop,1:79991234567:Your order is ready")
    page.see("text=Your order is ready")
    page.see("text=OK - 1 SMS, ID - order-7")
    send(gateway, "alex:psw::::7999x:hi")
    page.see(".findings >> text=phone-format")
    assert page.value("window.here") is True
    assert page.value("document.getElementById('news').textContent").endswith("new")
    assert page.logged == []
    assert {address[: len(gateway.url)] for address in page.requested} == {gateway.url}


def test_nothing_moves_while_it_is_paused(page: Page, gateway: TrialGateway) -> None:
    gateway.inbox.clear()
    page.open(gateway.url)
    ready(page)
    page.click("#pause")
    send(gateway, "alex:psw::::79991234567:while paused")
    page.see("text=Paused; something has changed")
    assert "while paused" not in page.value("document.body.textContent")
    page.click("#pause")
    page.see("text=while paused")


def test_hostile_texts_stay_text(page: Page, gateway: TrialGateway) -> None:
    gateway.inbox.clear()
    page.open(gateway.url)
    ready(page)
    send(gateway, *(f"alex:psw:{number}:::79991234567:{text}" for number, text in enumerate(HOSTILE, 1)))
    page.see("text=id 5")
    page.see("text=U+202E")
    for path in ("", "phone/79991234567"):
        page.open(f"{gateway.url}{path}", width=390)
        assert page.value("document.title") != "owned"
        assert page.value("document.querySelectorAll('main img, main script').length") == 0
        assert page.value("document.documentElement.scrollWidth") <= 390
        assert page.logged == []


def test_a_thousand_mails_freeze_nothing(page: Page, gateway: TrialGateway) -> None:
    """The page answers while they come, and has the last of them at the end."""
    gateway.inbox.clear()
    page.open(gateway.url)
    ready(page)
    for start in range(0, MANY, 100):
        send(gateway, *(f"alex:psw:n{one}:::7999{one:07}:hello {one}" for one in range(start, start + 100)))
        assert page.value("1 + 1") == 2
    page.see(f"text=hello {MANY - 1} >> nth=0")
    assert page.value("document.getElementById('rows').children.length") == 100
    assert page.logged == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_everybody_can_use_it(page: Page, gateway: TrialGateway, width: int, dark: bool) -> None:
    gateway.inbox.clear()
    long = "A long text. " * 30
    send(
        gateway,
        f"alex:psw:1:+90:,,Shop,1:79991234567,79995554433:{long}",
        "alex:psw::::7999x:hi",
        "a:p:x:z::31,3:1:7:hi",
    )
    send(gateway, "Server is on fire", to=SERVICE)
    mails = [one["seq"] for one in gateway.inbox.messages()]
    paths = ["", "phones", "phone/79991234567", "nobody", "accounts", "basis/R-COLON", "nowhere", "?q=nothing"]
    for path in [*paths, *(f"mail/{seq}" for seq in mails)]:
        page.open(f"{gateway.url}{path}", width=width, dark=dark)
        assert page.violations() == [], path
        assert page.value("document.documentElement.scrollWidth") <= width, path
        assert [said for said in page.logged if "404" not in said] == []


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_a_line_is_tried(page: Page, gateway: TrialGateway, width: int, dark: bool) -> None:
    page.open(f"{gateway.url}try", width=width, dark=dark)
    page.value("document.getElementById('text').focus()")
    page.type("alex:Kx7vPq2m:7:+30,0:,,Shop:7 999 123-45-67:hi")
    page.see("[name=fix]")
    assert page.violations() == []
    page.value("document.querySelector('[name=fix]').focus()")
    page.press("Enter")
    page.until("document.getElementById('text').value === 'alex:Kx7vPq2m:7:+30,0:,,Shop:79991234567:hi'")
    page.until("document.querySelector('[name=fix]') === null")
    assert "Kx7vPq2m" not in page.value("document.getElementById('rows').innerHTML")
    assert page.violations() == []
    assert page.value("document.documentElement.scrollWidth") <= width
    page.click("text=Link to share")
    page.until("document.getElementById('text').value === 'alex:psw:7:+30,0:,,Shop:79991234567:hi'")
    assert all("Shop" not in address for address in page.requested)
    assert page.logged == []


def test_a_row_is_reached_by_keys_alone(page: Page, gateway: TrialGateway) -> None:
    gateway.inbox.clear()
    send(gateway, "alex:psw::::79991234567:hello")
    page.open(gateway.url)
    names: list[str] = []
    while not names or not names[-1].startswith("Mail"):
        page.press("Tab")
        names.append(page.value("(document.activeElement.textContent || document.activeElement.name).trim()"))
        assert page.value("getComputedStyle(document.activeElement).outlineStyle") != "none", names
        assert len(names) < 30
    assert names[0] == "To the content"
    page.press("Enter")
    page.see("h1 >> text=Mail")
