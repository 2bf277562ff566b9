"""`smsmail conformance init`: a testee to begin with."""

import shlex
from pathlib import Path

import click

from ...conformance.escape import escape
from ...conformance.skeleton import LANGUAGES, Language, skeleton
from ..usage import Failed


@click.command("init")
@click.argument("language", type=click.Choice(LANGUAGES, case_sensitive=False))
@click.argument("place", metavar="[FILE|DIR]", default=".", type=click.Path(path_type=Path))
def write_skeleton(language: Language, place: Path) -> None:
    """Write a testee in LANGUAGE that answers one operation, to be filled with calls of your own code.

    What it does not offer yet is reported as skipped. A file that is there is never written over. The one for the shell
    needs jq 1.6, that for Java needs Java 17 and no library; that for C# (.NET 10) has not been tried.

    \b
    Examples:
      smsmail conformance init javascript
      smsmail conformance init php tests/testee.php

    \b
    Exit status:
      0  written
      2  wrong usage, or a file that cannot be written
    """
    name, program, content = skeleton(language)
    file = place / name if place.is_dir() else place
    try:
        with file.open("xb") as made:
            made.write(content)
    except FileExistsError:
        raise Failed(escape(f"{file} is there already and stays as it is; name another file")) from None
    except OSError as error:
        raise Failed(escape(f"{file}: {error.strerror}")) from None
    click.echo(f"{escape(str(file))} answers decode_reply and skips the rest. Now run")
    testee = shlex.join([*program.split(), str(file)])
    click.echo(f"  {escape(shlex.join(['smsmail', 'conformance', '--testee', testee]))}")
    click.echo("and put your own code in its place: docs/testing.md is the guide.")
