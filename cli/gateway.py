"""``smsmail gateway``: the server of the protocol, to run on one's own machine."""

import os
import sys
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import click

from ..gateway.address import Address
from .brief import BriefGroup
from .showing import harmless, many
from .usage import FILE, Failed, HostPort, Seconds, needing, refuse_if

if TYPE_CHECKING:
    from ..gateway.server import Control
    from ..gateway.web import Web

DEFAULT_LISTEN = "127.0.0.1:2525"
DEFAULT_WEB = "127.0.0.1:8025"
TOKEN_VARIABLE = "SMSMAIL_WEB_TOKEN"  # noqa: S105  # its name

_STORE = click.option(
    "--store", type=FILE, required=True, metavar="FILE.sqlite", help="The store; a gateway may have it open."
)
_LIMITS = ("connections", "connections_each", "patience")


_COMMON = ("--listen", "--web", "--accept-any", "--accounts", "--store", "--reply-via", "--reply-dir")


@click.group(cls=BriefGroup, common=_COMMON, invoke_without_command=True)
@click.option(
    "--listen",
    default=DEFAULT_LISTEN,
    show_default=True,
    type=HostPort(),
    help="Where to take mails; port 0 is any that is free.",
)
@click.option("--public", is_flag=True, help="Allow an address that other machines can reach.")
@click.option(
    "--web", type=HostPort(), help=f"Where the web page is.  [default: {DEFAULT_WEB}, or any port if that is taken]"
)
@click.option("--no-web", is_flag=True, help="No web page.")
@click.option("--accept-any", is_flag=True, help="Accept every login with every password.")
@click.option("--accounts", type=FILE, metavar="FILE.toml", help="The accounts; without it there is one to try.")
@click.option("--store", type=FILE, metavar="FILE.sqlite", help="What has to last; without it, until the end.")
@click.option("--reply-via", type=HostPort(), help="The mail server through which replies are sent.")
@click.option(
    "--reply-dir",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="MAILDIR",
    help="Where replies are put instead; without either, in a temporary place.",
)
@click.option("--tls-cert", type=FILE, metavar="FILE.pem", help="The certificate with which STARTTLS is offered.")
@click.option("--tls-key", type=FILE, metavar="FILE.pem", help="Its key, if it is not in the same file.")
@click.option(
    "--reject-at-smtp",
    is_flag=True,
    help="Refuse a mail whose request cannot be read with 550 and the finding, rather than answer it by mail.",
)
@click.option(
    "--max-connections", "connections", type=click.IntRange(min=1), metavar="N", help="At a time.  [default: 500]"
)
@click.option(
    "--max-connections-each",
    "connections_each",
    type=click.IntRange(min=1),
    metavar="N",
    help="The same of one address.  [default: 100]",
)
@click.option(
    "--timeout",
    "patience",
    type=Seconds(min=0, min_open=True, max=86400),
    help="How long a command, and a mail, may take.  [default: 300]",
)
@click.option(
    "--hash",
    "to_hash",
    type=click.Choice(["password", "apikey"]),
    is_flag=False,
    flag_value="password",
    help="Run no server, but print what the accounts file holds of a password (--hash=apikey: of an API key), which is "
    "asked for or read from standard input.",
)
@click.option(
    "--control",
    type=HostPort(),
    help="For tests on this machine alone: where `smsmail conformance --control` sets the account and the clock.",
)
@click.pass_context
def gateway(
    context: click.Context,
    listen: Address,
    public: bool,
    web: Address | None,
    no_web: bool,
    accept_any: bool,
    reply_via: Address | None,
    tls_cert: Path | None,
    tls_key: Path | None,
    reject_at_smtp: bool,
    to_hash: str | None,
    control: Address | None,
    **given: Any,
) -> None:
    """Run the server of the protocol: it takes requests by mail, applies the rules, and answers.

    Nothing is sent to any phone; what would be is written into the store, and seen on a web page. Without options it runs on this machine alone,
    with an account to try and a store in a temporary place, and says how to try it. The first line on standard output
    tells where it listens once it does. The log is on standard error, as JSON lines unless that is a terminal.

    \b
    Examples:
      smsmail gateway
      smsmail gateway --accept-any
      smsmail gateway --hash
      smsmail gateway --accounts accounts.toml --store sms.sqlite
      smsmail gateway messages --store sms.sqlite
      smsmail gateway prune --store sms.sqlite --older-than 90

    \b
    Exit status:
      0  stopped by SIGTERM or SIGINT (Ctrl-C)
      2  wrong usage, or a file or an address that cannot be used
    """
    if context.invoked_subcommand:
        return
    if to_hash:
        _print_hash(to_hash)
        return
    with needing("gateway", "smsmail gateway"):
        from ..gateway import server
    refuse_if(reply_via and given["reply_dir"], "replies go one way: give --reply-via or --reply-dir, not both")
    refuse_if(tls_key and not tls_cert, "--tls-key is the key of a certificate: give --tls-cert too")
    refuse_if(web and no_web, "give --web or --no-web, not both")
    _refuse_exposure(listen, public, "--listen")
    if public and not given["accounts"] and not accept_any:
        raise click.UsageError("everybody knows the password of the account to try: with --public, give --accounts too")
    if web:
        _refuse_exposure(web, public, "--web")
    controlled = _controlled(control, web, given)
    server.set_up_log(sys.stderr)
    limits = {name: value for name, value in given.items() if name in _LIMITS and value is not None}
    with ExitStack() as stack:
        try:
            temporary = Path(stack.enter_context(TemporaryDirectory(prefix="smsmail-")))
            store_path: Path = given["store"] or temporary / "store.sqlite"
            store = stack.enter_context(server.Store(store_path))
            page = None if no_web else _page(web, store_path)
            if page:
                stack.callback(page.stop)
            settings = server.Settings(
                listen=listen,
                accounts=server.read_accounts(given["accounts"]) if given["accounts"] else server.demo_accounts(),
                limits=server.Limits(**limits),
                tls=server.tls_context(tls_cert, tls_key) if tls_cert else None,
                refuse_unreadable=reject_at_smtp,
                control=controlled,
                anybody=server.ANYBODY if accept_any else None,
                watcher=page or server.Watcher(),
            )
            replies: Path = given["reply_dir"] or temporary / "replies"
            way = server.ToServer(*reply_via, store.id) if reply_via else server.ToMaildir(replies, store.id)

            def ready(address: Address) -> None:
                lines = [
                    f"listening on {address}",
                    f"store: {store_path}{'' if given['store'] else ', until the end'}",
                    f"replies: {reply_via or replies}",
                    f"web: {page.url}" if page else "",
                    f"token: {page.token}" if page and page.token and TOKEN_VARIABLE not in os.environ else "",
                    "account: any login, any password" if accept_any else "",
                    f"control: {control and controlled and controlled.address}" if control else "",
                    "" if given["accounts"] or control else server.how_to_try(address, replies, page and page.url),
                ]
                # At once, since who waits may not read on.
                click.echo("\n".join(filter(None, lines)))

            server.serve(settings, store, way, ready)
        except (server.CannotServe, ValueError) as error:
            raise Failed(str(error)) from error
        except OSError as error:
            raise Failed(f"{error.filename}: {error.strerror}" if error.filename else str(error)) from error


@gateway.command(short_help="Delete what came of old mails.")
@_STORE
@click.option(
    "--older-than", type=click.IntRange(0, 36500), required=True, metavar="DAYS", help="How long ago the mails came."
)
def prune(store: Path, older_than: int) -> None:
    """Delete from a store what came of mails that are older than so many days.

    What the rules remember stays, and so does a mail whose reply waits. Numbers go on from where they were.

    \b
    Exit status:
      0  done
      2  wrong usage, or a store that cannot be used
    """
    with needing("gateway", "smsmail gateway prune"):
        from ..gateway import server
    try:
        number = server.prune(store, datetime.now(UTC) - timedelta(days=older_than))
    except server.CannotServe as error:
        raise Failed(str(error)) from error
    click.echo(f"{many(number, 'mail')} deleted")


@gateway.command(short_help="Print what came of mails.")
@_STORE
@click.option("--phone", default="", metavar="NUMBER", help="Only messages to this number.")
@click.option(
    "--text", default="", metavar="TEXT", help="Only with this in a message, an address, the id or the reply."
)
@click.option("--limit", type=click.IntRange(1, 100_000), default=50, show_default=True, help="How many, the newest.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, a mail a line.")
def messages(store: Path, phone: str, text: str, limit: int, as_json: bool) -> None:
    """Print what is in a store: each mail and what came of it, the oldest first.

    The path of the store is printed when a gateway starts.

    \b
    Exit status:
      0  done
      2  wrong usage, or a store that cannot be used
    """
    with needing("gateway", "smsmail gateway messages"):
        from ..gateway.web import Wanted, as_line, listed
    import sqlite3

    from msgspec.json import encode

    if not store.is_file():
        raise Failed(f"{store}: there is no such file")
    try:
        found = listed(store, Wanted(phone=phone, text=text), limit)
    except sqlite3.Error as error:
        raise Failed(f"{store}: {error}") from error
    for mail in reversed(found):
        click.echo(encode(mail).decode() if as_json else harmless(as_line(mail)))


def _is_here(address: Address, option: str) -> bool:
    from ..gateway.server import is_loopback

    try:
        return is_loopback(address.host)
    except OSError as error:
        raise click.BadParameter(f"{address.host}: {error.strerror}", param_hint=option) from error


def _refuse_exposure(address: Address, public: bool, option: str) -> None:
    if not public and not _is_here(address, option):
        raise click.UsageError(f"other machines can reach {address}: if they shall, give --public too")


def _controlled(address: Address | None, web: Address | None, given: dict[str, Any]) -> "Control | None":
    """The control, on a port of its own where that is asked for, else for the web page where only this machine has it."""
    from ..gateway.server import Control

    is_for_tests = not (given["accounts"] or given["store"])
    if address and not is_for_tests:
        raise click.UsageError("--control changes accounts and forgets: it goes without --accounts and --store")
    if address and not _is_here(address, "--control"):
        raise click.UsageError(f"other machines can reach {address}, and the control is for this one alone")
    is_had_here = web is None or _is_here(web, "--web")
    return Control(address) if address or (is_for_tests and is_had_here) else None


def _page(listen: Address | None, store: Path) -> "Web":
    with needing("gateway", "smsmail gateway (or give --no-web)"):
        from ..gateway.web import Web
    token = os.environ.get(TOKEN_VARIABLE) or None
    return Web(listen or Address.of(DEFAULT_WEB), store, token, or_any_port=listen is None)


def _print_hash(kind: str) -> None:
    with needing("gateway", "smsmail gateway"):
        from ..gateway.server import hash_key, hash_password
    if sys.stdin.isatty():
        text: str = click.prompt(kind, hide_input=True, confirmation_prompt=True, err=True)
    else:
        text = sys.stdin.readline().rstrip("\r\n")
    if not text:
        raise Failed(f"there is no {kind} on standard input")
    try:
        click.echo(hash_password(text) if kind == "password" else hash_key(text))
    except ValueError as error:
        raise Failed(str(error)) from None
