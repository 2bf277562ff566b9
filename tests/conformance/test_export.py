"""An export is the whole corpus, can be checked and used without Python, and destroys nothing."""

import hashlib
import json
import os
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from smsmail.cli import main
from smsmail.conformance import load_cases
from smsmail.fixtures import ROOT as CORPUS
from tests.support import ROOT
from tests.support.each import each
from tests.support.interpreters import interpreter

CASES = load_cases()


def export(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["conformance", "export", *map(str, arguments)])


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An export in which nothing is changed."""
    folder = tmp_path_factory.mktemp("export") / "made" / "corpus"
    result = export(folder)
    assert result.exit_code == 0, result.output
    assert f"{len(CASES)} cases" in result.output
    return folder


@pytest.fixture
def exported(kept: Path, tmp_path: Path) -> Path:
    return shutil.copytree(kept, tmp_path / "corpus")


def index_of(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "index.json").read_text("utf-8"))


def files_in(folder: Path) -> set[str]:
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}


def test_it_has_every_file_of_the_corpus_and_no_python(kept: Path) -> None:
    here = {
        file.relative_to(ROOT / "fixtures").as_posix()
        for file in (ROOT / "fixtures").rglob("*")
        if file.is_file() and file.suffix not in {".py", ".pyc"} and file.name != "py.typed"
    }
    assert files_in(kept) == here | {"index.json", ".gitattributes"}
    assert (kept / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()
    for path in here:
        assert (kept / path).read_bytes() == CORPUS.joinpath(*path.split("/")).read_bytes(), path


def test_git_leaves_the_mails_alone(kept: Path) -> None:
    assert (kept / ".gitattributes").read_text("utf-8") == "*.eml -text\n"


def test_the_index_names_each_file_and_counts_the_cases(kept: Path) -> None:
    index = index_of(kept)
    assert {file["path"] for file in index["files"]} == files_in(kept) - {"index.json"}
    for file in index["files"]:
        content = (kept / file["path"]).read_bytes()
        assert (file["octets"], file["sha256"]) == (len(content), hashlib.sha256(content).hexdigest()), file["path"]
        assert ("cases" in file) == (file["path"].startswith("cases/") and file["path"].endswith(".json")), file["path"]
    assert index["cases"] == sum(file.get("cases", 0) for file in index["files"]) == len(CASES)
    assert index["ops"] == Counter(case.op for case in CASES)
    assert index["levels"] == Counter(case.level for case in CASES)
    assert (index["name"], index["license"], index["protocol"]) == ("smsmail-corpus", "MIT", 1)


def test_the_version_is_the_newest_of_the_changelog(kept: Path) -> None:
    headings = [line[3:] for line in (kept / "CHANGELOG.md").read_text("utf-8").split("\n") if line.startswith("## ")]
    assert index_of(kept)["version"] == (kept / "VERSION").read_text("utf-8").strip() == headings[0]


def test_the_exported_cases_agree_with_the_exported_schema(kept: Path) -> None:
    schema = json.loads((kept / "schema" / "case.schema.json").read_text("utf-8"))
    validator = Draft202012Validator(schema)
    assert validator.is_valid(json.loads((kept / "cases" / "request" / "id.json").read_text("utf-8")))  # pyright: ignore[reportUnknownMemberType]


def verified(folder: Path) -> "subprocess.CompletedProcess[str]":
    script = str(Path(__file__).with_name("verify_export.mjs"))
    command = [interpreter("node"), script, str(folder)]
    return subprocess.run(command, check=False, capture_output=True, text=True, encoding="utf-8")


def test_javascript_can_check_and_read_it(exported: Path) -> None:
    good = verified(exported)
    assert (good.returncode, good.stderr) == (0, "")
    assert good.stdout.startswith(f"{len(CASES)} cases in ")
    (exported / "cases" / "request" / "id.json").write_text('{"cases": []}', "utf-8")
    (exported / "stray.txt").write_text("", "utf-8")
    bad = verified(exported)
    assert bad.returncode == 1
    assert "cases/request/id.json has another SHA-256" in bad.stderr
    assert "stray.txt is not in the index" in bad.stderr


def test_the_shell_can_check_it_as_the_readme_says(exported: Path) -> None:
    for needed in ("jq", "sha256sum"):
        interpreter(needed)
    [line] = [line for line in (exported / "README.md").read_text("utf-8").split("\n") if "sha256sum --check" in line]
    command = [interpreter("sh"), "-c", line]
    assert subprocess.run(command, cwd=exported, check=False, capture_output=True).returncode == 0
    (exported / "VERSION").write_text("9\n", "utf-8")
    changed = subprocess.run(command, cwd=exported, check=False, capture_output=True, text=True)
    assert changed.returncode != 0
    assert "VERSION" in changed.stdout


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    kept = tmp_path / "kept.txt"
    kept.write_text("mine", "utf-8")
    result = export(tmp_path)
    assert result.exit_code == 2
    assert "is not empty: name another folder, or write into this one with --force" in result.stderr
    assert files_in(tmp_path) == {"kept.txt"}
    assert export(tmp_path, "--force").exit_code == 0
    assert kept.read_text("utf-8") == "mine"
    assert (tmp_path / "index.json").is_file()


def test_what_an_earlier_export_left_is_removed_and_nothing_else(exported: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.json"
    stale, mine, linked = (exported / "cases" / name for name in ("old.json", "mine.json", "linked.json"))
    for file in (outside, stale, mine):
        file.write_text("{}", "utf-8")
    linked.symlink_to(outside)
    index = index_of(exported)
    listed = ("cases/old.json", "cases/linked.json", "../../outside.json", str(outside), "cases", "\0", 7)
    hash_of = hashlib.sha256(b"{}").hexdigest()
    index["files"] += [{"path": path, "sha256": hash_of} for path in listed]
    (exported / "index.json").write_text(json.dumps(index), "utf-8")
    assert export(exported, "--force").exit_code == 0
    assert not stale.exists()
    assert all(file.is_file() for file in (outside, mine, linked))
    assert "cases/old.json" not in {file["path"] for file in index_of(exported)["files"]}


def test_an_index_that_names_what_is_no_file_of_the_corpus_removes_nothing(exported: Path) -> None:
    index = index_of(exported)
    theirs = (".git/HEAD", "src/app.py", "cases/.hidden", "cases/changed.json", "package.json", "cases/../theirs.json")
    for path in theirs:
        file = exported / path
        file.parent.mkdir(exist_ok=True, parents=True)
        file.write_text("{}", "utf-8")
    (exported / "cases" / "changed.json").write_text("theirs", "utf-8")
    index["files"] += [{"path": path, "sha256": hashlib.sha256(b"{}").hexdigest()} for path in theirs]
    (exported / "index.json").write_text(json.dumps(index), "utf-8")
    assert export(exported, "--force").exit_code == 0
    assert [path for path in theirs if not (exported / path).is_file()] == []


@pytest.mark.parametrize("path", ["cases", "cases/request", "cases/request/id.json", "README.md", "index.json"])
def test_nothing_is_written_through_a_link(exported: Path, tmp_path: Path, path: str) -> None:
    place, outside = exported / path, tmp_path / "outside"
    place.rename(outside)
    place.symlink_to(outside)
    before = {file: file.read_bytes() for file in sorted(outside.rglob("*")) or [outside] if file.is_file()}
    (exported / "VERSION").write_text("0\n", "utf-8")
    result = export(exported, "--force")
    assert result.exit_code == 2
    assert f"{place} is a symbolic link" in result.stderr
    assert (exported / "VERSION").read_text("utf-8") == "0\n", "it is refused before anything is written"
    assert {file: file.read_bytes() for file in before} == before


def test_a_file_with_another_name_elsewhere_keeps_what_it_has_there(exported: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    (exported / "VERSION").write_text("mine\n", "utf-8")
    elsewhere.hardlink_to(exported / "VERSION")
    assert export(exported, "--force").exit_code == 0
    assert elsewhere.read_text("utf-8") == "mine\n"


def test_an_index_without_an_end_or_a_bottom_is_none(exported: Path) -> None:
    (exported / "index.json").write_text("[" * 200_000, "utf-8")
    assert export(exported, "--force").exit_code == 0
    (exported / "index.json").unlink()
    os.mkfifo(exported / "index.json")
    assert export(exported, "--force").exit_code == 0
    assert index_of(exported)["cases"] == len(CASES)


@each("content", ["", "[]", "{}", '{"name": "other", "files": []}', '{"name": "smsmail-corpus"}'])
def test_an_index_of_something_else_is_no_reason_to_remove_anything(exported: Path, content: str) -> None:
    (exported / "mine.json").write_text("{}", "utf-8")
    (exported / "index.json").write_text(content, "utf-8")
    assert export(exported, "--force").exit_code == 0
    assert (exported / "mine.json").is_file()


def test_a_place_that_takes_no_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    result = export(tmp_path / "file" / "corpus")
    assert result.exit_code == 2
    assert result.stderr.startswith("Error: ")
    assert "Traceback" not in result.output
