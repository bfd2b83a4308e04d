"""The images by themselves: what is in them, and that they run as web server, as function and all in one."""

import json
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.e2e.stage import eventually
from tests.fixtures.events import sqs_event

SAMPLE = Path(__file__).resolve().parents[2] / "services" / "local" / "sample" / "library.csv"
DOCKER = os.environ.get("FANFOLIO_DOCKER", "docker")
IMAGES = ("api", "worker", "aggregator")

# What the deployed worker is told, with keys to the emulated AWS.
VARIABLES = os.environ.get("FANFOLIO_E2E_VARIABLES")

# What no deployed image has a use for.
TOOLS = (
    "pytest",
    "hypothesis",
    "mypy",
    "ruff",
    "ministack",
    "moto",
    "aws_cdk",
    "catalogue_sim",
    "services.local",
)
FOREIGN = {
    "api": ("httpx", "rapidfuzz", "services.worker", "services.aggregator"),
    "worker": (
        "fastapi",
        "starlette",
        "uvicorn",
        "mangum",
        "pydantic",
        "services.api",
        "services.aggregator",
    ),
    "aggregator": ("fastapi", "httpx", "rapidfuzz", "pydantic", "services.api", "services.worker"),
}

pytestmark = pytest.mark.timeout(180)


def docker(*arguments: str) -> str:
    """What a docker command prints; fails the test with its complaint."""
    done = subprocess.run([DOCKER, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def python_in(image: str, code: str) -> str:
    """What a line of Python prints in an image."""
    return docker("run", "--rm", "--entrypoint", "python3", f"fanfolio-{image}", "-c", code)


@contextmanager
def running(image: str, *command: str, port: int, variables: str | None = None) -> Iterator[str]:
    """A container of an image; gives the address of its port on this machine."""
    options = [f"--publish=127.0.0.1::{port}", *([f"--env-file={variables}"] if variables else [])]
    container = docker("run", "--detach", *options, f"fanfolio-{image}", *command)
    try:
        yield f"http://{docker('port', container, str(port)).splitlines()[0]}"
    finally:
        docker("rm", "--force", container)


@pytest.mark.parametrize("image", IMAGES)
def test_an_image_holds_nothing_that_its_service_does_not_import(image: str) -> None:
    unwanted = [*TOOLS, *FOREIGN[image]]
    look = (
        "from importlib.util import find_spec\n"
        "def there(name):\n"
        "    try: return find_spec(name) is not None\n"
        "    except ModuleNotFoundError: return False\n"
        f"print([name for name in {unwanted!r} if there(name)])"
    )

    assert python_in(image, look) == "[]"


@pytest.mark.parametrize("image", [*IMAGES, "local"])
def test_an_image_runs_without_the_rights_of_root(image: str) -> None:
    assert python_in(image, "import os; print(os.getuid() != 0)") == "True"


@pytest.mark.parametrize("image", IMAGES)
def test_code_and_packages_are_compiled(image: str) -> None:
    uncompiled = (
        "from importlib.util import cache_from_source\n"
        "from pathlib import Path\n"
        "sources = Path('/var/task').rglob('*.py')\n"
        "print([str(one) for one in sources if not Path(cache_from_source(str(one))).exists()])"
    )

    assert python_in(image, uncompiled) == "[]"


@pytest.mark.parametrize("image", IMAGES)
def test_an_image_says_what_it_is(image: str) -> None:
    labels = json.loads(
        docker("image", "inspect", "--format", "{{json .Config.Labels}}", f"fanfolio-{image}")
    )

    assert labels["org.opencontainers.image.title"] == f"fanfolio-{image}"
    assert labels["org.opencontainers.image.version"]


def test_the_api_image_is_a_web_server_when_nothing_else_is_said() -> None:
    with running("api", port=8000, variables=VARIABLES) as address:
        health = _answer(f"{address}/healthz")

    assert health.json()["status"] == "ok"
    assert health.headers.get("server") is None


def test_the_page_is_in_the_image_that_serves_it() -> None:
    with running("api", port=8000, variables=VARIABLES) as address:
        page = _answer(address)

    assert '<script type="module"' in page.text


def test_the_worker_image_is_a_function_and_drops_books_of_a_job_that_is_gone() -> None:
    message = {
        "version": 1,
        "job_id": "0" * 32,
        "chunk": 0,
        "attempt": 1,
        "books": [{"number": 1, "title": "Harbour"}],
    }
    with running("worker", port=8080, variables=VARIABLES) as address:
        answer = _invoke(address, sqs_event(json.dumps(message)))

    assert answer == {"batchItemFailures": []}


def test_a_message_that_cannot_be_read_is_reported_as_failed() -> None:
    event = sqs_event("no chunk")

    with running("worker", port=8080, variables=VARIABLES) as address:
        answer = _invoke(address, event)

    assert answer == {"batchItemFailures": [{"itemIdentifier": event["Records"][0]["messageId"]}]}


def test_the_sweep_runs_from_the_aggregator_image() -> None:
    with running(
        "aggregator", "services.aggregator.sweep.handler", port=8080, variables=VARIABLES
    ) as address:
        answer = _invoke(address, {})

    assert answer["given_up"] == 0


def test_one_container_imports_a_library_all_by_itself() -> None:
    with running("local", port=8000) as address, httpx.Client(base_url=address, trust_env=False) as http:
        _answer(f"{address}/healthz")
        job = http.post("/v1/jobs", files={"file": ("library.csv", SAMPLE.read_bytes(), "text/csv")}).json()

        def ended() -> dict[str, Any] | None:
            now = http.get(f"/v1/jobs/{job['job_id']}").json()
            return now if now["state"] in ("complete", "failed") else None

        assert eventually(ended, what="the end of the import", within_s=90)["state"] == "complete"


def _answer(url: str) -> httpx.Response:
    """The first answer of a server that may still be starting."""

    def ask() -> httpx.Response | None:
        try:
            answer = httpx.get(url, trust_env=False)
        except httpx.TransportError:
            return None
        return answer if answer.is_success else None

    return eventually(ask, what=f"an answer of {url}", within_s=90)


def _invoke(address: str, event: dict[str, Any]) -> Any:
    """What a function answers, through the runtime interface."""
    url = f"{address}/2015-03-31/functions/function/invocations"
    end = time.monotonic() + 30
    while True:
        try:
            return httpx.post(url, json=event, timeout=30, trust_env=False).json()
        except httpx.TransportError:
            assert time.monotonic() < end, "the runtime interface does not listen"
            time.sleep(0.1)
