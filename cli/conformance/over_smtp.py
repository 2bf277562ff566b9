"""The options of ``smsmail conformance`` for what speaks SMTP, and the sessions with it."""

from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from ...conformance import BadCommand, Case, SessionLimits, split_command
from ...conformance.corpus import Op
from ...conformance.escape import escape
from ...conformance.runner import Tested
from ..usage import FILE, HostPort, Seconds, needing, options, options_as, refuse_if

if TYPE_CHECKING:
    from ...gateway.address import Address

DEFAULT_LISTEN = "127.0.0.1:2526"
ANY_PORT = "127.0.0.1:0"
SETTLE = 2.0

_VENDOR = ".smscentre.com"
"""Nobody shall put hundreds of wrong requests to the service itself."""


class OverSmtp(NamedTuple):
    """What is tested over SMTP, and how."""

    server: "Address | None" = None
    client: str | None = None
    control: "Address | str | None" = None
    listen: "Address | None" = None
    settle: float | None = None

    @property
    def is_meant(self) -> bool:
        """Whether anything is."""
        return self.server is not None or self.client is not None

    @property
    def ops(self) -> tuple[Op, ...]:
        """The operations that can be tested so."""
        return ("serve",) if self.server else ("encode_mail",)

    @contextmanager
    def session(
        self, corpus: Iterable[Case], limits: SessionLimits, complain: Callable[[str], object]
    ) -> Generator[Tested]:
        """What answers the cases of *corpus*. Raises BadCommand and CannotStart."""
        with needing("gateway", "smsmail conformance over SMTP"):
            from ...conformance.smtp import AtOnce, Clients, Controlled, Listener
        from ...gateway.address import Address

        listen = self.listen or Address.of(DEFAULT_LISTEN if self.server else ANY_PORT)
        with ExitStack() as stack:
            if self.client is not None:
                tested = Clients(split_command(self.client), listen, limits)
            else:
                assert self.server
                listener = stack.enter_context(Listener(listen))
                if self.control:
                    tested = Controlled(self.server, self.control, listener, limits, complain)
                else:
                    settle = SETTLE if self.settle is None else self.settle
                    tested = AtOnce(self.server, listener, corpus, limits, settle, complain)
            yield stack.enter_context(tested)

    @property
    def again(self) -> list[str]:
        """The options that say the same."""
        given = [
            ("--server", self.server),
            ("--client", self.client),
            ("--control", self.control),
            ("--listen", self.listen),
            ("--settle", None if self.settle is None else f"{self.settle:g}"),
        ]
        return [word for option, value in given if value is not None for word in (option, str(value))]


class _Ours(HostPort):
    """The address of something that may be tested."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> "Address":
        address = super().convert(value, param, ctx)
        if f".{address.host.lower().rstrip('.')}".endswith(_VENDOR):
            self.fail("this is the vendor's own service, and no gateway to test", param, ctx)
        return address


class _Control(_Ours):
    """Such an address, or a URL, which stays one."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        from urllib.parse import urlsplit

        if "://" not in value:
            return super().convert(value, param, ctx)
        try:
            url = urlsplit(value)
            port = url.port or 80
        except ValueError as error:
            self.fail(str(error), param, ctx)
        if url.scheme != "http" or not url.hostname:
            self.fail("expected HOST:PORT, or a URL such as http://127.0.0.1:8025/control", param, ctx)
        host = f"[{url.hostname}]" if ":" in url.hostname else url.hostname
        super().convert(f"{host}:{port}", param, ctx)
        return value


smtp_options = options(
    options_as(
        "smtp",
        OverSmtp,
        click.option("--server", type=_Ours(), help="Test the gateway there, by mails and their replies."),
        click.option(
            "--client", metavar="'COMMAND'", help="Test a program that sends one mail each time that it is run."
        ),
        click.option("--control", type=_Control(), help="Where its account and clock can be set, or the URL."),
        click.option(
            "--listen",
            type=_Ours(),
            help=f"Where replies, or a client's mails, arrive; of --server {DEFAULT_LISTEN} unless told otherwise.",
        ),
        click.option(
            "--settle",
            type=Seconds(min=0, max=3600),
            help=f"How long no reply must come for none to be expected, without --control.  [default: {SETTLE:g}]",
        ),
    ),
    click.option(
        "--write-accounts",
        type=FILE,
        help="Test nothing, but write the accounts that a gateway needs without --control: as JSON or, if the name "
        "does not end in .json, as TOML for smsmail gateway.",
    ),
)


def write_accounts_to(file: Path, corpus: Sequence[Case]) -> None:
    """Write the accounts, and say so."""
    with needing("gateway", "smsmail conformance over SMTP"):
        from ...conformance.smtp import write_accounts
    try:
        count = write_accounts(corpus, file)
    except OSError as error:
        raise click.UsageError(f"{escape(str(file))}: {error.strerror}") from error
    click.echo(f"{count} accounts written to {escape(str(file))}")


def refuse_what_does_nothing(smtp: OverSmtp, ops: Sequence[str], write_accounts: Path | None) -> None:
    if smtp.is_meant and write_accounts is not None:
        raise click.UsageError("--write-accounts tests nothing: it goes without --server and --client")
    if smtp.is_meant and (others := [op for op in ops if op not in smtp.ops]):
        raise click.UsageError(f"over SMTP the cases of {smtp.ops[0]} are put, and none of --op {others[0]}")
    refuse_if(smtp.server and smtp.client is not None, "test one at a time: --server or --client")
    if smtp.control and smtp.settle is not None:
        raise click.UsageError("with --control it is known when the replies are there: --settle does nothing")
    if smtp.server is None and (given := [name for name in ("control", "settle") if getattr(smtp, name) is not None]):
        raise click.UsageError(f"--{given[0]} is for a gateway: give --server too")
    refuse_if(smtp.listen and not smtp.is_meant, "--listen is for what speaks SMTP: give --server or --client too")
    if smtp.client is not None:
        try:
            split_command(smtp.client)
        except BadCommand as error:
            raise click.UsageError(str(error).replace("testee", "client")) from error
