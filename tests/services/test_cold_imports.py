"""What each entry point loads when it starts, and nothing else: every module is paid for at each cold start."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from fanfolio.settings import REQUIRED, variable_of

PROJECT = Path(__file__).resolve().parents[2]

AWS = {"botocore", "certifi", "dateutil", "jmespath", "six", "urllib3"}
HTTP = {"anyio", "h11", "httpcore", "httpx", "idna"}
WEB = {"annotated_doc", "annotated_types", "anyio", "fastapi", "idna", "mangum", "pydantic", "pydantic_core"}
WEB |= {"python_multipart", "starlette", "typing_inspection"}
OURS = {"fanfolio", "services", "msgspec", "typing_extensions"}
# What these libraries pick up where it happens to be installed; no image holds it.
OPTIONAL = {"click", "markdown_it", "mdurl", "opentelemetry", "pygments", "rich"}

LIBRARIES = {
    "services.api.main": AWS | WEB | OURS,
    "services.api.orchestrate": AWS | OURS,
    "services.worker.main": AWS | HTTP | OURS,
    "services.worker.dead_letters": AWS | OURS,
    "services.aggregator.main": AWS | OURS,
    "services.aggregator.sweep": AWS | OURS,
}

READING = "fanfolio.domain.exports"
LOOKING_UP = ("fanfolio.domain.matching", "fanfolio.adapters.asking", "fanfolio.adapters.open_library")
COUNTING = ("fanfolio.domain.dashboard", "fanfolio.domain.statistics")
# Its tables are read when the first results come, while others are still being looked up.
GENRES = "fanfolio.domain.genres"

NOT_OURS_TO_LOAD = {
    "services.api.main": (*LOOKING_UP, *COUNTING, GENRES),
    "services.api.orchestrate": (
        *LOOKING_UP,
        *COUNTING,
        GENRES,
        "services.api.app",
        "services.api.bootstrap",
    ),
    "services.worker.main": (READING, *COUNTING, GENRES, "fanfolio.adapters.google_books"),
    "services.worker.dead_letters": (READING, *LOOKING_UP, *COUNTING, GENRES, "services.worker.bootstrap"),
    "services.aggregator.main": (READING, *LOOKING_UP, GENRES),
    "services.aggregator.sweep": (READING, *LOOKING_UP, *COUNTING, GENRES, "fanfolio.flow.assemble"),
}


def modules_of(entry_point: str) -> list[str]:
    """What an entry point loads; nothing is asked of the AWS it is told of.

    What this machine's interpreter loads by itself (Debian's a ``sitecustomize``) is none of the entry point's.
    """
    by_itself = _modules_after("import sys")
    return [name for name in _modules_after(f"import sys, {entry_point}") if name not in by_itself]


def _modules_after(imports: str) -> list[str]:
    settings = {variable_of(name): f"fanfolio-{name.replace('_', '-')}" for name in REQUIRED}
    aws = {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
    }
    command = [sys.executable, "-c", f"{imports}; print(*sys.modules)"]
    environment = {"PATH": os.environ["PATH"], variable_of("contact"): "test@example.org", **settings, **aws}
    answer = subprocess.run(command, env=environment, cwd=PROJECT, check=True, capture_output=True, text=True)
    return answer.stdout.split()


@pytest.fixture(scope="module", params=sorted(LIBRARIES))
def start(request: pytest.FixtureRequest) -> tuple[str, list[str]]:
    return request.param, modules_of(request.param)


def test_an_entry_point_loads_the_libraries_it_uses_and_no_other(start: tuple[str, list[str]]) -> None:
    entry_point, modules = start
    standard = sys.stdlib_module_names | {"__main__", "__mp_main__"}
    loaded = {name.partition(".")[0] for name in modules if not name.startswith("_")} - standard

    assert loaded - OPTIONAL <= LIBRARIES[entry_point]


def test_an_entry_point_loads_nothing_of_ours_that_it_does_not_use(start: tuple[str, list[str]]) -> None:
    entry_point, modules = start
    unwanted = NOT_OURS_TO_LOAD[entry_point]

    assert [name for name in modules if name.startswith(unwanted)] == []


def test_the_front_door_starts_without_the_first_version_of_pydantic() -> None:
    assert not [name for name in modules_of("services.api.main") if name.startswith("pydantic.v1.")]
