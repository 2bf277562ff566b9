"""Checking the requests of one file."""

from collections.abc import Callable, Iterator, Sequence
from typing import Literal, NamedTuple

from msgspec.structs import replace

from ...codec import DecodeError, Diagnostic, check, check_mail, decode_mail
from ..reading.mails import Given, Source, given_of, with_true_size
from ..reading.texts import Unreadable, chunks_of, text_of, without_line_breaks_around
from ..showing.findings import is_of_mail
from .checked import Checked
from .inputs import Nothing
from .lines import lines_of
from .selection import Selection, parted

Advance = Callable[[int], object]

Mend = Literal["fix", "diff"]
"""Whether the mended text is wanted, or what mends it."""


Rules = frozenset[str]

_SAID_BY_A_MAIL = "charset-needed"
"""This rule is for a line alone: a mail says which charset it is written in."""


class How(NamedTuple):
    """How requests are to be checked."""

    encoding: str = "utf-8"
    selection: Selection = Selection()
    mend: Mend | None = None
    with_psw: bool = False


class Output(NamedTuple):
    """A part of the mended text, or of what mends it."""

    shown: str
    """Of what file."""
    text: str
    is_diff: bool = False


Event = Checked | Output | Nothing | Unreadable


def events_of(source: Source, how: How, advance: Advance = int) -> Iterator[Event]:
    """What is to be told of *source*, in its order; *advance* is told how many octets have been dealt with."""
    rules = how.selection.of(source.name)
    as_lines = source.forced == "lines"
    is_empty = True
    for event in (_of_lines if as_lines else _of_file)(source, how, rules, advance):
        is_empty = False
        yield event
    if is_empty:
        yield Nothing(source.shown, "requests" if as_lines else "mails")


def _of_file(source: Source, how: How, rules: Rules, advance: Advance) -> Iterator[Event]:
    for given in given_of(source, advance):
        try:
            if isinstance(given, Unreadable):
                yield given
            elif given.is_mail:
                yield from _of_mail(source.shown, given, how, rules)
            else:
                yield from _of_text(source.shown, given, how, rules)
        except Unreadable as error:
            yield error


def _of_text(file: str, given: Given, how: How, rules: Rules) -> Iterator[Event]:
    """A request with line breaks around it; places hold for the file as it is."""
    text = text_of(given.octets, given.shown, how.encoding)
    request, at = without_line_breaks_around(text)
    before, after = text[:at], text[at + len(request) :]
    findings = check(request)
    if how.mend:
        mend = _mended(request, findings, how, rules)
        yield _output(mend, how, given.shown, _mark_of(given.octets, how.encoding) + before, after)
        if how.mend == "fix":
            text, findings = f"{before}{mend.text}{after}", mend.findings
    yield _checked(given.shown, file, text, _placed(findings, before), rules)


def _of_mail(file: str, given: Given, how: How, rules: Rules) -> Iterator[Event]:
    findings = with_true_size(check_mail(given.octets), given)
    is_wanted = how.mend or not all(map(is_of_mail, findings))
    request = _request_in(given.octets) if is_wanted else None
    if how.mend and request is not None:
        mend = _mended(request, check(request), how, rules)
        yield _output(mend, how, f"{given.shown} (request)", after="\n")
        if how.mend == "fix":
            request = mend.text
            left = (found for found in mend.findings if found.rule != _SAID_BY_A_MAIL)
            findings = [*filter(is_of_mail, findings), *left]
    yield _checked(given.shown, file, request, findings, rules, is_mail=True)


def _of_lines(source: Source, how: How, rules: Rules, advance: Advance) -> Iterator[Event]:
    """Each line that is not empty, a request by itself; lines are counted in the file."""
    before, after = list[str](), list[str]()
    chunks = chunks_of(source.name, source.shown, advance)
    for line in lines_of(chunks, source.shown, how.encoding):
        if isinstance(line, Unreadable):
            yield line
            continue
        text, findings = line.text, check(line.text) if line.text.strip() else []
        if how.mend:
            mend = _mended(text, findings, how, rules, in_a_line=True)
            if how.mend == "fix":
                yield _output(mend, how, source.shown, after=line.end)
                text, findings = mend.text, mend.findings
            else:
                before.append(mend.shown_before + line.end)
                after.append(mend.shown_after + line.end)
        if line.text.strip():
            checked = _checked(source.shown, source.shown, text, findings, rules)
            found = [replace(one, line=line.number) for one in checked.findings]
            yield checked._replace(findings=found, line=line.number)
    if before:
        yield _output(_Mended("", (), "".join(before), "".join(after)), how, source.shown)


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


def _request_in(mail: bytes) -> str | None:
    try:
        return decode_mail(mail).text
    except DecodeError:
        return None


# ---- Mends


class _Mended(NamedTuple):
    text: str
    findings: Sequence[Diagnostic]
    """What is left to be said of it."""
    shown_before: str
    shown_after: str
    """The texts before and after, as they may be shown."""


def _mended(
    request: str, findings: Sequence[Diagnostic], how: How, rules: Rules, *, in_a_line: bool = False
) -> _Mended:
    from ..showing.masking import masked  # Few runs write a request.
    from .fixes import mended

    def may_stand(text: str) -> bool:
        """Whether a mend may write *text*: in the encoding, and where a line is a request, in one line."""
        try:
            text.encode(how.encoding)
        except UnicodeEncodeError:
            return False
        return not in_a_line or not {"\n", "\r"} & {*text}

    text, left = mended(request, findings, rules, may_stand)
    if how.with_psw:
        return _Mended(text, left, request, text)
    return _Mended(text, left, masked(request, findings), masked(text, left))


def _output(mend: _Mended, how: How, shown: str, before: str = "", after: str = "") -> Output:
    """What *mend* makes of the text called *shown*; what stands *before* and *after* it is as it was."""
    first, then = (f"{before}{one}{after}" for one in (mend.shown_before, mend.shown_after))
    if how.mend == "fix":
        return Output(shown, then)
    from .fixes import difference

    return Output(shown, difference(first, then, shown), is_diff=True)


def _mark_of(octets: bytes, encoding: str) -> str:
    """The byte order mark in front, unless the encoding itself writes it."""
    try:
        return "\ufeff" if octets.startswith("\ufeff".encode(encoding)) else ""
    except UnicodeEncodeError:
        return ""
