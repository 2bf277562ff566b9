"""How often each rule was broken."""

from collections import Counter

from ...codec import RULES


def table(broken: Counter[str]) -> str:
    """A line for each rule, the most frequent first."""
    rows = sorted(broken.items(), key=lambda row: (-row[1], row[0]))
    width = max(map(len, broken))
    return "\n".join(
        f"{count:>8}  {RULES[code].severity:7}  {code:{width}}  {RULES[code].says}" for code, count in rows
    )
