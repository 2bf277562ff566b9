"""Gateways tested over SMTP: the right one passes, each bad one fails for what is wrong with it."""

import json
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner
from click.testing import Result as Click

from smsmail.cli import main
from smsmail.conformance import Case, Policy, Result, SessionLimits, load_cases, run, select
from smsmail.conformance.smtp import AtOnce, Controlled, Listener
from smsmail.conformance.smtp.accounts import aliases
from smsmail.gateway.address import Address
from tests.support import gateways
from tests.support.each import each
from tests.support.gateways import Gateway, UnderControl, own_gateway, running
from tests.support.running import free_port

pytestmark = pytest.mark.process

CASES = select(load_cases(), ops=["serve"])
NAMED = aliases(CASES)
ACCOUNTS = [NAMED[case.id].account(case.input["account"]) for case in CASES]
HERE = Address("127.0.0.1", 0)
PATIENT = SessionLimits(answer=30)
HASTY = SessionLimits(answer=2)
"""For gateways from which no answer will come."""


def chosen(*patterns: str) -> list[Case]:
    return select(CASES, patterns)


class Report:
    """What came of a run."""

    def __init__(self, results: Sequence[Result], complaints: list[str]) -> None:
        self.outcomes = {result.case.id: result.verdict.outcome for result in results}
        self.observed = {result.case.id: result.verdict.observed for result in results}
        self.reasons = [result.verdict.reason for result in results if result.verdict.reason]
        self.actual = {result.case.id: result.verdict.actual for result in results}
        self.complaints = complaints

    @property
    def wrong(self) -> set[str]:
        """The ids of those that were not answered as the case has it, be that wrong or not."""
        return {id for id, observed in self.observed.items() if observed not in ("as-expected", "skipped")}

    @property
    def ids(self) -> dict[str, set[str]]:
        """The last part of the ids by their outcome."""
        found: dict[str, set[str]] = {}
        for id, outcome in self.outcomes.items():
            found.setdefault(outcome, set()).add(id.rpartition("/")[2])
        return found


def at_once(
    kind: Callable[..., Gateway], cases: Sequence[Case], limits: SessionLimits = PATIENT, settle: float = 0.1
) -> Report:
    """A run against a gateway that is as it is."""
    complaints: list[str] = []
    with (
        Listener(HERE) as listener,
        running(kind(ACCOUNTS, listener.address)) as there,
        AtOnce(there.server, listener, CASES, limits, settle, complaints.append) as session,
    ):
        return Report(list(run(cases, session, session.hello(), Policy())), complaints)


def controlled(kind: Callable[..., UnderControl], cases: Sequence[Case], limits: SessionLimits = PATIENT) -> Report:
    """A run against a gateway under control."""
    complaints: list[str] = []
    with (
        Listener(HERE) as listener,
        running(kind([], listener.address)) as there,
        Controlled(there.server, there.control, listener, limits, complaints.append) as session,
    ):
        hello = session.hello()
        assert (hello.implementation, hello.version, hello.language) == ("fake", "7", "Python")
        return Report(list(run(cases, session, hello, Policy())), complaints)


# ---- The right one


def test_the_right_one_at_once() -> None:
    report = at_once(Gateway, chosen("serve/repeats", "serve/identity", "serve/addresses", "serve/forward"))
    assert report.complaints == []
    assert set(report.ids) == {"passed", "skipped"}
    # What lies a minute or more apart, or nearly so.
    assert report.ids["skipped"] == {
        *("every-31-s", "every-61-s", "minute-slides", "refused-repeat-does-not-count", "same-hour-in-two-zones"),
        *("second-after-61-s", "third-after-59-and-a-half-s", "third-after-59-s", "third-after-60-s"),
        *("third-after-61-s", "is-sent-to-the-number", "is-sent-to-no-other-number"),
    }


def test_the_right_one_under_control() -> None:
    report = controlled(UnderControl, chosen("serve/repeats", "serve/identity/*key*", "serve/schedule"))
    assert report.complaints == []
    assert set(report.ids) == {"passed"}


def test_our_own_gateway_at_once(tmp_path: Path) -> None:
    """One case in three, put to the real one with the accounts file that the command writes; it has rules for all of them."""
    accounts = tmp_path / "accounts.toml"
    assert conformance("--write-accounts", str(accounts)).exit_code == 0
    report = tmp_path / "report.json"
    with own_gateway("--accounts", str(accounts)) as (there, listen):
        chosen = [word for case in CASES[::3] if len(case.input["events"]) < 50 for word in ("--case", case.id)]
        result = conformance("--server", there["listening on"], "--listen", listen, "--json", str(report), *chosen)
    assert result.exit_code == 0, result.output
    total = json.loads(report.read_text())["summary"]["total"]
    assert (total["failed"], total["deviating"]) == (0, 0)
    assert total["passed"] > 10 * total["skipped"]


def test_our_own_gateway_under_control(tmp_path: Path) -> None:
    """What needs a clock, and some more."""
    cases = [
        "serve/flood/fifty-one*",
        "serve/repeats/*-s",
        "serve/errors/blocked-*",
        "serve/schedule/no-*",
        "serve/replies/null*",
    ]
    report = tmp_path / "report.json"
    with own_gateway("--control", "127.0.0.1:0") as (there, listen):
        result = conformance(
            *("--server", there["listening on"], "--control", there["control:"], "--listen", listen),
            *("--strict", "--fail-on-skip", "--json", str(report), "--timeout", "30"),
            *(word for case in cases for word in ("--case", case)),
        )
    assert result.exit_code == 0, result.output
    read = json.loads(report.read_text())
    assert (read["testee"]["implementation"], read["testee"]["ops"]) == ("smsmail gateway", ["serve"])
    assert read["summary"]["total"]["passed"] == read["summary"]["cases"] > 15


def conformance(*arguments: str) -> Click:
    return CliRunner().invoke(main, ["conformance", *arguments], catch_exceptions=False)


# ---- Bad ones


@pytest.mark.parametrize(
    ("bad", "wrong", "right", "reason"),
    [
        ("Forgetful", ["funds/until-it-is-gone", "repeats/third-in-the-same-second"], ["replies/success-test-1"],
         "where “ERROR = 3"),
        ("Silent", ["replies/success-test-1", "replies/error-1-test-0"], ["replies/success-test-0"],
         "it did not answer where “OK - 1 SMS, ID - 42” was due"),
        ("Chatty", ["replies/success-test-0"], ["replies/success-test-1", "replies/null-sender-success"],
         "it answered “OK - 1 SMS, ID - 1” where no answer was due"),
        ("Twice", ["replies/success-test-1"], ["replies/success-test-0"], "it answered event 1 with 2 mails"),
        ("Prose", ["replies/success-test-1"], ["replies/success-test-0"],
         "it answered “Your message is important to us.”, which is no reply"),
        ("Rejecting", ["errors/number", "errors/wrong-password"], ["replies/success-test-1"],
         "it did not answer where “ERROR = 7"),
        ("HangsUp", ["replies/success-test-1", "replies/success-test-0"], [], "it hung up: “421 4.3.0 goodbye”"),
    ],
)  # fmt: skip
def test_bad_ones(bad: str, wrong: list[str], right: list[str], reason: str) -> None:
    cases = chosen(*(f"serve/{name}" for name in (*wrong, *right)))
    report = at_once(getattr(gateways, bad), cases, HASTY if bad == "Silent" else PATIENT)
    assert report.wrong == {f"serve/{name}" for name in wrong}
    assert any(one.removeprefix("reply 1: ").startswith(reason) or reason in one for one in report.reasons)
    assert bool(report.complaints) == (bad == "Silent")


def test_a_gateway_that_is_not_heard_of() -> None:
    (complaint,) = at_once(gateways.Silent, chosen("serve/replies/success-test-1"), HASTY).complaints
    assert re.fullmatch(r"no mail at all came to 127\.0\.0\.1:\d+: does the gateway send .*", complaint)
    assert at_once(gateways.Silent, chosen("serve/replies/success-test-0")).complaints == []


def test_a_bad_one_on_the_command_line() -> None:
    """What fails is told, and how to try it again."""
    case = "serve/repeats/third-in-the-same-second"
    listen = Address("127.0.0.1", free_port())
    with running(gateways.Forgetful(ACCOUNTS, listen)) as there:
        options = ["--server", str(there.server), "--listen", str(listen), "--settle", "0.1"]
        result = conformance(*options, "--timeout", "30", "--case", case)
    assert result.exit_code == 1
    assert f"FAILED  {case}" in result.output
    assert f"Again: smsmail conformance {' '.join(options)} --timeout 30 --last-failed" in result.output


def test_what_smtp_refused_is_shown() -> None:
    report = at_once(gateways.Rejecting, chosen("serve/errors/number"))
    ((_, actual),) = report.actual.items()
    assert actual == {"ok": {"replies": [None], "refused": {"event 1": "550 5.6.0 I do not like it"}}}


def test_a_mail_that_is_too_large_for_smtp_is_as_good_as_answered() -> None:
    too_large = chosen("serve/mail/too-large-is-answered")
    assert at_once(gateways.Small, too_large).wrong == set()
    assert at_once(gateways.Silent, too_large, HASTY).wrong == {case.id for case in too_large}


def test_replies_that_go_astray_are_told() -> None:
    report = at_once(gateways.Astray, chosen("serve/replies/success-test-1"), HASTY)
    assert report.wrong == {"serve/replies/success-test-1"}
    assert report.complaints == ["1 replies went to addresses that sent nothing: “postmaster@example.com”"]


def test_the_null_sender_is_answered_by_nobody() -> None:
    cases = chosen("serve/replies/null-sender-success", "serve/replies/success-test-1")
    report = at_once(gateways.ToHeader, cases)
    assert report.wrong == set()
    assert report.complaints == ["1 replies went to addresses that sent nothing: “daemon@example.org”"]


@pytest.mark.parametrize(
    ("bad", "wrong", "right"),
    [
        ("AskedForTheTime", "repeats/third-after-61-s", "repeats/third-in-the-same-second"),
        ("ToHeaderUnderControl", "replies/null-sender-success", "replies/success-test-1"),
        ("Disobedient", "replies/success-test-1", None),
    ],
)
def test_bad_ones_under_control(bad: str, wrong: str, right: str | None) -> None:
    cases = chosen(*(f"serve/{name}" for name in (wrong, right) if name))
    report = controlled(getattr(gateways, bad), cases)
    assert report.wrong == {f"serve/{wrong}"}


def test_a_misdirected_reply_under_control_is_told() -> None:
    report = controlled(gateways.AstrayUnderControl, chosen("serve/replies/success-test-1"))
    assert report.wrong == {"serve/replies/success-test-1"}
    assert report.complaints == ["a reply to client@example.org was sent to “postmaster@example.com”"]


def test_a_control_that_says_too_soon_that_all_is_delivered() -> None:
    report = controlled(gateways.Late, chosen("serve/replies/success-test-1", "serve/replies/success-without-test"))
    assert "serve/replies/success-test-1" in report.wrong
    assert report.complaints == ["1 replies came after its control had said that all were delivered"]


def test_a_run_that_takes_too_long() -> None:
    report = at_once(Gateway, chosen("serve/identity"), SessionLimits(answer=30, run=0))
    assert set(report.observed.values()) == {"not-asked"}


def test_a_gateway_that_keeps_talking_does_not_keep_the_run_going() -> None:
    report = at_once(
        gateways.Endless, chosen("serve/replies/success-test-1"), SessionLimits(answer=30, run=3), settle=20
    )
    assert report.observed == {"serve/replies/success-test-1": "garbled"}
    late, strays = report.complaints
    assert "the run had taken longer than 3 s" in late
    assert strays.count("postmaster@example.com") <= 5
    assert "replies went to addresses that sent nothing" in strays


# ---- What is no gateway


@contextmanager
def saying(text: bytes) -> Generator[Address]:
    """What says the same to whoever comes, and hangs up."""
    with socket.create_server(HERE) as server:
        over = False

        def greet() -> None:
            while not over:
                connection, _ = server.accept()
                with connection:
                    connection.sendall(text)

        thread = threading.Thread(target=greet)
        thread.start()
        address = Address("127.0.0.1", server.getsockname()[1])
        try:
            yield address
        finally:
            over = True
            socket.create_connection(address).close()
            thread.join()


@pytest.mark.parametrize(
    ("greeting", "says"),
    [
        (b"", ""),
        (b"HTTP/1.1 400 Bad Request\r\n", "it does not speak SMTP"),
        (
            b"220-" + b"x" * 70_000 + b"\r\n",
            "it does not speak SMTP: its answer to our call has more than 65536 octets",
        ),
        (b"554 go away\r\n", "it refuses us: 554 go away"),
    ],
)
def test_what_does_not_speak_smtp(greeting: bytes, says: str) -> None:
    with saying(greeting) as there:
        result = conformance("--server", str(there), "--listen", str(HERE))
    assert result.exit_code == 2
    assert f"no test is possible: {there}: {says}" in result.output


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (b"", "no talking to its control"),
        (b"hello\n", "no JSON object"),
        (b"[]\n", "no JSON object"),
        (b'{"error": "who are you?"}\n', "does not speak version 1"),
        (b'{"control": 2}\n', "does not speak version 1"),
    ],
)
def test_what_is_no_control(answer: bytes, says: str) -> None:
    with Listener(HERE) as listener, saying(answer) as control:
        result = conformance(
            *("--server", str(listener.address), "--control", str(control), "--listen", str(HERE), "--timeout", "5")
        )
    assert result.exit_code == 2
    assert says in result.output


def test_where_nobody_listens() -> None:
    with socket.socket() as free:
        free.bind(HERE)
        result = conformance("--server", f"127.0.0.1:{free.getsockname()[1]}", "--listen", str(HERE))
    assert result.exit_code == 2
    assert "refused" in result.output


def test_a_port_that_is_taken() -> None:
    with Listener(HERE) as listener:
        result = conformance("--server", str(listener.address), "--listen", str(listener.address))
    assert result.exit_code == 2
    assert "already in use" in result.output


@each(
    ("arguments", "says"),
    [
        (["--server", "nowhere"], "HOST:PORT"),
        (["--server", "send.smscentre.com:25"], "vendor's own service"),
        (["--server", "SMSCentre.com:25"], "vendor's own service"),
        (["--server", "127.0.0.1:1", "--client", "true"], "--server or --client"),
        (["--server", "127.0.0.1:1", "--testee", "true"], "one at a time"),
        (["--server", "127.0.0.1:1", "--control", "127.0.0.1:2", "--settle", "1"], "--settle does nothing"),
        (["--control", "127.0.0.1:2"], "--server too"),
        (["--settle", "1"], "--server too"),
        (["--listen", "127.0.0.1:2"], "--server or --client too"),
        (["--server", "127.0.0.1:1", "--op", "segment"], "none of --op segment"),
        (["--client", "true", "--op", "encode_mail", "--op", "serve"], "none of --op serve"),
        (["--server", "127.0.0.1:1", "--settle", "nan"], "no number of seconds"),
        (["--server", "127.0.0.1:1", "--write-accounts", "x.json"], "goes without --server"),
        (["--client", ""], "empty"),
        (["--client", "a 'b"], "No closing quotation"),
        (["--write-accounts", "/nowhere/accounts.toml"], "/nowhere/accounts.toml"),
    ],
)
def test_wrong_usage(arguments: list[str], says: str) -> None:
    result = conformance(*arguments)
    assert result.exit_code == 2
    assert says in result.output


def test_what_it_needs_is_told() -> None:
    program = """
import sys
sys.modules["aiosmtpd"] = None
from smsmail.cli import main
for words in (["--client", "true"], ["--server", "127.0.0.1:1"], ["--write-accounts", "x"]):
    try:
        main(["conformance", *words])
    except SystemExit as end:
        assert end.code == 2
"""
    ended = subprocess.run([sys.executable, "-P", "-c", program], capture_output=True, text=True, check=True)
    assert ended.stderr.count("pip install 'smsmail[gateway]'") == 3
