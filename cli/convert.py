"""``smsmail decode`` and ``smsmail encode``: a request or reply, alone or in a mail, to JSON and back."""

import json
from typing import Any

import click
import msgspec

from .. import codec
from ..codec.masking import Masking
from ..codec.model import MASK
from ..codec.request.lines import without_line_breaks_around
from .mail_options import mail_options, option_of, wrong_header
from .reading.file_kind import Forced
from .reading.mails import Given, given_in, kind_options, with_true_size
from .reading.texts import MAX_JSON_OCTETS, STDIN, Unreadable, encoding_option, read_text, shown_name, text_of
from .showing.findings import notes_option, of_interest, show_all
from .usage import refuse_if

_file = click.argument("file", default=STDIN, metavar="[FILE|-]", type=click.Path(allow_dash=True, dir_okay=False))
_reply = click.option("--reply", "is_reply", is_flag=True, help="A reply instead of a request.")


@click.command()
@_file
@_reply
@kind_options
@notes_option
@encoding_option
@click.option("--mask-psw", is_flag=True, help=f"Write {MASK} in place of what may be a part of the password.")
@click.pass_context
def decode(
    context: click.Context, file: str, is_reply: bool, forced: Forced, notes: bool, encoding: str, mask_psw: bool
) -> None:
    """Turn a request (or reply) into JSON on standard output; warnings go to standard error.

    FILE is its text, a mail with it, or a mailbox of one mail, which is told as `smsmail check --help` says. The JSON
    carries all of the request, the password too, so that encode can write it again; see --mask-psw.

    Exit status: 0 decoded, 1 refused, 2 wrong usage or a file that cannot be read.
    """
    given = _only_one(file, forced)
    value: codec.Request | codec.Reply | None = None
    found: list[codec.Diagnostic] = []
    text = ""
    try:
        text = _text(given, encoding, found)
        value = (codec.decode_reply if is_reply else codec.decode_request)(text, report=found.append)
    except codec.DecodeError as error:
        found += with_true_size(error.diagnostics, given)
    part = ("reply" if is_reply else "request") if given.is_mail else ""
    masking = Masking(text)
    show_all(of_interest(found, notes=notes), given.shown, part=part, text=masking, notes=notes, err=True)
    if value is None:
        context.exit(1)
    shown = masking.values(value) if mask_psw and isinstance(value, codec.Request) else value
    click.echo(msgspec.json.format(msgspec.json.encode(shown), indent=2))


@click.command()
@_file
@_reply
@mail_options
@click.pass_context
def encode(context: click.Context, file: str, is_reply: bool, as_mail: bool, **mail: Any) -> None:
    """Turn the JSON of a request (or reply) into its canonical text on standard output.

    With --mail it is the mail that carries the request, octet by octet as SMTP wants it, with CR LF. It has no header
    that is not asked for, but To and what MIME needs: the same request makes the same mail at all times. A program such
    as sendmail adds From, Date and Message-ID; where nothing does, give --from and --date now.

    \b
    Examples:
      echo '{"login": "alex", "psw": "psw", "body":
             {"kind": "single", "phones": ["79991234567"], "mes": "text"}}' |
        smsmail encode
      smsmail encode --mail --from shop@example.com --date now < request.json

    Exit status: 0 encoded, 1 refused, 2 wrong usage, a file that cannot be read or is no JSON.
    """
    options = {name: value for name, value in mail.items() if value is not None}
    refuse_if(as_mail and is_reply, "a mail is written around a request: give --mail or --reply, not both")
    if options and not as_mail:
        raise click.UsageError(f"{option_of(next(iter(options)))} is for a mail: give --mail too")
    try:
        value: object = json.loads(
            read_text(file, "utf-8", "JSON is UTF-8", MAX_JSON_OCTETS, "which is too much for a request"),
            object_pairs_hook=_once,
        )
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"{shown_name(file)}: no JSON: {error}") from error
    try:
        if as_mail:
            octets = codec.encode_mail(codec.to_request(value), **options)
        else:
            text = (
                codec.encode_reply(codec.to_reply(value)) if is_reply else codec.encode_request(codec.to_request(value))
            )
            octets = text.encode() + b"\n"
    except codec.EncodeError as error:
        if error.diagnostics[0].rule == "mail-header":
            raise wrong_header(error.diagnostics[0]) from None
        show_all(error.diagnostics, shown_name(file), in_value=True, err=True)
        context.exit(1)
    click.echo(octets, nl=False)


def _only_one(file: str, forced: Forced) -> Given:
    """What *file* holds; a mailbox may hold anything but one request."""
    several = given_in(file, forced)
    given = next(several, Unreadable(f"{shown_name(file)}: a mailbox without mails"))
    if isinstance(given, Unreadable):
        raise given
    if next(several, None) is not None:
        raise Unreadable(
            f"{shown_name(file)}: a mailbox with more than one mail; `smsmail check` takes it, decode does not"
        )
    return given


def _text(given: Given, encoding: str, found: list[codec.Diagnostic]) -> str:
    """The request or reply in *given*; to *found* is added what is to be said of the mail around it."""
    if not given.is_mail:
        return without_line_breaks_around(text_of(given.octets, given.shown, encoding))[0]
    mail = codec.decode_mail(given.octets)
    found += mail.findings
    return mail.text


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object whose keys are there once: of a repeated one, a value would be lost."""
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"the key {key!r} is there twice")
        found[key] = value
    return found
