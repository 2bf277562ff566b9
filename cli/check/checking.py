"""Checking the requests of one file."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from msgspec.structs import replace

from ...codec import DecodedMail, DecodeError, Diagnostic, check, check_mail, decode_mail, decode_request
from ...codec.hints.quick import silence
from ...codec.request.lines import without_line_breaks_around
from ...codec.syntax import DOMAIN
from ..reading.mails import Given, Source, given_of, with_true_size
from ..reading.texts import MARK, Unreadable, chunks_of, decoded, exact_encoding
from ..showing.findings import is_of_mail
from .checked import Checked, Silent
from .inputs import Remark
from .lines import Line, lines_of
from .selection import Selection, parted

if TYPE_CHECKING:
    from .fixes import Fixed
    from .in_place import Rewritten

Advance = Callable[[int], object]

Fix = Literal["fix", "diff"]
"""Whether the fixed text is wanted, or what fixes it."""

Rules = frozenset[str]

_SAID_BY_A_MAIL = "charset-needed"
"""This rule is for a line alone: a mail says which charset it is written in."""


class How(NamedTuple):
    """How requests are to be checked."""

    encoding: str = "utf-8"
    selection: Selection = Selection()
    fix: Fix | None = None
    with_psw: bool = False
    in_place: bool = False
    """Whether the fixed text is written back to its file, and nothing of it is shown."""
    explain: bool = False
    """Whether it is said what each accepted request is understood as."""
    now: datetime = datetime.now(UTC)
    domains: tuple[str, ...] = (DOMAIN,)
    """Where mails may go."""


class Output(NamedTuple):
    """A part of the fixed text, or of what fixes it."""

    shown: str
    """Of what file."""
    text: str
    encoding: str
    is_diff: bool = False
    octets: bytes | None = None
    """What stands for :attr:`text` where it is not for a terminal."""


Event = Checked | Silent | Output | Remark | Unreadable


def events_of(
    source: Source, how: How, advance: Advance = int, *, is_named: bool = True, is_alone: bool = False
) -> Iterator[Event]:
    """What is to be told of *source*, in its order; *advance* is told how many octets have been dealt with.

    A link is followed to be fixed in place only where it *is_named*. What a request is understood as is also said where
    it *is_alone*, the only one that was given.
    """
    if how.in_place and not is_named and os.path.islink(source.name):
        yield Remark(source.shown, "a link, which is fixed in place only where it is named")
        how = how._replace(fix=None, in_place=False)
    rules = how.selection.of(source.name)
    as_lines = source.forced == "lines"
    is_empty = True
    events = _of_lines(source, how, rules, advance) if as_lines else _of_file(source, how, rules, advance, is_alone)
    for event in events:
        is_empty = False
        yield event
    if is_empty:
        yield Remark(source.shown, f"no {'requests' if as_lines else 'mails'}")


def _of_file(source: Source, how: How, rules: Rules, advance: Advance, is_alone: bool) -> Iterator[Event]:
    for given in given_of(source, advance):
        if is_alone and isinstance(given, Given):
            # Not so each mail of a mailbox.
            how = how._replace(explain=how.explain or given.shown == source.shown)
        try:
            if isinstance(given, Unreadable):
                yield given
            elif given.is_mail:
                yield from _of_mail(source.shown, given, how, rules)
            else:
                yield from _of_text(source, given, how, rules)
        except Unreadable as error:
            yield error


def _of_text(source: Source, given: Given, how: How, rules: Rules) -> Iterator[Event]:
    """A request with line breaks around it; places hold for the file as it is."""
    encoding = exact_encoding(how.encoding, given.octets)
    whole = decoded(given.octets, given.shown, encoding)
    text = whole.removeprefix(MARK)
    mark = whole.removesuffix(text)
    request, at = without_line_breaks_around(text)
    before, after = text[:at], text[at + len(request) :]
    findings = check(request, now=how.now)
    if how.fix:
        result = _fixed(request, findings, rules, how, encoding)
        then = f"{mark}{before}{result.shown_after}{after}"
        if how.fix == "fix":
            if how.in_place and result.text != request:
                _write_back(source, given, then.encode(encoding), whole.encode(encoding))
                yield Remark(source.shown, "fixed")
            elif not how.in_place:
                yield Output(given.shown, then, encoding)
            request, text, findings = result.text, f"{before}{result.text}{after}", result.findings
        else:
            yield _difference(given.shown, f"{mark}{before}{result.shown_before}{after}", then, encoding)
    yield _told(_checked(given.shown, source.shown, text, _placed(findings, before), rules), request, how)


def _write_back(source: Source, given: Given, octets: bytes, read: bytes) -> None:
    from .in_place import rewriting

    if read != given.octets:
        raise Unreadable(f"{source.shown}: its encoding has other octets for the same text, so it is not written")
    with rewriting(source.name, source.shown) as rewritten:
        if Path(source.name).read_bytes() != read:
            raise Unreadable(f"{source.shown}: somebody else has changed it meanwhile, so it stays as it is")
        rewritten.add(read, octets)


def _told(checked: Checked, request: str | None, how: How, mail: DecodedMail | None = None) -> Checked:
    """*checked*, with what an accepted *request* is understood as where that is to be said."""
    if how.in_place:
        checked = checked._replace(is_hidden=True)
    if not how.explain or request is None or checked.ignored or checked.is_refused:
        return checked
    from .understood import understood

    return checked._replace(understood=understood(decode_request(request), request, how.now, mail))


def _of_mail(file: str, given: Given, how: How, rules: Rules) -> Iterator[Event]:
    findings = with_true_size(check_mail(given.octets, now=how.now, domains=how.domains), given)
    is_wanted = how.fix or how.explain or not all(map(is_of_mail, findings))
    mail = _mail_in(given.octets) if is_wanted else None
    request = mail and mail.text
    if how.in_place:
        yield Remark(given.shown, "a mail is not fixed in place; --fix alone prints its request")
    elif how.fix and request is not None:
        result = _fixed(request, check(request, now=how.now), rules, how, how.encoding)
        shown = f"{given.shown} (request)"
        if how.fix == "fix":
            yield Output(shown, f"{result.shown_after}\n", how.encoding)
            request = result.text
            left = (found for found in result.findings if found.rule != _SAID_BY_A_MAIL)
            findings = [*filter(is_of_mail, findings), *left]
        else:
            yield _difference(shown, f"{result.shown_before}\n", f"{result.shown_after}\n", how.encoding)
    yield _told(_checked(given.shown, file, request, findings, rules, is_mail=True), request, how, mail)


def _of_lines(source: Source, how: How, rules: Rules, advance: Advance) -> Iterator[Event]:
    """Each line that is not empty, a request by itself; lines are counted in the file."""
    before, after = list[str](), list[str]()
    is_silent = None if how.fix or how.explain else silence(how.now)
    chunks = chunks_of(source.name, source.shown, advance)
    try:
        with _rewriting(source, how) as rewritten:
            for line in lines_of(chunks, source.shown, how.encoding, is_silent):
                if isinstance(line, Unreadable):
                    raise line
                if isinstance(line, range):
                    yield Silent(source.shown, line)
                    continue
                text, is_request = line.text, bool(line.text.strip()) and not line.problem
                findings = check(text, now=how.now) if is_request else []
                if line.problem:
                    yield line.problem
                if how.fix:
                    result = _fixed(text, findings, rules, how, line.encoding, in_a_line=True)
                    if rewritten:
                        rewritten.add(line.whole(), line.whole(result.text))
                    elif how.fix == "fix":
                        yield _output(line, result.shown_after, how, source.shown)
                    else:
                        before.append(line.mark + result.shown_before + line.end)
                        after.append(line.mark + result.shown_after + line.end)
                    if how.fix == "fix":
                        text, findings = result.text, result.findings
                if is_request:
                    checked = _checked(source.shown, source.shown, text, findings, rules)
                    found = [replace(one, line=line.number) for one in checked.findings]
                    yield _told(checked._replace(findings=found, line=line.number), text, how)
        if rewritten and rewritten.differs:
            yield Remark(source.shown, "fixed")
    except Unreadable as error:
        yield error
    if before:
        yield _difference(source.shown, "".join(before), "".join(after), how.encoding)


def _rewriting(source: Source, how: How) -> "AbstractContextManager[Rewritten | None]":
    if not how.in_place:
        return nullcontext()
    from .in_place import rewriting

    return rewriting(source.name, source.shown)


def _fixed(
    text: str, findings: Sequence[Diagnostic], rules: Rules, how: How, encoding: str, *, in_a_line: bool = False
) -> "Fixed":
    from .fixes import fixed  # Few runs fix anything.

    may_stand = _may_stand(encoding, in_a_line=in_a_line)
    return fixed(text, findings, rules, may_stand, with_psw=how.with_psw or how.in_place, now=how.now)


def _difference(shown: str, before: str, after: str, encoding: str) -> Output:
    from .fixes import difference  # as above

    return Output(shown, difference(before, after, shown), encoding, is_diff=True)


def _output(line: Line, fixed: str, how: How, shown: str) -> Output:
    """The *line* as it is after its fixes; where nothing is hidden, in its own octets if there were none."""
    octets = line.whole() if how.with_psw and fixed == line.text else None
    return Output(shown, line.mark + fixed + line.end, line.encoding, octets=octets)


def _checked(
    shown: str, file: str, text: str | None, findings: Sequence[Diagnostic], rules: Rules, *, is_mail: bool = False
) -> Checked:
    kept, ignored = parted(findings, rules)
    return Checked(shown, file, text if kept else None, is_mail, kept, ignored)


def _placed(findings: Sequence[Diagnostic], before: str) -> Sequence[Diagnostic]:
    """*findings* in a request, with places that count what stands *before* it too."""
    if not before or not findings:
        return findings
    offset = len(before)
    lines = before.replace("\r\n", "\n").count("\n") + before.replace("\r\n", "").count("\r")
    return [
        replace(
            found,
            start=found.start + offset,
            end=found.end + offset,
            line=found.line + lines,
            fix=tuple(replace(edit, start=edit.start + offset, end=edit.end + offset) for edit in found.fix),
        )
        for found in findings
    ]


def _mail_in(octets: bytes) -> DecodedMail | None:
    try:
        return decode_mail(octets)
    except DecodeError:
        return None


def _may_stand(encoding: str, *, in_a_line: bool = False) -> Callable[[str], bool]:
    """Whether a fix may write a text: in the encoding, and where a line is a request, in one line."""

    def may_stand(text: str) -> bool:
        try:
            text.encode(encoding)
        except UnicodeEncodeError:
            return False
        return not in_a_line or not {"\n", "\r"} & {*text}

    return may_stand
