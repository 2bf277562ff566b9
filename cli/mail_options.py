"""The options of ``smsmail encode`` that say what mail is to be written around the request."""

import re
from datetime import datetime

import click

from ..codec import Diagnostic, charset_named
from ..codec.mail.encode import ADDRESS
from .usage import options

_RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)", re.ASCII)


def option_of(argument: str) -> str:
    """The option for that argument of encode_mail."""
    return f"--{argument.removesuffix('_address').replace('_', '-')}"


def wrong_header(found: Diagnostic) -> click.UsageError:
    """The error of an option, since that is where headers come from."""
    _, _, header = found.field.partition(".")
    return click.UsageError(f"--{header}: {found.message}" if header else found.message)


def _known_charset(context: click.Context, parameter: click.Parameter, name: str | None) -> str | None:
    if name is not None and charset_named(name) is None:
        raise click.BadParameter("there is no such charset", context, parameter)
    return name


def _moment(context: click.Context, parameter: click.Parameter, date: str | None) -> datetime | None:
    if date is None or date == "none":
        return None
    if date == "now":
        return datetime.now().astimezone()
    try:
        if _RFC3339.fullmatch(date):
            return datetime.fromisoformat(date.upper())
    except ValueError:
        pass  # It has the form, and there is no such day or hour.
    raise click.BadParameter("neither now, none, nor a date such as 2030-01-31T12:00:00+03:00", context, parameter)


mail_options = options(
    click.option("--mail", "as_mail", is_flag=True, help="A mail that carries the request."),
    click.option(
        "--charset",
        callback=_known_charset,
        metavar="NAME",
        help="The charset of the mail. Without it the first that fits of koi8-r, windows-1251 and utf-8.",
    ),
    click.option("--from", "from_address", metavar="ADDRESS", help="The sender. Without it there is no From."),
    click.option("--to", "to_address", metavar="ADDRESS", help=f"The recipient. Without it {ADDRESS}."),
    click.option("--subject", metavar="TEXT", help="The subject. Without it there is none."),
    click.option(
        "--date",
        callback=_moment,
        metavar="now|RFC3339|none",
        help="The date, such as 2030-01-31T12:00:00+03:00. Without it, and with none, there is none.",
    ),
    click.option("--message-id", metavar="<ID>", help="The Message-ID, <left@right>. Without it there is none."),
)
"""--mail, passed on as as_mail, and what is passed on as the arguments of encode_mail."""
