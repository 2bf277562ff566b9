"""The hooks, the action and the recipes for other hosts, run as those run them; without a network, but for one test."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import yaml

from tests.support import ROOT
from tests.support.each import each
from tests.support.interpreters import interpreter

pytestmark = pytest.mark.process

BIN = Path(sys.executable).parent
"""Where the tests' own ``smsmail`` is."""
BASH, GIT = (shutil.which(name) or name for name in ("bash", "git"))

PSW = "hunter2"
GOOD = f"alex:{PSW}::::79991234567:Your order is ready\n"
BAD = f"alex:{PSW}::::7999x:hi\n"
HEADERS = "From: shop@example.com\nTo: send@send.smscentre.com\n\n"


def written(folder: Path, **files: str) -> Path:
    """*folder* with *files*, whose names have an underscore for the dot."""
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text, encoding="utf-8")
    return folder


def clean_environment(folder: Path) -> dict[str, str]:
    """The tests' environment without settings of git and of their host, and with a home of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "GITHUB_", "PRE_COMMIT"))}
    path = f"{BIN}{os.pathsep}{kept['PATH']}"
    return {**kept, "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1", "PRE_COMMIT_HOME": str(folder), "PATH": path}


# ---- pre-commit

MANIFEST = ROOT / ".pre-commit-hooks.yaml"
HOOKS: dict[str, dict[str, Any]] = {hook["id"]: hook for hook in yaml.safe_load(MANIFEST.read_text("utf-8"))}


def test_pre_commit_takes_the_manifest() -> None:
    subprocess.run([sys.executable, "-m", "pre_commit", "validate-manifest", str(MANIFEST)], check=True)
    assert all(hook["language"] == "python" for hook in HOOKS.values())


@each(
    ("name", "hook"),
    [
        ("order.sms", "smsmail-check"),
        ("templates/order.smsmail", "smsmail-check"),
        ("order.eml", "smsmail-check-mail"),
        ("order.sms.txt", None),
        ("order.SMS", None),
        ("orders_sms", None),
        ("sms", None),
        ("order.xsms", None),
        ("mailbox.mbox", None),
    ],
)
def test_which_files_a_hook_takes(name: str, hook: str | None) -> None:
    taken = [id for id, one in HOOKS.items() if re.search(one["files"], name)]
    assert taken == ([] if hook is None else [hook])


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository that uses the hooks, with the installed package instead of one that pre-commit would install."""
    folder = tmp_path / "repository"
    folder.mkdir()
    hooks = [{**hook, "language": "system"} for hook in HOOKS.values()]
    config: str = yaml.safe_dump({"repos": [{"repo": "local", "hooks": hooks}]})  # pyright: ignore[reportUnknownMemberType]
    (folder / ".pre-commit-config.yaml").write_text(config, encoding="utf-8")
    subprocess.run([GIT, "init", "--quiet"], cwd=folder, env=clean_environment(tmp_path), check=True)
    return folder


def committed(repository: Path) -> subprocess.CompletedProcess[str]:
    """What pre-commit says of all files."""
    environment = clean_environment(repository.parent)
    subprocess.run([GIT, "add", "--all"], cwd=repository, env=environment, check=True)
    command = [sys.executable, "-m", "pre_commit", "run", "--all-files", "--color=never"]
    return subprocess.run(command, cwd=repository, env=environment, check=False, text=True, capture_output=True)


def test_a_commit_of_right_requests_passes(repository: Path) -> None:
    written(repository, order_sms=GOOD, order_smsmail=GOOD, order_eml=HEADERS + GOOD, order_txt=BAD)
    result = committed(repository)
    assert result.returncode == 0, result.stdout
    assert re.fullmatch(r"check SMS requests\.+Passed\ncheck mails with SMS requests\.+Passed\n", result.stdout)


@pytest.mark.parametrize(("name", "text"), [("bad.smsmail", BAD), ("bad.eml", HEADERS + BAD)], ids=["line", "mail"])
def test_a_commit_of_a_wrong_request_is_stopped(repository: Path, name: str, text: str) -> None:
    written(repository, order_sms=GOOD, order_eml=HEADERS + GOOD)
    (repository / name).write_text(text, encoding="utf-8")
    result = committed(repository)
    assert result.returncode == 1
    assert result.stdout.count("Failed") == 1
    assert re.search(rf"{name}.*error\[phone-format\]", result.stdout)
    assert PSW not in result.stdout + result.stderr


# ---- the GitHub Action

ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
SCRIPTS = [step for step in STEPS if "run" in step]
EXPRESSION = re.compile(r"\$\{\{ *([\w.-]+) *\}\}")


def test_the_action_is_whole() -> None:
    assert ACTION["runs"]["using"] == "composite"
    assert all(ACTION[name] for name in ("name", "description"))
    assert all(set(step) <= {"id", "name", "uses", "with", "shell", "env", "run"} for step in STEPS)
    used = {name.removeprefix("inputs.") for name in EXPRESSION.findall(str(ACTION)) if name.startswith("inputs.")}
    assert used == set(ACTION["inputs"])
    for given in ACTION["inputs"].values():
        assert given["description"]
        assert isinstance(given["default"], str)


@pytest.mark.parametrize("step", SCRIPTS, ids=lambda step: step["name"])
def test_a_script_of_the_action(step: dict[str, Any]) -> None:
    assert step["shell"] == "bash"
    # What is written into a script is run as a part of it, a file name from a pull request for instance.
    assert "${{" not in step["run"]
    subprocess.run([BASH, "-n"], input=step["run"], text=True, check=True)


class Runner:
    """Runs the action's scripts as GitHub does; the network is left out."""

    def __init__(self, folder: Path) -> None:
        self.workspace = folder / "workspace"
        self.workspace.mkdir()
        self._temporary = folder / "temporary"
        self._temporary.mkdir()
        self._python = folder / "python"
        self._python.write_text(f"#!/bin/sh\n{STUB}", encoding="utf-8")
        self._python.chmod(0o755)
        self.installed = folder / "installed"

    def run(self, **inputs: str) -> subprocess.CompletedProcess[str]:
        """What the last script says, or the first that fails."""
        values = {f"inputs.{name}": given["default"] for name, given in ACTION["inputs"].items()}
        values |= {f"inputs.{name.replace('_', '-')}": value for name, value in inputs.items()}
        values["steps.python.outputs.python-path"] = str(self._python)
        environment = {
            **clean_environment(self.workspace.parent),
            "GITHUB_ACTIONS": "true",
            "GITHUB_WORKSPACE": str(self.workspace),
            "GITHUB_ACTION_PATH": str(ROOT),
            "RUNNER_TEMP": str(self._temporary),
            "STUB_SMSMAIL": str(BIN / "smsmail"),
            "STUB_PYTHON": sys.executable,
            "STUB_INSTALLED": str(self.installed),
        }
        result: subprocess.CompletedProcess[str] | None = None
        for step in SCRIPTS:
            of_step = {name: EXPRESSION.sub(lambda it: values[it[1]], text) for name, text in step["env"].items()}
            result = subprocess.run(
                [BASH, "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]],
                cwd=self.workspace,
                env=environment | of_step,
                check=False,
                text=True,
                capture_output=True,
                stdin=subprocess.DEVNULL,
            )
            if result.returncode:
                break
        assert result
        return result


STUB = r"""
# python -m venv FOLDER, where the package comes from nowhere
[ "$1 $2" = "-m venv" ] || exit 9
mkdir -p "$3/bin"
printf '#!/bin/sh\necho "$@" >"$STUB_INSTALLED"\n' >"$3/bin/pip"
chmod +x "$3/bin/pip"
ln -sf "$STUB_PYTHON" "$3/bin/python"
ln -sf "$STUB_SMSMAIL" "$3/bin/smsmail"
"""


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    return Runner(tmp_path)


def test_the_action_installs_the_project_itself(runner: Runner) -> None:
    written(runner.workspace, order_sms=GOOD)
    assert runner.run(arguments="order.sms").returncode == 0
    *command, place = shlex.split(runner.installed.read_text("utf-8"))
    assert command[0] == "install"
    assert Path(place).joinpath("pyproject.toml").is_file()


def test_a_wrong_request_is_annotated(runner: Runner) -> None:
    written(runner.workspace, order_sms=GOOD, bad_sms=BAD)
    result = runner.run(arguments="order.sms bad.sms")
    assert result.returncode == 1
    [annotation] = re.findall("^::error .*", result.stdout, re.MULTILINE)
    assert re.match("::error file=bad.sms,line=1,", annotation)
    assert PSW not in result.stdout + result.stderr


def test_without_arguments_the_whole_folder_is_checked(runner: Runner) -> None:
    written(runner.workspace, order_sms=GOOD)
    (runner.workspace / "inner").mkdir()
    assert runner.run().returncode == 0
    written(runner.workspace / "inner", bad_eml=HEADERS + BAD)
    result = runner.run(arguments="  \n")
    assert result.returncode == 1
    assert "::error file=inner/bad.eml" in result.stdout


def test_arguments_may_be_quoted_and_stand_on_several_lines(runner: Runner) -> None:
    written(runner.workspace, order_sms=GOOD)
    (runner.workspace / "my orders.sms").write_text(BAD, encoding="utf-8")
    result = runner.run(arguments="""order.sms\n"my orders.sms"\n""")
    assert result.returncode == 1
    assert "::error file=my orders.sms" in result.stdout


@pytest.mark.parametrize(
    "words", ["$(touch it)", "`touch it`", "; touch it", "| touch it", "&& touch it", "> it", "$HOME"]
)
def test_arguments_are_no_script(runner: Runner, words: str) -> None:
    written(runner.workspace, order_sms=GOOD)
    assert runner.run(arguments=f"order.sms {words}").returncode == 2
    assert [file.name for file in runner.workspace.iterdir()] == ["order.sms"]


@pytest.mark.parametrize("inputs", [{"arguments": "'order.sms"}, {"command": "encode"}, {"command": "x\n::error::y"}])
def test_wrong_inputs_are_wrong_usage(runner: Runner, inputs: dict[str, str]) -> None:
    result = runner.run(**inputs)
    assert result.returncode == 2
    assert re.fullmatch("::error title=smsmail::.*\n", result.stdout)


def test_the_conformance_suite(runner: Runner) -> None:
    testee = f"{shlex.quote(str(BIN / 'smsmail'))} testee"
    arguments = f"--case request/time --testee {shlex.quote(testee)} --strict --junit 'the results.xml'"
    result = runner.run(command="conformance", arguments=arguments)
    assert result.returncode == 0, result.stdout + result.stderr
    assert (runner.workspace / "the results.xml").is_file()
    result = runner.run(command="conformance", arguments="--testee /nowhere")
    assert result.returncode == 2


# ---- as the examples show them


EXAMPLES = ROOT / "examples" / "README.md"


def shown() -> list[Any]:
    """The YAML of the examples' README."""
    text = EXAMPLES.read_text("utf-8")
    return [yaml.safe_load(block) for block in re.findall(r"^```yaml\n(.*?)^```", text, re.DOTALL | re.MULTILINE)]


def test_the_readme_uses_hooks_and_inputs_that_there_are() -> None:
    hooks, *workflows, _ = shown()
    assert {hook["id"] for repository in hooks["repos"] for hook in repository["hooks"]} == set(HOOKS)
    assert [workflow["steps"][1]["with"].get("command", "check") for workflow in workflows] == ["check", "conformance"]
    assert all(set(workflow["steps"][1]["with"]) <= set(ACTION["inputs"]) for workflow in workflows)


@pytest.mark.parametrize(("text", "status"), [(GOOD, 0), (BAD, 1)], ids=["good", "bad"])
def test_gitlab_gets_a_report_of_either(tmp_path: Path, text: str, status: int) -> None:
    [job] = [block["sms"] for block in shown() if "sms" in block]
    (tmp_path / "templates").mkdir()
    written(tmp_path / "templates", order_sms=text)
    [script] = job["script"]
    environment = clean_environment(tmp_path)
    result = subprocess.run([BASH, "-e", "-c", script], cwd=tmp_path, env=environment, check=False, capture_output=True)
    assert result.returncode == status
    report = ET.fromstring((tmp_path / job["artifacts"]["reports"]["junit"]).read_text("utf-8"))
    assert (report.get("tests"), report.get("failures")) == ("1", str(status))


def test_make_checks_what_has_changed(tmp_path: Path) -> None:
    [rules] = re.findall(r"^```make\n(.*?)^```", EXAMPLES.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    (tmp_path / "Makefile").write_text(rules, "utf-8")
    (tmp_path / "templates").mkdir()

    def made() -> tuple[int, str]:
        command = [interpreter("make"), "check"]
        environment = clean_environment(tmp_path)
        done = subprocess.run(command, cwd=tmp_path, env=environment, check=False, text=True, capture_output=True)
        return done.returncode, done.stdout

    written(tmp_path / "templates", order_sms=BAD)
    status, said = made()
    assert status == 2
    assert "error[phone-format]" in said
    written(tmp_path / "templates", order_sms=GOOD)
    assert made()[0] == 0
    assert "smsmail check" not in made()[1], "nothing has changed"


@pytest.mark.install
def test_the_hooks_as_a_stranger_uses_them(tmp_path: Path) -> None:
    """From a repository of the project, by its address and revision, installed by pre-commit itself."""
    hooks: dict[str, Any] = shown()[0]
    environment = {**clean_environment(tmp_path), "GIT_AUTHOR_DATE": "2026-01-01T00:00:00Z"}
    project = tmp_path / "smsmail"
    unwanted = shutil.ignore_patterns(".git", ".tox", ".venv", "build", "dist", "*.egg-info", "_build", "tests")
    shutil.copytree(ROOT, project, ignore=unwanted)
    mine = tmp_path / "mine"
    mine.mkdir()
    written(mine, good_sms=GOOD, bad_sms=BAD)

    def git(folder: Path, *arguments: str) -> str:
        who = ["-c", "user.name=somebody", "-c", "user.email=somebody@localhost"]
        command = [GIT, *who, *arguments]
        return subprocess.run(command, cwd=folder, env=environment, check=True, text=True, capture_output=True).stdout

    for folder in (project, mine):
        git(folder, "init", "--quiet")
        git(folder, "add", "--all")
    git(project, "commit", "--quiet", "--message", "all")
    hooks["repos"][0] |= {"repo": str(project), "rev": git(project, "rev-parse", "HEAD").strip()}
    (mine / ".pre-commit-config.yaml").write_text(json.dumps(hooks), "utf-8")  # JSON is YAML
    result = committed(mine)
    assert result.returncode == 1, result.stdout + result.stderr
    assert re.search(r"^bad\.sms:1:\d+: error\[phone-format\]", result.stdout, re.MULTILINE), result.stdout
    assert "good.sms: accepted" in result.stdout
