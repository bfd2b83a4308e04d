"""The whole API against its own description, under uvicorn, with the pipeline working behind it.

``FANFOLIO_TEST_DEPTH=deep`` asks hundreds of times more often than the default.
"""

import itertools
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from schemathesis.config import SchemathesisConfig

from fanfolio.adapters.memory import ScriptedCatalogue
from fanfolio.ports import Unanswered
from tests.fixtures.live import Live, live_service
from tests.fixtures.pipeline import export_of, match_of, plain_rows

DEEP = os.environ.get("FANFOLIO_TEST_DEPTH") == "deep"
BOUNDED = settings(
    max_examples=300 if DEEP else 12,
    derandomize=not DEEP,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)

DESCRIPTION = Path("docs/openapi.json").read_text()
# Without the settings in schemathesis.toml, which are for whoever does not send real exports.
SCHEMA = schemathesis.openapi.from_dict(json.loads(DESCRIPTION), config=SchemathesisConfig())

# What a random text is worth as an upload is told elsewhere; here most uploads should become jobs.
schemathesis.openapi.media_type("text/csv", st.integers(1, 5).map(lambda count: export_of(plain_rows(count))))

from schemathesis.specs.openapi.checks import negative_data_rejection  # noqa: E402 - stands where its reason does

TOKENS: dict[str, str] = {}
NUMBERS = itertools.count()


@pytest.fixture(scope="module")
def service() -> Iterator[Live]:
    catalogue = ScriptedCatalogue({1: match_of(1), 2: match_of(2)})
    catalogue.unavailable_numbers = {3: Unanswered(reason="open-library-timeout")}
    with live_service(catalogue, speed=400.0) as live:
        yield live


@SCHEMA.auth(refresh_interval=None)
class Owner:
    """Whoever began a job is its owner."""

    def get(self, case: schemathesis.Case, context: object) -> str | None:
        return TOKENS.get(str(case.path_parameters.get("job_id"))) if case.path_parameters else None

    def set(self, case: schemathesis.Case, token: str, context: object) -> None:
        case.headers["Authorization"] = f"Bearer {token}"


@schemathesis.hook
def before_call(context: Any, case: schemathesis.Case, kwargs: dict[str, Any]) -> None:
    """A key that comes with another file is refused, rightly: each of these requests is the first of its kind."""
    if "Idempotency-Key" in case.headers and 16 <= len(case.headers["Idempotency-Key"]) <= 255:
        case.headers["Idempotency-Key"] = f"request-number-{next(NUMBERS):08d}"


@schemathesis.hook
def after_call(context: Any, case: schemathesis.Case, response: schemathesis.Response) -> None:
    if response.status_code == 202 and case.operation.definition.raw["operationId"] == "createJob":
        job = response.json()
        TOKENS[job["job_id"]] = job["owner_token"]


@SCHEMA.parametrize()
@BOUNDED
def test_every_operation_answers_as_described(case: schemathesis.Case, service: Live) -> None:
    case.call_and_validate(base_url=service.url)


def test_operations_in_a_row_answer_as_described(service: Live) -> None:
    class Visitor(SCHEMA.as_state_machine()):  # type: ignore[misc] # made at run time
        def get_call_kwargs(self, case: schemathesis.Case) -> dict[str, Any]:
            return {"base_url": service.url}

        def validate_response(self, response: Any, case: schemathesis.Case, **how: Any) -> None:
            # In a row, uploads are ours and right, also where the framework thinks it has spoilt them.
            case.validate_response(response, excluded_checks=[negative_data_rejection])

    Visitor.run(settings=settings(BOUNDED, max_examples=100 if DEEP else 8, stateful_step_count=10))


def test_the_service_describes_itself_as_committed(service: Live) -> None:
    assert httpx.get(f"{service.url}/openapi.json").json() == json.loads(DESCRIPTION)
