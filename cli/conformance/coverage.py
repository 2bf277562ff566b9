"""`smsmail conformance coverage`: which cases pin which clause, reading and number."""

import json
from collections.abc import Iterable
from typing import Any

import click
import msgspec

from ...conformance import Case, load_cases
from ...conformance.corpus import LEVELS
from ...conformance.coverage import SIDES, Boundary, Coverage, RuleRow, gaps, load_coverage, trace
from ..showing import lines, paragraph


@click.command("coverage")
@click.argument("rules", nargs=-1, metavar="[RULE]...")
@click.option("--json", "as_json", is_flag=True, help="As JSON, with the ids of all cases.")
@click.pass_context
def show_coverage(context: click.Context, rules: tuple[str, ...], as_json: bool) -> None:
    """Show which cases pin which clause and which reading, accepting and refusing.

    With the ids of clauses or readings, show each with its cases and with the numbers in it.

    \b
    Examples:
      smsmail conformance coverage
      smsmail conformance coverage C-ID R-IDNUM
      smsmail conformance coverage --json

    \b
    Exit status:
      0  all rules have both sides, or a reason why they have not
      1  something is missing
      2  wrong usage
    """
    cases, coverage = load_cases(), load_coverage()
    rows = trace(cases, coverage.exceptions)
    chosen = _chosen(rows, rules)
    if as_json:
        click.echo(json.dumps(_as_json(chosen, coverage, bool(rules)), indent=1))
    elif rules:
        for row in chosen:
            _show_rule(row, [boundary for boundary in coverage.boundaries if row.rule in boundary.rules])
    else:
        _show_table(rows, cases, coverage)
    missing = gaps(cases, coverage)
    for gap in missing:
        click.echo(f"Missing: {gap}", err=True)
    context.exit(1 if missing else 0)


def _chosen(rows: list[RuleRow], rules: tuple[str, ...]) -> list[RuleRow]:
    known = {row.rule: row for row in rows}
    unknown = [rule for rule in rules if rule.upper() not in known]
    if unknown:
        raise click.UsageError(
            f"{unknown[0]!r} is no clause and no reading; `smsmail conformance coverage` lists them all"
        )
    return [known[rule.upper()] for rule in rules] or rows


def _as_json(rows: list[RuleRow], coverage: Coverage, is_part: bool) -> dict[str, Any]:
    rules = {row.rule for row in rows}
    boundaries = [one for one in coverage.boundaries if not is_part or rules.intersection(one.rules)]
    return {"rules": [_row(row) for row in rows], "boundaries": msgspec.to_builtins(boundaries)}


def _row(row: RuleRow) -> dict[str, Any]:
    return {
        "rule": row.rule,
        "level": row.level,
        **{side: row.of(side) for side in SIDES},
        "exception": row.lack.why if row.lack else None,
    }


def _show_table(rows: list[RuleRow], cases: list[Case], coverage: Coverage) -> None:
    click.echo(f"{'rule':<16}{'level':<18}{'accepted':>8}{'refused':>9}")
    for row in rows:
        counts = [str(len(row.of(side))) if row.of(side) else "-" for side in SIDES]
        why = f"  {row.lack.why}" if row.lack else ""
        click.echo(f"{row.rule:<16}{_levels(row.level):<18}{counts[0]:>8}{counts[1]:>9}{why}")
    click.echo()
    click.echo(f"{len(rows)} rules, {len(cases)} cases, {len(coverage.boundaries)} numbers with the cases around them")


def _levels(text: str) -> str:
    """The levels that the text of a reading's level names, most binding first."""
    return ", ".join(level for level in LEVELS if level in text)


def _show_rule(row: RuleRow, boundaries: Iterable[Boundary]) -> None:
    click.secho(row.rule, bold=True)
    click.echo(f"Binding: {row.level}.")
    paragraph("Says", row.text)
    for side in SIDES:
        lines(side.capitalize(), row.of(side) or [f"none: {row.lack.why}" if row.lack else "none"])
    for boundary in boundaries:
        lines(f"{boundary.of}: {boundary.number}", _around(boundary))
    click.echo()


def _around(boundary: Boundary) -> Iterable[str]:
    for number, side in boundary.sides.items():
        yield f"{number}: {side if isinstance(side, str) else ', '.join(side)}"
