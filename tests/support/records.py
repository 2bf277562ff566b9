"""Finished runs to report on, without a testee: answers that are judged here."""

from smsmail.conformance import Case, Policy, Record, Tally, judge
from smsmail.conformance.protocol import Answer, Hello, NoAnswer, Ok, Refusal, Skip
from smsmail.conformance.results import result
from tests.support.fakes import make_case

# Everything that could be taken for markup, a terminal's command, or a piece of the report.
NASTY = (
    "[bold red]x[/] [link=http://x]y[/link] :smile: \x1b[2J\x1b]0;title\x07 \x9b31m \r\x08 \u202e \ud800"
    ' ]]> </failure><testcase name=\'forged\'/> &amp; \x00 \ufffe \n{"outcome": "passed"} \u05e9\u05dc\u05d5\u05dd:1'
    "\n::error::forged \n##[group]forged ##vso[task.complete]forged ##teamcity[forged]"
    "\n</code></pre></details></script><script>document.title = 'forged'; console.error('forged')</script>"
    "<img src=x onerror=\"console.error('forged')\"><style>*{display:none}</style> --> ' \" onload='x()'"
    "\n\n# forged\n| a | b |\n|---|---|\n`a` ``b`` ```\n~~~\n**b** _i_ [l](http://x) ![p](http://x/p.png) @user #1"
    " www.example.com https://example.com <https://example.com> {{ 7 * 7 }} ${7} %s &#60;b&#62;"
)
HELLO = Hello(f"fake {NASTY}", "1", f"Python {NASTY}", ("decode_request",))


def right(case: Case) -> Answer:
    return Ok(case.expect["ok"])


def make_record(answers: list[tuple[Case, Answer]], policy: Policy | None = None, *problems: str) -> Record:
    policy = policy or Policy()
    results = [result(case, judge(case, answer), policy) for case, answer in answers]
    tally = Tally(list(problems))
    for one in results:
        tally.add(one)
    return Record(HELLO, policy, results, tally, 0.5)


def mixed_record() -> Record:
    known = frozenset({"request/topic/case-005", "request/topic/case-006"})
    cases = [make_case(number) for number in range(9)]
    return make_record(
        [
            (cases[0], right(cases[0])),
            (cases[1], Refusal(1, NASTY)),
            (cases[2], Ok({NASTY: NASTY})),
            (cases[3], NoAnswer("crashed", f"it wrote {NASTY}", NASTY)),
            (cases[4], Skip(NASTY)),
            (cases[5], Refusal(None, "")),
            (cases[6], right(cases[6])),
            (make_case(7, level="should"), Refusal(None, "")),
            (make_case(8, level="may"), Refusal(None, "")),
        ],
        Policy(known=known),
        "a problem of the whole",
    )
