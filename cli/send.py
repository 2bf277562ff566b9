"""``smsmail send``: one request, by SMTP, and the reply to it."""

import getpass
import json
import os
import socket
from pathlib import Path
from typing import Any

import click
from msgspec.structs import replace

from .. import codec
from ..codec.encode import as_read
from ..codec.mail.parse import MAX_MAIL_OCTETS
from ..codec.masking import Masking
from ..codec.model import MASK
from ..codec.request.times import read_time
from ..gateway import client
from ..gateway.address import Address
from ..grammar import terminal
from .brief import Brief
from .mail_options import wrong_header
from .reading.texts import STDIN, Unreadable, read_text, shown_name
from .showing import harmless
from .showing.findings import of_interest, show_all
from .usage import Failed, HostPort, Seconds, refuse_if

PSW_VARIABLE = "SMSMAIL_PSW"

LARGEST_JSON = 10 * MAX_MAIL_OCTETS
"""Octets. What is one octet in a mail may be six in JSON, and each row has its names."""

_OWN = {"phones": "--to", "text": "a text"} | {
    name: f"--{name}" for name in ("login", "id", "time", "tz", "translit", "format", "sender")
}
"""What a request as JSON has already, and the options for it."""


def _maildir(context: click.Context, parameter: click.Parameter, folder: Path | None) -> Path | None:
    """Find out before a mail is sent, not after it, that no reply can be found there."""
    for part in ("new", "cur") if folder else ():
        assert folder
        if not (folder / part).is_dir() or not os.access(folder / part, os.R_OK | os.X_OK):
            problem = f"{folder} is no Maildir: it has no folder {part} that can be read"
            raise click.BadParameter(problem, context, parameter)
    return folder


def _time(context: click.Context, parameter: click.Parameter, text: str | None) -> codec.Time | None:
    time, flaw = read_time((text or "").strip(" \t"))
    if flaw and codec.RULES[flaw.code].severity == "error":
        raise click.BadParameter(f"{flaw.says or codec.RULES[flaw.code].says} (C-TIME-ABS)", context, parameter)
    return time


_COMMON = (
    *("--via", "--login", "--to", "--time", "--sender", "--from"),
    *("--starttls", "--tls", "--wait", "--reply-dir", "--dry-run"),
)


@click.command("send", cls=Brief, common=_COMMON)
@click.argument("text", required=False, metavar="[TEXT|-]")
@click.option("--via", envvar="SMSMAIL_VIA", type=HostPort(), help="The SMTP server; or $SMSMAIL_VIA.")
@click.option("--login", metavar="LOGIN", help="The account; without it, the secret is an API key.")
@click.option("--to", "phones", multiple=True, metavar="PHONE", help="A recipient. Repeatable.")
@click.option("--id", metavar="ID", help="The id of the message; without it the server assigns one.")
@click.option("--time", callback=_time, metavar="TIME", help="When: 3101301200, 9-21, +30 or 0 and a timestamp.")
@click.option("--tz", type=click.IntRange(-15, 11), metavar="HOURS", help="The zone of --time, from Moscow time.")
@click.option("--translit", type=click.IntRange(0, 2), default=0, help="0 none, 1 or 2 its styles.")
@click.option("--format", type=click.IntRange(0, 12), default=0, metavar="0…12", help="The kind of message.")
@click.option("--sender", metavar="NAME", help="The name that the recipient sees.")
@click.option(
    "--test", type=click.IntRange(0, 2), help="1 asks for a reply in any case. With --wait it is 1, or else 0."
)
@click.option("--request", "file", metavar="FILE|-", help="Send the request that FILE is as JSON, of `smsmail decode`.")
@click.option("--charset", metavar="NAME", help="Of the mail; the first that fits of koi8-r, windows-1251 and utf-8.")
@click.option("--subject", metavar="TEXT", help="Of the mail.")
@click.option(
    "--from",
    "from_address",
    envvar="SMSMAIL_FROM",
    metavar="ADDRESS",
    help="Where replies go, or $SMSMAIL_FROM; your name at this machine if nothing is said.",
)
@click.option("--starttls", is_flag=True, help="Protect the connection by STARTTLS.")
@click.option("--tls", is_flag=True, help="Protect it by TLS from the beginning.")
@click.option("--timeout", type=Seconds(min=0, min_open=True, max=86400), default=30.0, show_default=True,
              help="How long sending may take in all, and then with --wait the reply.")  # fmt: skip
@click.option("--wait", is_flag=True, help="Wait for the reply and print it; exit status 1 for an ERROR.")
@click.option(
    "--reply-dir",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    callback=_maildir,
    metavar="MAILDIR",
    help="Where --wait looks for it.",
)
@click.option("--dry-run", is_flag=True, help="Print the mail, with *** for the secret, and send nothing.")
@click.option("--case", "is_case", is_flag=True, help="Be the client that `smsmail conformance --client` tests.")
@click.pass_context
def send(
    context: click.Context,
    via: Address | None,
    file: str | None,
    starttls: bool,
    tls: bool,
    timeout: float,
    wait: bool,
    reply_dir: Path | None,
    dry_run: bool,
    is_case: bool,
    from_address: str | None,
    subject: str | None,
    charset: str | None,
    **fields: Any,
) -> None:
    """Send TEXT, or standard input, as an SMS: the mail that the service takes, by an SMTP server.

    The password, or the API key, is read from $SMSMAIL_PSW, or asked for; it is never an option, since every user of a
    machine can see those. What `smsmail check` would refuse is refused here, and nothing is sent.

    \b
    Examples:
      export SMSMAIL_VIA=127.0.0.1:2525 SMSMAIL_PSW=…
      smsmail send --login demo --to 79991234567 'Your order is ready'
      smsmail send --login demo --to 79991234567 --wait --reply-dir replies Hello
      date | smsmail send --login demo --to 79991234567 --time 9-21 -

    \b
    Exit status:
      0  the server took the mail; with --wait, the reply is OK
      1  the request, the mail or, with --wait, the message was refused
      2  wrong usage, no server to talk to, or no reply in time
      130  interrupted
    """
    if is_case:
        context.exit(_be_tested())
    refuse_if(wait and not reply_dir, "--wait needs to know where replies arrive: give --reply-dir MAILDIR too")
    refuse_if(starttls and tls, "a connection is protected in one way: give --starttls or --tls")
    refuse_if(not via and not dry_run, "give the server with --via HOST:PORT")
    request = _given(file, fields) if file else _composed(fields, wait)
    sender = from_address or _own_address()
    try:
        request = _understood(request)
        if dry_run:
            mail = codec.encode_mail(replace(request, psw=MASK), charset, from_address=sender, subject=subject)
            click.echo(mail, nl=False)
            return
        assert via  # or it would have been told above
        sent = client.send(
            request,
            *via,
            from_address=sender,
            charset=charset,
            subject=subject,
            security="starttls" if starttls else "tls" if tls else "none",
            timeout=timeout,
        )
    except codec.EncodeError as error:
        if error.diagnostics[0].rule in ("mail-header", "mail-charset"):
            raise wrong_header(error.diagnostics[0]) from None
        show_all(error.diagnostics, "the request", in_value=True, err=True)
        context.exit(1)
    except client.Unreachable as error:
        raise Failed(harmless(str(error))) from None
    except client.NotSent as error:
        click.echo(f"Error: {harmless(str(error))}", err=True)
        context.exit(1)
    click.echo(f"sent by {via} as {sent.message_id}")
    if wait and reply_dir:
        reply = _awaited(reply_dir, sent.message_id, timeout)
        click.echo(_told(reply, request))
        context.exit(1 if isinstance(reply, codec.Rejected) else 0)


def _composed(fields: dict[str, Any], wait: bool) -> codec.Request:
    """The request that the options and the text make."""
    text: str | None = fields.pop("text")
    phones: tuple[str, ...] = fields.pop("phones")
    login: str | None = fields.pop("login")
    test: int | None = fields.pop("test")
    refuse_if(not phones, "nobody is written to: give --to PHONE")
    mes = (
        _read(STDIN, MAX_MAIL_OCTETS, "the text").removesuffix("\n").removesuffix("\r")
        if text in (None, STDIN)
        else text
    )
    return codec.Request(
        login=login or "",
        psw=_secret(is_key=not login),
        test=int(wait) if test is None else test,
        body=codec.Single(phones, mes or ""),
        translit=codec.Translit(fields.pop("translit")),
        format=codec.Format(fields.pop("format")),
        **fields,
    )


def _given(file: str, fields: dict[str, Any]) -> codec.Request:
    """The request in *file*, which leaves nothing to be said by options."""
    extra = [option for name, option in _OWN.items() if fields[name] not in (None, (), 0)]
    if extra or fields["test"] is not None:
        raise click.UsageError(f"--request is a whole request: it goes without {(extra or ['--test'])[0]}")
    try:
        return codec.to_request(json.loads(_read(file, LARGEST_JSON, "JSON")))
    except codec.EncodeError as error:
        raise Unreadable(f"{shown_name(file)}: {error}") from None
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"{shown_name(file)} is not the JSON of a request: {error}") from None


def _read(name: str, largest: int, what: str) -> str:
    """The text of the file *name*, of which no more is read than can be sent."""
    return read_text(name, "utf-8", f"{what} must be UTF-8", largest, "and no mail takes as much (C-SIZE)")


def _understood(request: codec.Request) -> codec.Request:
    """What is sent of *request*; what is to be said of it is shown. Raises :class:`EncodeError` for one that cannot be."""
    request, changed = as_read(request)
    show_all(changed, "the request", in_value=True, err=True)
    line = codec.encode_request(request)
    show_all(of_interest(codec.check(line), notes=False), "the request", text=Masking(line), err=True)
    return request


def _secret(*, is_key: bool) -> str:
    """The password or API key, from the environment or a person."""
    secret = os.environ.get(PSW_VARIABLE)
    if secret:
        return secret
    name = "API key" if is_key else "password"
    try:
        os.close(os.open("/dev/tty", os.O_RDWR))
    except OSError:
        raise click.UsageError(f"there is no {name}: set {PSW_VARIABLE}") from None
    return str(click.prompt(name, hide_input=True, err=True))


def _own_address() -> str:
    try:
        address = f"{getpass.getuser()}@{socket.gethostname()}"
    except (ImportError, OSError, KeyError):
        address = ""
    refuse_if(not terminal("EMAIL").fullmatch(address), "where shall replies go? Give --from ADDRESS")
    return address


def _awaited(maildir: Path, message_id: str, timeout: float) -> codec.Reply:
    try:
        return client.wait_for_reply(maildir, message_id, timeout)
    except client.NoReply as error:
        raise Failed(f"{error}; the mail itself was taken") from None
    except OSError as error:
        raise Failed(f"{maildir} is no Maildir: {error.strerror}") from None
    except ValueError as error:
        rule = f": {error.errors[0].rule}" if isinstance(error, codec.DecodeError) else ""
        raise Failed(f"what came back is no reply{rule}") from None


def _told(reply: codec.Reply, request: codec.Request) -> str:
    """*reply* in words. A server may quote the request in it, or take the password for the id."""
    id = "" if reply.id is None else f", id {reply.id if client.is_harmless(reply.id, request) else MASK}"
    if isinstance(reply, codec.Accepted):
        return f"accepted: {reply.sms} SMS{id}"
    description = client.shown_of(reply.description, codec.encode_request(request), request.psw)
    return f"refused: error {reply.error}{f' ({description})' if description else ''}{id}"


def _be_tested() -> int:
    """Send the request of a case to whom the environment names; see docs/smtp-conformance.md."""
    try:
        given = json.loads(_read(STDIN, LARGEST_JSON, "JSON"))["input"]
        server = Address.of(f"{os.environ['SMSMAIL_HOST']}:{os.environ['SMSMAIL_PORT']}")
        request, charset = given["request"], given["charset"]
    except (KeyError, TypeError, ValueError) as error:
        raise click.UsageError("--case is for `smsmail conformance --client 'smsmail send --case'`") from error
    try:
        client.send(codec.to_request(request), *server, from_address="client@example.org", charset=charset)
    except codec.EncodeError as error:
        click.echo(f"refused: {harmless(str(error))}", err=True)
        return 1
    except client.NotSent as error:
        raise Failed(harmless(str(error))) from None
    return 0
