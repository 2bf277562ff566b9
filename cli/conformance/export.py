"""`smsmail conformance export`: the corpus as plain files."""

from pathlib import Path

import click

from ...conformance.escape import escape
from ...conformance.export import CannotExport, export
from ..usage import Failed


@click.command("export")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--force", is_flag=True, help="Write into a folder that is not empty, over an earlier export for instance."
)
def export_corpus(folder: Path, force: bool) -> None:
    """Write the corpus to DIR as plain files: cases, mails, schemas, clauses and readings.

    Its index.json has the version of the corpus, the number of cases, and the SHA-256 of each file. No Python is needed
    to use them; README.md explains the files.

    With --force, files of an earlier export that the corpus no longer has are removed as far as nobody changed them, and
    other files stay. Nothing is written through a symbolic link.

    \b
    Examples:
      smsmail conformance export corpus
      smsmail conformance export --force vendor/smsmail-corpus

    \b
    Exit status:
      0  written
      2  wrong usage, or a folder that cannot be written to
    """
    try:
        index = export(folder, force=force)
    except CannotExport as error:
        remedy = "" if force or not folder.is_dir() else ": name another folder, or write into this one with --force"
        raise Failed(escape(str(error)) + remedy) from error
    click.echo(f"corpus {index['version']}: {index['cases']} cases in {len(index['files'])} files written to {folder}")
