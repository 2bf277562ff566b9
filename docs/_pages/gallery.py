"""NoAnswer lines and what ``smsmail check`` says of each: docs/gallery.md."""

from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from click.testing import CliRunner

from docs._pages.rules import block
from smsmail.cli import main

WIDTH = 100
"""Of the terminal that the pictures are taken on."""

INTRODUCTION = """\
---
nosearch: true
---

# A gallery of broken lines

What people send, why they send it, and what `smsmail check` says. The output is that of the command; a test keeps it so.
"""


class Exhibit(NamedTuple):
    """A request or mail that somebody wrote."""

    title: str
    who: str
    """Who writes this, and why."""
    text: str
    options: str = ""
    file: str = "order.txt"


EXHIBITS = (
    Exhibit(
        "Colons between the options",
        "A script author joins all parameters with the same separator, as the rest of the line suggests.",
        "alex:psw:::0:0:MyShop:1:79991234567:Your order is ready",
    ),
    Exhibit(
        "A colon too few",
        "An empty field looks like nothing, so one of four colons in a row got lost while the template was typed.",
        "alex:psw:::79991234567:Your order is ready",
    ),
    Exhibit(
        "A colon too many",
        "The author was told to keep the colon of every empty field, and takes the time zone for a field of its own.",
        "alex:psw:order-512:::,,MyShop:79991234567:Your order is ready",
    ),
    Exhibit(
        "An HTTP query",
        "A working HTTP call was copied into the body of a mail: the names of the parameters are the same after all.",
        "login=alex&psw=psw&phones=%2B79991234567&mes=Your+order+is+ready&sender=MyShop",
    ),
    Exhibit(
        "URL encoding in a mail",
        "The vendor's table says that + must be written %2B. It says so of HTTP, and that half of the sentence was not read.",
        "alex:psw::%2B30::79991234567:Your order is ready",
    ),
    Exhibit(
        "A comma in the sender",
        "The company is registered as “Smith, Sons”, and the shop's settings are written into the line as they are.",
        "alex:psw:::,,Smith, Sons,1:79991234567:Your order is ready",
    ),
    Exhibit(
        "A colon in the password",
        "The password manager made a password with a colon. It works on the web site, so it cannot be the password.",
        "alex:x7:Kq9:order-512:3101301200,0:,,MyShop:79991234567:Your order is ready",
    ),
    Exhibit(
        "The month before the day",
        "A program from the United States plans a message for 31 January.",
        "alex:psw::0131301200::79991234567:Your order is ready",
    ),
    Exhibit(
        "The date of a database",
        "The time comes from an SQL query or an ISO date, with the year first. The colon between hours and minutes is "
        "one that separates fields.",
        "alex:psw::2030-01-31 12:00::79991234567:Your order is ready",
    ),
    Exhibit(
        "A colon in the time",
        "The date is in the vendor's order, with dots, and the time of day is written as on every clock.",
        "alex:psw::31.01.30 12:00,0::79991234567:Your order is ready",
    ),
    Exhibit(
        "Spaces in a number with a plus",
        "The customer typed the number as it stands on a business card, and the form of the shop accepts anything.",
        "alex:psw::::+7 999 123-45-67:Your order is ready",
    ),
    Exhibit(
        "A number as it is dialled",
        "The customer wrote the number down as people in Russia dial it. It is likely to arrive, so nothing is refused.",
        "alex:psw::::89991234567:Your order is ready",
        options="--notes",
    ),
    Exhibit(
        "Phones separated by spaces",
        "Three numbers were copied from a spreadsheet, where they stood side by side.",
        "alex:psw::::79991234567 79997654321 79995556677:The warehouse is closed today",
    ),
    Exhibit(
        "A comma behind the last phone",
        "A loop writes each number and a comma.",
        "alex:psw::::79991234567,79997654321,:The warehouse is closed today",
    ),
    Exhibit(
        "A list without phones",
        "The author takes the list form for a way to send a text of several lines.",
        "alex:psw:::::Your order is ready.\nCome and get it.\nWe are open from 9 to 21.",
    ),
    Exhibit(
        "A message without phones",
        "The customer left no number, and the program sends what it has.",
        "alex:psw:::::Your order is ready",
    ),
    Exhibit(
        "A Cyrillic letter in the sender",
        "The name was typed with the Russian keyboard on, where М, о and р look the same.",
        "alex:psw:::,,МyShор:79991234567:Your order is ready",
    ),
    Exhibit(
        "A Cyrillic letter in the id",
        "Orders are numbered by hand, and С-512 looks right in either alphabet.",
        "alex:psw:С-512:::79991234567:Your order is ready",
    ),
    Exhibit(
        "A line break in a list message",
        "The texts come from templates of several lines, which were fine as long as each was sent by itself.",
        "alex:psw:::::79991234567:Dear Anna,\nyour order is ready\n79997654321:Dear Boris,\nyour order is late",
    ),
    Exhibit(
        "A semicolon between the phones of a row",
        "It works between the phones of a single message, so why not in a list.",
        "alex:psw:::::79991234567;79997654321:The warehouse is closed today\n79995556677:Your order is late",
    ),
    Exhibit(
        "One character over the boundary",
        "The text was written without counting. It is accepted, and costs twice what it could.",
        "alex:psw::::79991234567:Dear Anna, your order 512 is ready and waits for you at our shop in Station Street 12. "
        "We are open from 9 to 21, on Sundays from 10 to 18. Please bring your ID!!",
        options="--notes",
    ),
    Exhibit(
        "A dash from a word processor",
        "The hyphen was typed as a hyphen. The word processor knew better.",
        "alex:psw::::79991234567:Your order is ready – come and get it from 9 to 21, and do not forget your ID card",
        options="--notes",
    ),
    Exhibit(
        "A text that leaves koi8-r",
        "A Russian shop writes № as everybody does. The author has not heard that the charset of a mail that names none "
        "is koi8-r, which lacks it.",
        "alex:psw::::79991234567:Заказ №512 готов",
        options="--notes",
    ),
    Exhibit(
        "UTF-8 in a mail that does not say so",
        "A shell script pipes its text into sendmail on a machine where everything is UTF-8.",
        "From: shop@example.com\nTo: send@send.smscentre.com\nSubject: SMS\n\nalex:psw::::79991234567:Заказ готов\n",
        file="order.eml",
    ),
    Exhibit(
        "A mail without an empty line",
        "A script writes headers and text, each with one line break behind it.",
        "To: send@send.smscentre.com\nSubject: SMS\nContent-Type: text/plain; charset=utf-8\n"
        "alex:psw::::79991234567:Your order is ready\n",
        file="order.eml",
    ),
    Exhibit(
        "Format 8 for an SMS",
        "The message is sent by e-mail, so the author takes the format for e-mails.",
        "alex:psw:::,8,MyShop:79991234567:Your code is 1234",
    ),
    Exhibit(
        "A list as HTTP has it",
        "The rows were written for the parameter list of an HTTP call, where each may name its sender.",
        "alex:psw:::::MyShop|79991234567:Your order is ready\nMyShop|79997654321:Your order is late",
    ),
    Exhibit(
        "Variables that nobody replaced",
        "In PHP nothing is replaced between single quotes.",
        "$login:$password:$id::,,MyShop:$phones:$message",
    ),
    Exhibit(
        "Opening hours",
        "The shop is open from nine to nine, and so it is written on its door.",
        "alex:psw::9:00-21:00::79991234567:Your order is ready",
    ),
    Exhibit(
        "A zone with a name",
        "The server's settings say UTC+5, and the time of the message is meant by that clock.",
        "alex:psw::3101301200,UTC+5::79991234567:Your order is ready",
    ),
    Exhibit(
        "A sender in the first option",
        "The name of the shop is the only option that matters, so it is the only one that was written.",
        "alex:psw:::MyShop:79991234567:Your order is ready",
    ),
    Exhibit(
        "A number out of an address book",
        "A phone's address book puts characters around a number that keep its digits in order, and that nobody sees.",
        "alex:psw::::\u202d+79991234567\u202c:Your order is ready",
    ),
    Exhibit(
        "Spaces everywhere",
        "The line was written so that people can read it.",
        "alex : psw : order-512 : , : 0, 0, MyShop : 79991234567 : Your order is ready",
    ),
    Exhibit(
        "Two requests in one mail",
        "The script collects what it has to send, and sends it once a minute.",
        "alex:psw::::79991234567:Your order is ready\nalex:psw::::79997654321:Your order is late",
    ),
    Exhibit(
        "The line in quotation marks",
        "The example was copied with the quotation marks around it.",
        '"alex:psw::::79991234567:Your order is ready"',
    ),
    Exhibit(
        "A number as people say it",
        "Nobody in the shop ever dials the country code.",
        "alex:psw::::9991234567:Your order is ready",
    ),
    Exhibit(
        "A text out of a web page",
        "The name of the product was taken from the page of the shop, as it stands in its source.",
        "alex:psw::::79991234567:Your order &quot;Tea &amp; cups&quot; is ready",
    ),
    Exhibit(
        "Letters that went through the wrong charset",
        "A file in windows-1251 was read as koi8-r by the program that makes the texts.",
        "alex:psw::::79991234567:гЮЙЮГ 512 ЦНРНБ",
    ),
    Exhibit(
        "A signature below the text",
        "The mail program adds it to each mail.",
        "From: shop@example.com\nTo: send@send.smscentre.com\nContent-Type: text/plain; charset=utf-8\n\n"
        "alex:psw::::79991234567:Your order is ready\n-- \nOlga Petrova\nMyShop, Station Street 12\n",
        file="order.eml",
    ),
    Exhibit(
        "A request in the Subject",
        "Another gateway took it from there.",
        "To: send@send.smscentre.com\nSubject: alex:psw::::79991234567:Your order is ready\n\n.\n",
        file="order.eml",
    ),
    Exhibit(
        "A mail to somebody else",
        "The address was typed from memory, and a copy goes to the head of the shop.",
        "To: send@send.smscenter.com\nCc: boss@example.com\nContent-Type: text/plain; charset=utf-8\n\n"
        "alex:psw::::79991234567:Your order is ready\n",
        file="order.eml",
    ),
    Exhibit(
        "A placeholder in the plain part",
        "The shop's mailer writes HTML, and a sentence for programs that show none.",
        "To: send@send.smscentre.com\nContent-Type: multipart/alternative; boundary=b\n\n--b\n"
        "Content-Type: text/plain; charset=utf-8\n\nYour program shows no HTML.\n--b\n"
        "Content-Type: text/html; charset=utf-8\n\n<p>[text]alex:psw::::79991234567:Your order is ready[/text]</p>\n--b--\n",
        file="order.eml",
    ),
    Exhibit(
        "Everything at once",
        "A first try, from what the description seemed to say.",
        "alex: psw:order #512:tomorrow:,flash,Smith and Sons Ltd::7999123456x:Your order is ready\n79997654321",
    ),
)


def gallery() -> str:
    """The text of docs/gallery.md."""
    return "\n".join(_page())


def _page() -> Iterator[str]:
    yield INTRODUCTION
    for number, exhibit in enumerate(EXHIBITS, 1):
        yield from (f"## {number}. {exhibit.title}", "", exhibit.who, "")
        yield from (*block(session(exhibit), "console"), "")


def session(exhibit: Exhibit) -> list[str]:
    """What a terminal shows when the text is checked."""
    said = said_of(exhibit)
    check = " ".join(["smsmail", "check", *exhibit.options.split(), exhibit.file])
    return [
        f"$ cat {exhibit.file}",
        *exhibit.text.rstrip("\n").split("\n"),
        f"$ {check}",
        *said.rstrip("\n").split("\n"),
    ]


def said_of(exhibit: Exhibit) -> str:
    """What ``smsmail check`` prints."""
    terminal = {"COLUMNS": str(WIDTH), "NO_COLOR": "1"}
    with TemporaryDirectory() as folder, chdir(folder):
        Path(exhibit.file).write_text(exhibit.text, "utf-8")
        arguments = ["check", *exhibit.options.split(), exhibit.file]
        return CliRunner(env=terminal).invoke(main, arguments, catch_exceptions=False).output
