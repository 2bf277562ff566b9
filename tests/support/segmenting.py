"""``smsmail segments`` in this process."""

from click.testing import CliRunner, Result

from smsmail.cli import main

SHOP = "Оплата прошла — спасибо"


def run(*arguments: str, stdin: str | bytes = "", columns: int = 80) -> Result:
    environment = {"COLUMNS": str(columns), "NO_COLOR": ""}
    return CliRunner().invoke(main, ["segments", *arguments], input=stdin, env=environment, catch_exceptions=False)


def lines(*arguments: str, stdin: str | bytes = "", columns: int = 80) -> list[str]:
    result = run(*arguments, stdin=stdin, columns=columns)
    assert result.exit_code == 0
    return result.stdout.splitlines()


def said(*arguments: str) -> str:
    """The output as one line, wherever it is wrapped."""
    return " ".join(line.strip() for line in lines(*arguments))


def units(text: str, encoding: str) -> int:
    return len(text) + text.count("€") if encoding == "gsm7" else len(text.encode("utf-16-le")) // 2
