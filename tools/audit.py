"""Ask the advisory databases about every package that is locked: Python's by pip-audit, the page's and CDK's by npm.

Exit status: 0 nothing is known against any of them, 1 something is, 2 a database could not be asked, so that
nothing is known either way.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parents[1]
PIP_AUDIT = PROJECT / ".venv-audit/bin/pip-audit"
NODE = PROJECT / "web/tools/node.sh"

_WITHIN_S = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was learned of one lock file; ``asked`` counts packages that a database answered for."""

    lock: str
    packages: int
    asked: int
    known: tuple[str, ...] = ()

    @property
    def verdict(self) -> str:
        """In words."""
        if self.known:
            return "; ".join(self.known)
        if self.asked < self.packages or not self.packages:
            return f"NOT AUDITED: no answer for {self.packages - self.asked} packages"
        return "nothing known"


def main() -> int:
    """Print a line a lock file; returns the exit status."""
    locks = sorted((PROJECT / "requirements").glob("*.txt"))
    findings = [*map(_of_python, locks), *map(_of_npm, (PROJECT / "web", PROJECT / "infra/cdk"))]
    for found in findings:
        print(f"{found.lock:32} {found.packages:>4} packages  {found.verdict}")
    if any(found.known for found in findings):
        return 1
    if any(found.asked < found.packages or not found.packages for found in findings):
        print(
            "\nSome packages could not be looked up: the advisory databases of PyPI or npm cannot be reached\n"
            "from here. This is no clean bill; run `make audit` where they can.",
            file=sys.stderr,
        )
        return 2
    return 0


def _of_python(lock: Path) -> Finding:
    options = ["--disable-pip", "--require-hashes", "--format", "json", "--progress-spinner", "off"]
    told = _json_of([str(PIP_AUDIT), "-r", str(lock), *options], lock.parent)
    packages = told.get("dependencies", [])
    known = [
        f"{package['name']} {package['version']}: {vulnerability['id']}"
        for package in packages
        for vulnerability in package.get("vulns", [])
    ]
    return Finding(
        lock=str(lock.relative_to(PROJECT)),
        packages=len(packages),
        asked=sum("skip_reason" not in package for package in packages),
        known=tuple(known),
    )


def _of_npm(folder: Path) -> Finding:
    lock = folder / "package-lock.json"
    packages = len(json.loads(lock.read_text())["packages"]) - 1
    told = _json_of(
        [str(NODE), "npm", "--prefix", str(folder), "audit", "--package-lock-only", "--json"], folder
    )
    known = [f"{name}: {of['severity']}" for name, of in told.get("vulnerabilities", {}).items()]
    return Finding(
        lock=str(lock.relative_to(PROJECT)),
        packages=packages,
        asked=packages if "vulnerabilities" in told else 0,
        known=tuple(known),
    )


def _json_of(command: list[str], folder: Path) -> dict[str, Any]:
    """What a command printed as JSON, whatever its exit status; nothing where it printed none."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=_WITHIN_S, check=False)
    try:
        told = json.loads(done.stdout)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


if __name__ == "__main__":
    sys.exit(main())
