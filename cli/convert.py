"""``smsmail decode`` and ``smsmail encode``: text to JSON and back."""

import json
import sys
from typing import NoReturn

import click
import msgspec
from msgspec.structs import replace

from ..codec import (
    DecodeError,
    EncodeError,
    Reply,
    Request,
    decode_reply,
    decode_request,
    encode_reply,
    encode_request,
    to_reply,
    to_request,
)
from ..codec.model import MASK
from .findings import show, show_all
from .texts import STDIN, Unreadable, encoding_option, read_text, shown_name, without_line_breaks_around

_file = click.argument("file", default=STDIN, metavar="[FILE|-]", type=click.Path(allow_dash=True, dir_okay=False))
_reply = click.option("--reply", "is_reply", is_flag=True, help="A reply instead of a request.")


@click.command(short_help="Turn a request or reply into JSON.")
@_file
@_reply
@encoding_option
@click.option("--mask-psw", is_flag=True, help=f"Write {MASK} in place of the password or API key.")
def decode(file: str, is_reply: bool, encoding: str, mask_psw: bool) -> None:
    """Turn a request (or reply) into JSON on standard output; warnings go to standard error.

    The JSON carries all of the request, the password too, so that encode can write it again; see --mask-psw.

    Exit status: 0 decoded, 1 refused, 2 wrong usage or a file that cannot be read.
    """
    text, _ = without_line_breaks_around(read_text(file, encoding))
    try:
        value: Request | Reply
        if is_reply:
            value = decode_reply(text, report=lambda found: show(found, shown_name(file), err=True))
        else:
            value = decode_request(text, report=lambda found: show(found, shown_name(file), err=True))
            value = replace(value, psw=MASK) if mask_psw else value
    except DecodeError as error:
        _refuse(error, file)
    _write(msgspec.json.format(msgspec.json.encode(value), indent=2))


@click.command(short_help="Turn JSON into a request or reply.")
@_file
@_reply
def encode(file: str, is_reply: bool) -> None:
    """Turn the JSON of a request (or reply) into its canonical text on standard output.

    \b
    Example:
      echo '{"login": "alex", "psw": "psw",
             "body": {"kind": "single", "phones": ["79991234567"], "mes": "text"}}' | smsmail encode

    Exit status: 0 encoded, 1 refused, 2 wrong usage, a file that cannot be read or is no JSON.
    """
    try:
        value: object = json.loads(read_text(file, "utf-8", "JSON is UTF-8"), object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"{shown_name(file)}: no JSON: {error}") from error
    try:
        text = encode_reply(to_reply(value)) if is_reply else encode_request(to_request(value))
    except EncodeError as error:
        _refuse(error, file)
    _write(text.encode())


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object whose keys are there once: of a repeated one, a value would be lost."""
    found = dict(pairs)
    if len(found) < len(pairs):
        repeated = next(key for index, (key, _) in enumerate(pairs) if key in dict(pairs[:index]))
        raise ValueError(f"the key {repeated!r} is there twice")
    return found


def _refuse(error: DecodeError | EncodeError, file: str) -> NoReturn:
    show_all(error.diagnostics, shown_name(file), in_value=isinstance(error, EncodeError), err=True)
    raise SystemExit(1)


def _write(data: bytes) -> None:
    """Write *data* as it is, whatever encoding the terminal has, and end the line."""
    sys.stdout.buffer.write(data + b"\n")
