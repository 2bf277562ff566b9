"""Clients tested over SMTP: programs that are run once for each case, and send a mail, or should have."""

import json
import shlex
import sys
from pathlib import Path
from textwrap import dedent

import pytest
from click.testing import CliRunner
from click.testing import Result as Click

from smsmail.cli import main
from smsmail.conformance import Case, Policy, SessionLimits, load_cases, run, select
from smsmail.conformance.judge import Verdict
from smsmail.conformance.smtp import Clients
from smsmail.gateway.address import Address
from tests.support import ROOT

pytestmark = pytest.mark.process

CASES = select(load_cases(), ops=["encode_mail"])
HERE = Address("127.0.0.1", 0)
EXAMPLE = ROOT / "examples" / "clients" / "client.py"

ACCEPTED = "encode-mail/charset/utf-8"
REFUSED = "encode-mail/fit/number-sign-in-koi8-r"

# What every script begins with: the question, and how to send octets.
PREAMBLE = """
import json, os, smtplib, sys, time
asked = json.loads(sys.stdin.readline())

def send(mail, to=("send@send.smscentre.com",), sender="client@example.org"):
    with smtplib.SMTP(os.environ["SMSMAIL_HOST"], int(os.environ["SMSMAIL_PORT"]), local_hostname="client") as server:
        server.sendmail(sender, list(to), mail)

mes = asked["input"]["request"]["body"]["mes"]
mail = ('Content-Type: text/plain; charset="utf-8"\\r\\nContent-Transfer-Encoding: 8bit\\r\\n\\r\\n'
        "alex:psw::::79991234567:" + mes + "\\r\\n").encode()

"""


def of(*ids: str) -> list[Case]:
    return select(CASES, ids)


def verdicts(script: Path, cases: list[Case], limits: SessionLimits | None = None) -> list[Verdict]:
    # Without site packages, since it is started again and again.
    command = [sys.executable, "-I", "-S", str(script)]
    with Clients(command, HERE, limits or SessionLimits(answer=30)) as session:
        return [result.verdict for result in run(cases, session, session.hello(), Policy())]


@pytest.fixture
def script(tmp_path: Path) -> Path:
    return tmp_path / "client.py"


def judged(script: Path, body: str, case: str = ACCEPTED, limits: SessionLimits | None = None) -> Verdict:
    """The verdict on a client that does this."""
    script.write_text(PREAMBLE + dedent(body), "utf-8")
    (verdict,) = verdicts(script, of(case), limits)
    return verdict


# ---- Right ones


def test_a_client_that_sends_the_mail(script: Path) -> None:
    verdict = judged(script, "send(mail)")
    assert (verdict.outcome, verdict.observed) == ("passed", "as-expected")


def test_a_client_that_refuses_what_must_be_refused(script: Path) -> None:
    verdict = judged(script, "sys.exit('koi8-r has no such character')", REFUSED)
    assert (verdict.outcome, verdict.observed) == ("passed", "as-expected")


def test_what_it_is_told(script: Path) -> None:
    """The question of the testee protocol on standard input, in one line, and the case in the environment as well."""
    body = """
    assert asked == {
        "op": "encode_mail", "id": os.environ["SMSMAIL_CASE"], "input": asked["input"],
    }
    assert set(asked["input"]) == {"request", "charset"}
    assert asked["id"] == "encode-mail/charset/utf-8"
    assert sys.stdin.read() == ""
    send(mail)
    """
    verdict = judged(script, body)
    assert verdict.outcome == "passed", verdict.log


def test_a_client_that_cannot_do_what_is_asked(script: Path) -> None:
    verdict = judged(script, "print('no lists here', file=sys.stderr); sys.exit(77)")
    assert (verdict.outcome, verdict.reason) == ("skipped", "no lists here")


def test_a_client_that_leaves_the_sending_to_another_process(script: Path) -> None:
    body = """
    if os.fork() == 0:
        time.sleep(0.3)
        send(mail)
    """
    assert judged(script, body).outcome == "passed"


def test_the_example_passes_what_it_does_not_skip() -> None:
    cases = of("encode-mail/charset/utf-8", "encode-mail/invalid", "encode-mail/fit/number-sign-in-koi8-r")
    outcomes = [verdict.outcome for verdict in verdicts(EXAMPLE, cases)]
    assert set(outcomes) == {"passed", "skipped"}
    assert outcomes.count("passed") > outcomes.count("skipped")


def test_our_own_client(tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    result = conformance(
        *("--client", f"{shlex.quote(sys.executable)} -P -m smsmail.cli send --case", "--timeout", "60"),
        *("--case", "encode-mail/charset/utf-8", "--case", "encode-mail/fit/number-sign-in-koi8-r"),
        *("--case", "encode-mail/body/list-with-tail", "--json", str(report)),
    )
    assert result.exit_code == 0, result.output
    read = json.loads(report.read_text())
    assert read["testee"]["ops"] == ["encode_mail"]
    assert read["summary"]["total"]["passed"] == read["summary"]["cases"] == 3


def conformance(*arguments: str) -> Click:
    return CliRunner().invoke(main, ["conformance", *arguments], catch_exceptions=False)


# ---- Bad ones


@pytest.mark.parametrize(
    ("body", "observed", "reason"),
    [
        ("send(mail.replace(b'utf-8', b'koi8-r'))", "other-value", "says something else"),
        ("send(mail.replace(b'alex', b'alec'))", "other-value", "says something else"),
        ("send(mail.replace(b':79991234567', b''))", "other-value", "the reference codec refuses the mail"),
        ("send(mail.replace(b'\\r\\n\\r\\n', b'\\r\\nX: ' + b'x' * 1000 + b'\\r\\n\\r\\n'))", "other-value",
         "a line of 1003 octets"),
        ("send(mail + 100_000 * b'x\\r\\n')", "other-value", "and 100000 are allowed"),
        ("send(mail, ['sms@send.smscentre.com'])", "garbled", "it wrote to “sms@send.smscentre.com”"),
        ("send(mail, ['send@send.smscentre.com', 'me@example.org'])", "garbled", "me@example.org”, and not to"),
        ("send(mail); send(mail)", "garbled", "it sent 2 mails"),
        ("send(mail); sys.exit(3)", "garbled", "it sent one mail, and then ended with status 3"),
        ("sys.exit('not today')", "refused", "it refused what must be accepted"),
        ("raise ValueError('oops')", "refused", "it refused what must be accepted"),
        ("os.kill(os.getpid(), 9)", "crashed", "ended by signal 9"),
        ("sys.exit(127)", "crashed", "could not be run (exit status 127)"),
    ],
)  # fmt: skip
def test_bad_ones(script: Path, body: str, observed: str, reason: str) -> None:
    verdict = judged(script, body)
    assert (verdict.outcome, verdict.observed) == ("failed", observed)
    assert reason in verdict.reason


def test_a_client_that_sends_what_must_be_refused(script: Path) -> None:
    verdict = judged(script, "send(mail)", REFUSED)
    assert (verdict.outcome, verdict.observed) == ("failed", "accepted")


def test_a_client_that_claims_to_have_sent(script: Path) -> None:
    verdict = judged(script, "", limits=SessionLimits(answer=3))
    assert (verdict.outcome, verdict.observed) == ("failed", "garbled")
    assert "there was none" in verdict.reason


def test_a_client_that_hangs(script: Path) -> None:
    verdict = judged(
        script, "print('thinking', file=sys.stderr, flush=True); time.sleep(1000)", limits=SessionLimits(answer=3)
    )
    assert (verdict.outcome, verdict.observed, verdict.log) == ("failed", "hung", "thinking")


def test_what_a_refusal_said_is_shown(script: Path) -> None:
    verdict = judged(script, "print('much talk', file=sys.stderr); sys.exit('not today')")
    assert verdict.actual == {"error": {"code": None, "message": "not today"}}


def test_a_run_that_takes_too_long(script: Path) -> None:
    assert judged(script, "send(mail)", limits=SessionLimits(run=0)).observed == "not-asked"


def test_a_program_that_is_not_there() -> None:
    result = conformance("--client", "/nowhere/to/be/found")
    assert result.exit_code == 2
    assert "no test is possible: “/nowhere/to/be/found”: there is no such program" in result.output


def test_the_command_line(script: Path) -> None:
    """The report for people tells how to run a failing case again."""
    script.write_text(PREAMBLE + "sys.exit(1)", "utf-8")
    command = shlex.join([sys.executable, "-I", "-S", str(script)])
    result = conformance("--client", command, "--case", ACCEPTED)
    assert result.exit_code == 1
    assert f"Again: smsmail conformance --client {shlex.quote(command)} --last-failed" in result.output
