"""The packages of the corpus and of the JavaScript codec are built as a release builds them, and loaded in their languages."""

import json
import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

import smsmail
from release.packages import codec_package, corpus_package, packages
from smsmail.conformance import load_cases
from smsmail.versions import CORPUS
from tests.support import ROOT
from tests.support.interpreters import interpreter

pytestmark = pytest.mark.process

CASES = [case.id for case in load_cases()]
SAID = {"version": CORPUS, "cases": len(CASES), "ids": len(set(CASES))}


def said(*command: str | Path, cwd: Path, **variables: str) -> str:
    environment = {**os.environ, **variables}
    done = subprocess.run(
        list(map(str, command)), cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def archives(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    made = packages(tmp_path_factory.mktemp("packages"), smsmail.__version__, 1_800_000_000)
    return {file.name: file for file in made}


def test_each_names_its_version(archives: dict[str, Path]) -> None:
    assert set(archives) == {
        f"smsmail-corpus-{CORPUS}.tgz",
        f"smsmail-corpus-{CORPUS}-composer.zip",
        f"smsmail-corpus-{CORPUS}-go.tar.gz",
        f"smsmail_corpus-{CORPUS}-py3-none-any.whl",
        f"smsmail-codec-{smsmail.__version__}.tgz",
    }
    codec = json.loads((ROOT / "examples" / "javascript" / "package.json").read_text("utf-8"))
    assert codec["version"] == smsmail.__version__


def installed(archive: Path, place: Path) -> None:
    """As npm install does it, without npm and without a network."""
    name = archive.name.rpartition("-")[0]
    with tarfile.open(archive) as tar:
        tar.extractall(place, filter="data")
    (place / "node_modules").mkdir(exist_ok=True)
    (place / "package").rename(place / "node_modules" / name)


def test_npm_corpus(archives: dict[str, Path], tmp_path: Path) -> None:
    installed(archives[f"smsmail-corpus-{CORPUS}.tgz"], tmp_path)
    (tmp_path / "use.mjs").write_text(
        """import { cases, clauses, index, readings, text } from "smsmail-corpus";
        const ids = cases().map((one) => one.id);
        if (!Object.keys(clauses()).length || !Object.keys(readings()).length) throw new Error("no register");
        if (text("VERSION").trim() !== index.version) throw new Error("another version");
        console.log(JSON.stringify({ version: index.version, cases: ids.length, ids: new Set(ids).size }));"""
    )
    assert json.loads(said(interpreter("node"), "use.mjs", cwd=tmp_path)) == SAID


def test_npm_codec(archives: dict[str, Path], tmp_path: Path) -> None:
    """What is declared is what there is, and it works under its name."""
    installed(archives[f"smsmail-codec-{smsmail.__version__}.tgz"], tmp_path)
    folder = tmp_path / "node_modules" / "smsmail-codec"
    words = (line.split("(")[0].split() for line in (folder / "index.d.ts").read_text("utf-8").splitlines())
    declared = {line[2] for line in words if line[:2] in (["export", "function"], ["export", "class"])}
    (tmp_path / "use.mjs").write_text(
        """import * as codec from "smsmail-codec";
        console.log(JSON.stringify([Object.keys(codec), codec.decodeRequest("alex:psw::::79991234567:hi").body]));"""
    )
    names, body = json.loads(said(interpreter("node"), "use.mjs", cwd=tmp_path))
    assert set(names) == declared
    assert body == {"kind": "single", "phones": ["79991234567"], "mes": "hi"}


@pytest.mark.parametrize("which", ["corpus", "codec"])
def test_npm_packs_the_same_files(which: str, tmp_path: Path) -> None:
    folder = corpus_package("npm", tmp_path) if which == "corpus" else codec_package(tmp_path)
    variables = {"npm_config_cache": str(tmp_path / "cache"), "npm_config_update_notifier": "false"}
    [packed] = json.loads(said(interpreter("npm"), "pack", "--json", "--dry-run", cwd=folder, **variables))
    assert {file["path"] for file in packed["files"]} == {
        file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()
    }


def test_composer(archives: dict[str, Path], tmp_path: Path) -> None:
    with zipfile.ZipFile(archives[f"smsmail-corpus-{CORPUS}-composer.zip"]) as packed:
        packed.extractall(tmp_path)  # noqa: S202
    (tmp_path / "use.php").write_text(
        """<?php
        $composer = json_decode(file_get_contents('composer.json'), true, 512, JSON_THROW_ON_ERROR);
        [$prefix, $folder] = [array_key_first($composer['autoload']['psr-4']), current($composer['autoload']['psr-4'])];
        spl_autoload_register(fn (string $class) =>
            require $folder . str_replace('\\\\', '/', substr($class, strlen($prefix))) . '.php');
        $cases = Smsmail\\Corpus\\Corpus::cases();
        $ids = array_unique(array_column($cases, 'id'));
        $version = trim(Smsmail\\Corpus\\Corpus::text('VERSION'));
        if ($version !== $composer['version']) exit(1);
        echo json_encode(['version' => $version, 'cases' => count($cases), 'ids' => count($ids)]);"""
    )
    assert json.loads(said(interpreter("php"), "use.php", cwd=tmp_path)) == SAID


def test_go(archives: dict[str, Path], tmp_path: Path) -> None:
    with tarfile.open(archives[f"smsmail-corpus-{CORPUS}-go.tar.gz"]) as tar:
        tar.extractall(tmp_path, filter="data")
    (tmp_path / "go.mod").write_text(
        "module example\n\ngo 1.19\n\nrequire smsmail.invalid/corpus v0.0.0\n\n"
        f"replace smsmail.invalid/corpus => ./smsmail-corpus-{CORPUS}\n"
    )
    (tmp_path / "main.go").write_text(
        """package main

        import (
            "fmt"

            "smsmail.invalid/corpus"
        )

        func main() {
            cases, err := corpus.Cases()
            if err != nil {
                panic(err)
            }
            ids := map[string]bool{}
            for _, one := range cases {
                ids[one.ID] = true
            }
            fmt.Printf(`{"version": %q, "cases": %d, "ids": %d}`, corpus.Version, len(cases), len(ids))
        }
        """
    )
    # Nothing is fetched; what is compiled is kept for the next run, as for any other program in Go.
    said_by_go = said(
        interpreter("go"), "run", ".", cwd=tmp_path, GOFLAGS="-mod=mod", GOPROXY="off", GOTOOLCHAIN="local"
    )
    assert json.loads(said_by_go) == SAID


def test_python(archives: dict[str, Path], tmp_path: Path) -> None:
    """Without the codec, with which it shares no file."""
    wheel = archives[f"smsmail_corpus-{CORPUS}-py3-none-any.whl"]
    with zipfile.ZipFile(wheel) as packed:
        assert {name.partition("/")[0].partition("-")[0] for name in packed.namelist()} == {"smsmail_corpus"}
        packed.extractall(tmp_path)  # noqa: S202
    program = (
        "import json, smsmail_corpus as it; ids = [case['id'] for case in it.cases()]; "
        "assert it.index()['version'] == (it.ROOT / 'VERSION').read_text().strip(); "
        "print(json.dumps({'version': it.__version__, 'cases': len(ids), 'ids': len(set(ids))}))"
    )
    shown = said(sys.executable, "-S", "-c", f"import sys; sys.path.insert(0, '.'); {program}", cwd=tmp_path)
    assert json.loads(shown) == SAID
