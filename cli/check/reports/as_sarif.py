"""SARIF 2.1.0, which code scanning and editors read, written piece by piece.

Nothing of a request is in it but what a fix writes; a fix that would write a secret is left out, since asterisks in
its place would end up in the file.
"""

from collections import Counter
from hashlib import sha256
from urllib.parse import quote

import click

from smsmail import SPECIFICATION, __version__
from smsmail.versions import CORPUS

from ....codec import RULES, Diagnostic
from ....codec.masking import Masking
from ...showing import harmless
from ...showing.findings import message_of
from ..checked import Checked
from .base import BaseReport, encoded
from .places import Places, place_in_mail

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"

_Members = dict[str, object]


class SarifReport(BaseReport):
    """A log of one run. Its tool comes last, for only then it is known which rules were broken."""

    def __init__(self, *, notes: bool, quiet: bool) -> None:
        super().__init__(notes=notes, quiet=quiet)
        self._is_first = True
        self._rules: dict[str, int] = {}
        self._unreadable: list[str] = []

    def begin(self) -> None:
        run = '{"columnKind": "unicodeCodePoints", "results": ['
        click.echo(f'{{"$schema": "{_SCHEMA}", "version": "2.1.0", "runs": [{run}', nl=False)

    def add(self, checked: Checked) -> None:
        found, _ = self.counted(checked)
        if not found:
            return
        request = _Request(checked)
        for one in found:
            index = self._rules.setdefault(one.rule, len(self._rules))
            result = encoded(request.result(one, index))
            click.echo((b"\n" if self._is_first else b",\n") + result, nl=False)
            self._is_first = False

    def unreadable(self, message: str) -> None:
        super().unreadable(message)
        self._unreadable.append(harmless(message))

    def end(self) -> None:
        driver = {
            "name": "smsmail",
            "version": __version__,
            "properties": {"specification": SPECIFICATION, "corpus": CORPUS},
            "rules": [_descriptor(code) for code in self._rules],
        }
        notices = [{"level": "error", "message": {"text": message}} for message in self._unreadable]
        invocation = {"executionSuccessful": not notices, "toolExecutionNotifications": notices}
        tool, invocations = encoded({"driver": driver}), encoded([invocation])
        click.echo(b'\n], "tool": %b, "invocations": %b}]}' % (tool, invocations))


class _Request:
    """What the results of one request share."""

    def __init__(self, checked: Checked) -> None:
        self._checked = checked
        self._places = Places(checked)
        self._masking = Masking(checked.text or "")
        self._artifact: _Members = {"uri": _uri(checked.file)}
        self._seen: Counter[tuple[str, str]] = Counter()

    def result(self, found: Diagnostic, rule_index: int) -> _Members:
        message = f"{harmless(message_of(found, self._masking))}. Expected: {found.expected}. {found.remedy}"
        if self._checked.is_mail:
            message = f"{harmless(self._checked.shown)}, {place_in_mail(found)}: {message}"
        return {
            "ruleId": found.rule,
            "ruleIndex": rule_index,
            "level": found.severity,
            "message": {"text": message},
            "locations": [self._location(found)],
            "partialFingerprints": {"place/v1": self._fingerprint(found)},
            **self._fixes(found),
        }

    def _location(self, found: Diagnostic) -> _Members:
        physical: _Members = {"artifactLocation": self._artifact}
        if not self._checked.is_mail:
            physical["region"] = self._region(found.start, found.end)
        member = {"logicalLocations": [{"fullyQualifiedName": found.field, "kind": "member"}]} if found.field else {}
        return {"physicalLocation": physical, **member}

    def _region(self, start: int, end: int) -> dict[str, int]:
        line, column, end_line, end_column = self._places.region(start, end)
        region = {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}
        if self._checked.line is None:  # Of a line among others it is not known where in the file it begins.
            region |= {"charOffset": start, "charLength": end - start}
        return region

    def _fixes(self, found: Diagnostic) -> _Members:
        if not found.fix or self._checked.is_mail or self._masking.edits(found.fix) != found.fix:
            return {}
        replacements = [
            {"deletedRegion": self._region(edit.start, edit.end), "insertedContent": {"text": edit.text}}
            for edit in found.fix
        ]
        change: _Members = {"artifactLocation": self._artifact, "replacements": replacements}
        return {"fixes": [{"description": {"text": found.remedy}, "artifactChanges": [change]}]}

    def _fingerprint(self, found: Diagnostic) -> str:
        """What stays the same while something else changes; it is made of no part of the request."""
        place = (found.rule, found.field)
        self._seen[place] += 1
        parts = (self._checked.name, *place, str(self._seen[place]))
        return sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:32]


def _descriptor(code: str) -> _Members:
    rule = RULES[code]
    basis: _Members = {"clause": rule.clause, "reading": rule.reading, "error": rule.error}
    return {
        "id": code,
        "shortDescription": {"text": _sentence(rule.says)},
        "fullDescription": {"text": f"{_sentence(rule.says)} Expected: {rule.expected}."},
        "help": {"text": rule.remedy},
        "defaultConfiguration": {"level": rule.severity},
        "properties": {name: value for name, value in basis.items() if value is not None},
    }


def _sentence(says: str) -> str:
    return f"{says[:1].upper()}{says[1:]}."


def _uri(file: str) -> str:
    """A path as it is, relative or not; what stands for standard input likewise."""
    return ("file://" if file.startswith("/") else "") + quote(file, errors="replace")
