"""``python -m wall [PACKAGE …]``: install the packages as they are pinned, run the suite on each, and write what came of it.

Writes `wall/results.json`; `python -m docs._pages` makes the page of it. What is installed goes to `$WALL_HOME`, or to
`wall/installed`.
"""

import json
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

from smsmail.conformance import Limits, Policy, Session, load_cases, run
from smsmail.conformance.export import corpus_version

from .faults import HERE, PACKAGES, Package

HOME = Path(os.environ.get("WALL_HOME") or HERE / "installed").absolute()
RESULTS = HERE / "results.json"


def main() -> None:
    wanted = sys.argv[1:]
    packages = [one for one in PACKAGES if not wanted or one.name in wanted]
    kept = json.loads(RESULTS.read_text("utf-8"))["packages"] if wanted and RESULTS.exists() else []
    results = {(one["registry"], one["name"]): one for one in kept}
    failed: list[str] = []
    for package in packages:
        try:
            command = installed(package)
        except subprocess.CalledProcessError as error:
            failed.append(f"{package.name}: {error}")
            continue
        results[package.registry, package.name] = measured(package, command)
        print(f"{package.registry} {package.name} {package.version}: measured", flush=True)
    ordered = [results[key] for one in PACKAGES if (key := (one.registry, one.name)) in results]
    written: dict[str, Any] = {"corpus": corpus_version(), "packages": ordered}
    RESULTS.write_text(json.dumps(written, indent=1) + "\n", "utf-8")
    for problem in failed:
        print(f"not installed: {problem}", file=sys.stderr)
    sys.exit(bool(failed))


def installed(package: Package) -> list[str]:
    """The command that starts the testee of a package, which is installed in a folder of its own."""
    place = HOME / f"{package.registry}-{package.name.replace('/', '-')}-{package.version}"
    match package.registry:
        case "npm":
            if not place.exists():
                npm = [shutil.which("npm") or "npm", "install", "--no-audit", "--no-fund", "--ignore-scripts"]
                subprocess.run([*npm, "--prefix", place, f"{package.name}@{package.version}"], check=True)
            os.environ["NODE_PATH"] = str(place / "node_modules")
            return ["node", str(HERE / "adapters.cjs"), package.name, package.version]
        case "PyPI":
            if not place.exists():
                venv.create(place, with_pip=True)
                pins = [f"{package.name}=={package.version}", *package.needs]
                subprocess.run([place / "bin" / "pip", "install", "-q", "--no-deps", *pins], check=True)
            return [str(place / "bin" / "python"), str(HERE / "adapters.py"), package.name, package.version]
        case _:
            return [sys.executable, str(HERE / "vendor.py"), package.name.removeprefix("vendor-"), package.version]


def measured(package: Package, command: list[str]) -> dict[str, Any]:
    """What a package did with each case of its operation."""
    cases = [case for case in load_cases() if case.op == package.op]
    limits = Limits(answer=30, start=60, faults=1000, faults_in_a_row=1000)
    with Session(command, limits) as session:
        results = list(run(cases, session, session.hello(), Policy()))
    return {
        "name": package.name,
        "registry": package.registry,
        "version": package.version,
        "judged": package.judged,
        "results": {result.case.id: [result.column, result.verdict.observed] for result in results},
    }


if __name__ == "__main__":
    main()
