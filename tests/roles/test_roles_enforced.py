"""The functions' roles, enforced: each function can do its work with its own, and a thief could do no more."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from fanfolio.adapters.clock import SystemClock
from fanfolio.adapters.dynamodb import DynamoJobStore
from fanfolio.domain.job import JobState
from fanfolio.messages import encode_chunk
from services.local.children import free_port
from services.local.clients import connected
from services.local.emulator import Emulator, start_emulator
from services.local.function_shapes import AGGREGATOR, DEAD_LETTERS, FUNCTIONS, SWEEP, FunctionShape
from services.local.functions import Function
from services.local.pump import pumping
from services.local.resources import Resources, create_resources
from services.local.variables import process_variables, settings_variables
from tests.fixtures.chunks import a_chunk
from tests.fixtures.events import http_event, schedule_event, sqs_event
from tests.fixtures.jobs import open_job
from tests.fixtures.pipeline import export_of, plain_rows
from tests.fixtures.roles import FAILED_STARTS, StackRoles
from tests.fixtures.simulator import simulator_served
from tests.roles.probes import probes

API = replace(AGGREGATOR, name="fanfolio-api", handler="services.api.main:handler", timeout_s=30)
SHAPES = (API, *FUNCTIONS)

TABLE = Path("docs/security.md")
BEGIN, END = "<!-- what each function may do: tests/roles -->\n", "<!-- end -->\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarded:
    """The pipeline at work, each function with its role's credentials and no others."""

    functions: Mapping[str, Function]
    roles: Mapping[str, Mapping[str, str]]
    names: Resources
    endpoint_url: str
    logs: Path

    def ask(self, method: str, path: str, **parts: Any) -> dict[str, Any]:
        answer: dict[str, Any] = self.functions[API.name].invoke(http_event(method, path, **parts))
        return answer

    def upload(self, rows: int) -> dict[str, Any]:
        answer = self.ask(
            "POST", "/v1/jobs", headers={"content-type": "text/csv"}, body=export_of(plain_rows(rows))
        )
        assert answer["statusCode"] == 202, answer
        return dict(json.loads(answer["body"]))

    def wait(self, job_id: str) -> dict[str, Any]:
        for _ in range(20):
            job: dict[str, Any] = json.loads(self.ask("GET", f"/v1/jobs/{job_id}", query="wait=10")["body"])
            if job["state"] in ("complete", "failed"):
                return job
        raise AssertionError(f"the job stays {job['state']}: see {self.said()[-2000:]}")

    def open_job(self) -> str:
        """A job whose books are being looked up, by nobody."""
        with connected(self.endpoint_url) as owner:
            clock = SystemClock()
            jobs = DynamoJobStore(
                owner.dynamodb, table=self.names.jobs_table, clock=clock, settled_lifetime=timedelta(days=1)
            )
            soon = clock.now() + timedelta(minutes=10)
            return open_job(jobs, JobState.ENRICHING, deadline=soon, expires_at=soon.replace(microsecond=0))

    def said(self) -> str:
        return "".join(path.read_text() for path in sorted(self.logs.glob("*.log")))


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    names, state = Resources(), tmp_path_factory.mktemp("state")
    stack_roles = StackRoles.read(Path(os.environ["ROLES_TEMPLATE"]), names)
    with ExitStack() as ends:
        emulator = ends.enter_context(start_emulator(enforce_roles=True))
        clients = ends.enter_context(connected(emulator.url))
        create_resources(clients, names)
        clients.sqs.create_queue(QueueName=FAILED_STARTS)
        simulator = ends.enter_context(simulator_served())
        port = free_port()
        roles = {shape.name: _role_of(stack_roles, shape, emulator, port) for shape in SHAPES}
        settings = settings_variables(
            names,
            emulator_url=emulator.url,
            simulator_url=str(simulator.base_url).rstrip("/"),
            contact=None,
            more={},
        )

        def variables_of(shape: FunctionShape) -> Mapping[str, str]:
            return process_variables(settings, roles[shape.name])

        functions = ends.enter_context(
            pumping(
                variables_of=variables_of,
                port=port,
                clients=clients,
                endpoint_url=emulator.url,
                names=names,
                state_dir=state,
            )
        )
        api = Function(API, variables=variables_of(API), log=state / "logs" / "api.log")
        ends.callback(api.close)
        yield Guarded(
            functions={**functions, API.name: api},
            roles=roles,
            names=names,
            endpoint_url=emulator.url,
            logs=state / "logs",
        )


def _role_of(stack_roles: StackRoles, shape: FunctionShape, emulator: Emulator, port: int) -> dict[str, str]:
    lent = stack_roles.assume(shape.name.removeprefix("fanfolio-"), emulator)
    return {**lent, "AWS_ENDPOINT_URL_LAMBDA": f"http://127.0.0.1:{port}"}


def test_each_function_can_do_its_work_with_its_own_role(guarded: Guarded) -> None:
    job = guarded.upload(rows=130)
    job_id, owner = job["job_id"], {"authorization": f"Bearer {job['owner_token']}"}

    assert guarded.wait(job_id)["state"] == "complete"
    for path in ("dashboard", "failures", "books.csv"):
        assert guarded.ask("GET", f"/v1/jobs/{job_id}/{path}")["statusCode"] == 200, path
    assert guarded.ask("POST", f"/v1/jobs/{job_id}/retry", headers=owner)["statusCode"] in (200, 202)
    health = guarded.ask("GET", "/healthz", query="deep=true")
    assert json.loads(health["body"])["status"] == "ok", health
    assert guarded.ask("DELETE", f"/v1/jobs/{job_id}", headers=owner)["statusCode"] == 204
    assert guarded.ask("GET", f"/v1/jobs/{job_id}")["statusCode"] == 404
    guarded.functions[SWEEP.name].invoke(schedule_event())

    assert "AccessDenied" not in guarded.said()
    assert "PermissionError" not in guarded.said()


def test_a_file_sent_straight_to_the_store_is_taken_with_the_front_doors_role(guarded: Guarded) -> None:
    answer = guarded.ask("POST", "/v1/uploads")
    assert answer["statusCode"] == 201, answer
    opened = json.loads(answer["body"])
    sent = httpx.post(
        opened["url"],
        data=opened["fields"],
        files={"file": ("a.csv", export_of(plain_rows(3)))},
        trust_env=False,
    )
    assert sent.is_success, sent.text

    accepted = guarded.ask(
        "POST",
        "/v1/jobs",
        headers={"content-type": "application/json"},
        body=json.dumps({"upload_id": opened["upload_id"]}).encode(),
    )

    assert accepted["statusCode"] == 202, accepted
    assert guarded.wait(json.loads(accepted["body"])["job_id"])["state"] == "complete"


@pytest.mark.parametrize("books", [1, 2])
def test_dead_letters_are_settled_or_split_with_their_own_role(guarded: Guarded, books: int) -> None:
    job_id = guarded.open_job()

    message = encode_chunk(a_chunk(job_id=job_id, books=books))
    answer = guarded.functions[DEAD_LETTERS.name].invoke(sqs_event(message))

    assert answer == {"batchItemFailures": []}
    assert ("book_given_up" if books == 1 else "dead_letter_split") in guarded.said()


def test_with_stolen_credentials_nobody_can_do_more_than_is_written_down(guarded: Guarded) -> None:
    told = TABLE.read_text()
    written = told[told.index(BEGIN) + len(BEGIN) : told.index(END)]

    found = table_of({shape: _allowed(guarded, shape) for shape in SHAPES})

    assert found == written.strip("\n"), f"docs/security.md should say:\n{found}"


def _allowed(guarded: Guarded, shape: FunctionShape) -> dict[tuple[str, str], bool]:
    emulator_alone = {
        name: value for name, value in guarded.roles[shape.name].items() if name != "AWS_ENDPOINT_URL_LAMBDA"
    }
    return {(probe.action, probe.on): probe.is_allowed for probe in probes(emulator_alone, guarded.names)}


def table_of(allowed: Mapping[FunctionShape, Mapping[tuple[str, str], bool]]) -> str:
    """A row a call, a column a function: ✓ where it is allowed."""
    heads = [shape.name.removeprefix("fanfolio-") for shape in allowed]
    lines = [f"| call | on | {' | '.join(heads)} |", "|---|---|" + "---|" * len(heads)]
    for call in next(iter(allowed.values())):
        marks = ["✓" if of_function[call] else "–" for of_function in allowed.values()]
        lines.append(f"| `{call[0]}` | {call[1]} | {' | '.join(marks)} |")
    return "\n".join(lines)
