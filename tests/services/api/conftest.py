"""The front door over in-memory ports, and somebody who sends it requests through ASGI."""

import pytest

from fanfolio.adapters.memory import ScriptedCatalogue
from services.api.app import create_app
from tests.fixtures.asgi import AsgiClient
from tests.fixtures.pipeline import Pipeline, match_of


@pytest.fixture
def pipeline() -> Pipeline:
    return Pipeline(ScriptedCatalogue({1: match_of(1), 2: match_of(2)}))


@pytest.fixture
def client(pipeline: Pipeline) -> AsgiClient:
    return AsgiClient(create_app(pipeline.front))
