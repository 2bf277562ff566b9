"""The web page of the gateway: what arrived, what was refused and why, and no more of it than may be shown."""

from base64 import b64encode
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from smsmail.codec.mail.doubts import words_decoded
from smsmail.codec.masking import Masking
from smsmail.gateway import read
from smsmail.gateway.web.masked import masked_mail
from smsmail.gateway.web.site import shown
from tests.support.effort import examples
from tests.support.running import CLIENT, PSW, SERVICE, mail
from tests.support.secrets import all_escaped, leaks, secret_lines
from tests.support.web import NOW, in_a_loop, scene


@in_a_loop
async def test_what_arrived_is_shown_the_newest_first(tmp_path: Path) -> None:
    async with scene(tmp_path) as here:
        await here.send(f"alex:{PSW}:order-7:,0:,,Shop,1:79991234567,+79998887766:Your order is ready")
        await here.send(f"alex:{PSW}:8:+90:,,,1:79991234567:later")
        page = (await here.get("/")).text
        assert page.index("Mail 2") < page.index("Mail 1")
        for fact in (
            "Your order is ready",
            "79991234567",
            "+79998887766",
            "Shop",
            "order-7",
            "OK - 2 SMS, ID - order-7",
        ):
            assert fact in page
        assert f"{NOW + timedelta(minutes=90):waits until <time>%Y-%m-%d %H:%M:%S}" in page
        assert PSW not in page


@in_a_loop
async def test_the_parts_of_a_text_are_drawn(tmp_path: Path) -> None:
    async with scene(tmp_path) as here:
        await here.send(f"alex:{PSW}::::79991234567:{'a' * 153}{'b' * 8}")
        page = (await here.get("/mail/1")).text
        assert f"part 1: </span>{'a' * 153}</span>" in page
        assert f"part 2: </span>{'b' * 8}</span>" in page
        assert "2 SMS" in page


@in_a_loop
async def test_a_refused_mail_has_its_findings_its_line_and_itself(tmp_path: Path) -> None:
    async with scene(tmp_path) as here:
        await here.send(f"alex:{PSW}::::7999x:hi", X_Mailer=f"shop {PSW}")
        for address in ("/", "/mail/1"):
            page = (await here.get(address)).text
            assert "phone-format" in page
            assert "refused, error 7" in page
            assert PSW not in page
        assert f"****:{'*' * len(PSW)}::::<mark>7999x</mark>:hi" in page
        raw = await here.get("/mail/1.eml")
        assert raw.headers["content-disposition"] == 'attachment; filename="mail-1.eml"'
        assert raw.text.endswith(f"\r\n\r\n****:{'*' * len(PSW)}::::7999x:hi\r\n")
        assert "Subject: SMS\r\n" in raw.text
        assert PSW not in raw.text


@in_a_loop
async def test_of_an_uncertain_mail_there_are_names_and_lengths(tmp_path: Path) -> None:
    async with scene(tmp_path) as here:
        await here.send("alex:p:SECRET:z::3101301200,3:1:79991234567:hi", Subject="SECRET")
        page = (await here.get("/mail/1")).text
        assert "SECRET" not in page
        assert "not certain what is what" in page
        assert '<tr><th scope="row">id</th><td>6</td></tr>' in page
        assert "SECRET" not in (await here.get("/mail/1.eml")).text


@in_a_loop
async def test_a_phone_shows_what_its_owner_would_see(tmp_path: Path) -> None:
    async with scene(tmp_path) as here:
        await here.send(f"alex:{PSW}::::79991234567:one")
        await here.send(f"alex:{PSW}:::,,Shop:+79991234567:two")
        await here.send(f"alex:{PSW}:::,,Shop:79991234567:three")
        await here.send(f"alex:{PSW}::::79995554433:other")
        page = (await here.get("/phone/79991234567")).text
        # A conversation with each sender, that of the latest message first, and in each the latest at the end.
        assert page.count("<section") == 2
        order = [">Shop<", ">two<", ">three<", "The account's sender", ">one<"]
        assert sorted(order, key=page.partition("<main")[2].index) == order
        assert "other" not in page
        phones = (await here.get("/phones")).text
        assert "3 messages" in phones
        assert "1 message," in phones


@in_a_loop
async def test_who_wrote_to_nobody_is_told_the_right_address(tmp_path: Path) -> None:
    async with scene(tmp_path) as here:
        here.live.turned_away(NOW, "127.0.0.1", CLIENT, "sms@send.smscentre.com", "send@send.smscentre.com")
        page = (await here.get("/nobody")).text
        assert "sms@send.smscentre.com" in page
        assert "send@send.smscentre.com</code>" in page


@in_a_loop
async def test_accounts_and_balance(tmp_path: Path) -> None:
    async with scene(tmp_path) as here:
        await here.send(f"alex:{PSW}::::79991234567:one")
        page = (await here.get("/accounts")).text
        assert "<td>999</td>" in page
        assert "writable" in page
        assert PSW not in page


@in_a_loop
async def test_search_and_clear(tmp_path: Path) -> None:
    async with scene(tmp_path) as here:
        await here.send(f"alex:{PSW}::::79991234567:Привет")
        await here.send(f"alex:{PSW}::::79995554433:Hello")
        found = (await here.get("/", params={"q": "привет"})).text
        assert "Mail 1" in found
        assert "Mail 2" not in found
        assert "Nothing is found" in (await here.get("/", params={"q": "nowhere"})).text
        assert (await here.client.post("/clear")).status_code == 303
        assert "Nothing has come yet" in (await here.get("/")).text


@in_a_loop
async def test_a_script_gets_the_list_alone(tmp_path: Path) -> None:
    async with scene(tmp_path) as here:
        await here.send(f"alex:{PSW}::::79991234567:one")
        for address in ("/", "/mail/1", "/phones", "/phone/79991234567", "/nobody", "/accounts"):
            rows = (await here.get(address, headers={"X-Rows": "1"})).text
            assert "<html" not in rows
            assert 'id="rows"' in rows
            assert rows.strip() in (await here.get(address)).text


@pytest.mark.parametrize(
    "address", ["/mail/7", "/mail/7.eml", "/nowhere", "/static/page.py", "/mail/99999999999999999999"]
)
@in_a_loop
async def test_what_there_is_not(tmp_path: Path, address: str) -> None:
    async with scene(tmp_path) as here:
        assert (await here.get(address)).status_code == 404


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "\u202egnp.exe",
    "\x1b[31mred\x07",
    "{{ 7 * 7 }}{% raw %}",
    "&lt;b&gt;",
    "\U0001f600" * 300,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@in_a_loop
async def test_a_hostile_text_stays_text(tmp_path: Path, text: str) -> None:
    async with scene(tmp_path) as here:
        await here.send(f"alex:{PSW}::::79991234567:{text}", Subject="<b>bold</b>")
        for address in ("/", "/mail/1", "/phone/79991234567"):
            page = (await here.get(address)).text
            assert "<script>alert" not in page
            assert "<img" not in page
            assert "<b>" not in page
            assert not {*page} & {*"\x1b\x07\u202e"}
        assert "<b>" not in (await here.get("/phone/%3Cb%3E")).text


@given(st.text())
def test_what_is_shown_is_seen_and_is_text(text: str) -> None:
    markup = str(shown(text))
    assert "<" not in markup.replace('<span class="unseen">', "").replace("</span>", "")
    assert all(one.isprintable() or one in "\n\u3000" or one.isspace() or ord(one) > 0x7F for one in markup)


REQUEST = f"alex:{PSW}::::79991234567:hi"


def in_base64(text: str) -> str:
    return f"=?utf-8?B?{b64encode(text.encode()).decode()}?="


def in_many_words(text: str) -> str:
    return " ".join(in_base64(text[at : at + 20]) for at in range(0, len(text), 20))


def in_q(text: str) -> str:
    return f"=?utf-8?Q?{''.join(f'={octet:02X}' for octet in text.encode())}?="


ENCODINGS: tuple[Callable[[str], str], ...] = (str, in_base64, in_many_words, in_q, quote, all_escaped)


@pytest.mark.parametrize("to", [SERVICE, "alex@send.smscentre.com"])
@pytest.mark.parametrize("header", ["Subject", "From", "References", "X-Mailer"])
def test_an_encoded_header_shows_no_more_than_a_plain_one(header: str, to: str) -> None:
    for encode in ENCODINGS:
        for line in (
            "shop:Zq7#Wv3=kX::::79991234567:hi",
            f"shop:Zq7#Wv3=kX::::79991234567:{'a' * 300}",
            "psw: Zq7#Wv3=kX",
            '<"shop:Zq7#Wv3=kX"@example.org>',
            PSW,
        ):
            content = mail(REQUEST, **{header: encode(line)})
            is_request = to == SERVICE
            kept = masked_mail(content, read(content) if is_request else None, is_accepted=True)
            value = dict(kept.head)[header]
            shown = unescape(unquote(words_decoded(value)))
            assert leaks("Zq7#Wv3=kX", f"{value} {shown}") == []
            assert not is_request or PSW not in f"{value} {shown}"
    harmless = in_base64("Заказ 7")
    content = mail(REQUEST, **{header: harmless})
    kept = masked_mail(content, read(content), is_accepted=True)
    assert dict(kept.head)[header] == harmless


@examples(200)
@given(secret_lines(), st.sampled_from(["Subject", "X-Request", "From"]))
def test_nothing_that_is_kept_of_a_mail_has_the_password(secret_and_line: tuple[str, str], header: str) -> None:
    """Wherever it stands, be it in the line or in a header that has the same line."""
    secret, line = secret_and_line
    folded = line.replace("\r", " ").replace("\n", " ").encode().decode("ascii", "replace").replace("\ufffd", "?")
    content = mail(line, **{header.replace("-", "_"): folded})
    reading = read(content)
    kept = masked_mail(content, reading, is_accepted=reading.request is not None)
    # What the rule of the codec takes for a message is one.
    assume(reading.text is None or not leaks(secret, Masking(reading.text).text))
    assert leaks(secret, f"{kept.eml().decode()}{kept!r}") == []
