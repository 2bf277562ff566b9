"""``smsmail grammar``: the formal grammar of the protocol, as it is written and as what is derived from it."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

import click

from ..grammar import FORMS, NAMES, TERMINALS, source
from ..grammar.abnf import name_of, render
from ..grammar.dialects import DIALECTS, CannotSay, Dialect
from ..grammar.syntax import Definition, NotBefore, definitions
from .usage import Failed, refuse_if

_LINES = ("request", "reply", "content")
"""The grammars of what is accepted, which with the terminals that they need are a whole."""


def _known_rule(context: click.Context, parameter: click.Parameter, name: str | None) -> Definition | None:
    """The rule or terminal of that name, which may be spelled as in the diagrams and in the ABNF."""
    if name is None:
        return None
    known = {_spelling(one.name): one for one in definitions().values()} | definitions()
    found = known.get(name) or known.get(_spelling(name))
    if not found:
        close = dict.fromkeys(known[one].name for one in get_close_matches(_spelling(name), known, cutoff=0.7))
        hint = f"Did you mean {' or '.join(close)}?" if close else "`smsmail grammar` prints them all."
        raise click.BadParameter(f"The grammar has no rule {name!r}. {hint}", context, parameter)
    return found


def _spelling(name: str) -> str:
    return name_of(name).casefold()


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(NAMES), metavar="[NAME]…")
@click.option(
    "--as",
    "form",
    type=click.Choice(["lark", "abnf", "regex", "svg"]),
    default="lark",
    show_default=True,
    help="The source, ABNF, the derived expressions, or railroad diagrams.",
)
@click.option(
    "--dialect",
    type=click.Choice([*DIALECTS]),
    default="python",
    show_default=True,
    help="Whose expressions (--as regex).",
)
@click.option("--rule", "--form", "rule", callback=_known_rule, metavar="RULE", help="Only this rule or terminal.")
@click.option(
    "-o",
    "folder",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the diagrams go, one file each.",
)
def grammar(names: tuple[str, ...], form: str, dialect: str, rule: Definition | None, folder: Path | None) -> None:
    """Print the grammar: all of it, the files NAME (terminals, request, canonical, reply, content), or one rule.

    Each rule carries the clause that it states and the readings that it follows. What is derived from the grammar is
    by default that of request, reply and content, with the terminals that they need.

    \b
    Examples:
      smsmail grammar request
      smsmail grammar --rule recipients
      smsmail grammar --as abnf > smsmail.abnf
      smsmail grammar --as regex --dialect re2 --form clean
      smsmail grammar --as svg -o diagrams
      smsmail grammar --as svg --rule options > options.svg
    """
    refuse_if(rule and names, "A rule is found in whatever file it stands: give NAME or --rule, not both.")
    if folder and form != "svg":
        raise click.UsageError(f"-o is for diagrams (--as svg). What --as {form} prints goes to a file with `> FILE`.")
    refuse_if(dialect != "python" and form != "regex", "--dialect is for expressions: --as regex.")
    if form == "svg":
        _draw(names, rule, folder)
    elif form == "regex":
        click.echo("\n".join(_expressions(names, rule, DIALECTS[dialect])), nl=False)
    elif rule:
        click.echo(_abnf_of(rule) if form == "abnf" else _lark_of(rule), nl=False)
    else:
        click.echo(render(names or _LINES) if form == "abnf" else _lark(names), nl=False)


def _lark(names: tuple[str, ...]) -> str:
    return "\n".join(f"// ======== {name}.lark\n\n{source(name)}" for name in names or NAMES)


def _lark_of(rule: Definition) -> str:
    """The definition, with the comment above it and the lines that it goes on in."""
    # A definition begins with its name, an alternative on a line of its own with a bar.
    begins = rf"[?!]?{re.escape(rule.name)}(?:\.\d+)?[ \t]*:"
    found = re.search(rf"(?m)^(?://.*\n)*{begins}.*\n(?:[ \t]+\|.*\n)*", source(rule.file))
    assert found, "what has been read from a file is in it"
    return found[0]


def _comment(rule: Definition) -> str:
    """What stands above the definition; of the clean form the tests that no expression can make."""
    return "".join(f"#{line[2:]}\n" for line in _lark_of(rule).splitlines() if line.startswith("//"))


def _abnf_of(rule: Definition) -> str:
    if isinstance(rule.node, NotBefore):
        raise Failed(f"{rule.name} says what may not follow a value, which ABNF cannot; see --as lark.")
    # One definition a paragraph, its comment first.
    paragraphs = render((rule.file,)).rstrip("\n").split("\n\n")
    return next(one for one in paragraphs if f"\n{name_of(rule.name)} = " in one) + "\n"


def _expressions(names: tuple[str, ...], rule: Definition | None, dialect: Dialect) -> Iterator[str]:
    """The expressions of the files, or of the forms, or of *rule*, each below what it rests on."""
    every = FORMS | TERMINALS
    if rule and rule.name not in every:
        raise Failed(
            f"There is no expression for {rule.name} alone: they are for terminals, "
            f"and for what is matched as a whole, {', '.join(FORMS)}."
        )
    wanted = [one for one in every if definitions()[one].file in names] if names else [*FORMS]
    if dialect is not DIALECTS["python"]:
        yield f"# {dialect.title}, for a whole text: {dialect.whole}\n"
    for name in [rule.name] if rule else wanted:
        basis = f"{_comment(definitions()[name])}# {name}: {', '.join(definitions()[name].basis)}\n"
        try:
            yield f"{basis}{_said(name, dialect)}\n"
        except CannotSay as error:
            if rule:
                instead = _INSTEAD if name in FORMS else ""
                raise Failed(f"There is no expression for {name}: {error}.{instead}") from error
            yield f"{basis}# none: {error}\n"


_INSTEAD = (
    " `clean`, and what it is made of, is written for every engine; `smsmail grammar clean` says what it leaves out."
)


def _said(name: str, dialect: Dialect) -> str:
    if dialect is DIALECTS["python"]:
        return (FORMS | TERMINALS)[name]
    from ..grammar.derive import form, terminal  # Python's are derived already.

    return (form if name in FORMS else terminal)(name, dialect)


def _draw(names: tuple[str, ...], rule: Definition | None, folder: Path | None) -> None:
    if not rule and not folder:
        raise click.UsageError("There is a diagram for each rule: say where they go with -o DIR, or which with --rule.")
    if rule and isinstance(rule.node, NotBefore):
        raise Failed(f"{rule.name} says what may not follow a value; there is nothing to draw.")
    pictures = list(_pictures(names or _LINES, rule))
    if folder is None:
        click.echo("".join(picture for _, picture in pictures), nl=False)
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, picture in pictures:
            (folder / f"{name}.svg").write_text(picture, encoding="utf-8")
    except OSError as error:
        raise Failed(f"{click.format_filename(error.filename or folder)}: {error.strerror}") from error


def _pictures(files: tuple[str, ...], rule: Definition | None) -> Iterator[tuple[str, str]]:
    """The diagrams with their names: that of *rule*, or those of all rules that a reader of the files looks up."""
    try:
        from ..grammar.railroad import documented, draw  # Needs a package that nothing else needs.
    except ModuleNotFoundError as error:
        if error.name != "railroad":
            raise
        raise Failed("Diagrams need the package railroad-diagrams: pip install 'smsmail[diagrams]'") from error
    if rule:
        yield name_of(rule.name), draw(rule)
    else:
        yield from ((name_of(one.name), draw(one, link=True)) for one in documented(files))
