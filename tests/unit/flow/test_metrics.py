"""What the pipeline counts: every declared metric by one step of it, in CloudWatch's embedded format."""

import asyncio
import json
import logging
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from fanfolio.adapters.memory import ScriptedCatalogue
from fanfolio.flow.take_message import TakeMessage
from fanfolio.messages import decode_chunk
from fanfolio.metrics import METRICS, emit
from fanfolio.observability import EventLog
from fanfolio.ports import Delivery, Unanswered
from tests.fixtures.catalogues import LIMITED_BODY, Script, asker
from tests.fixtures.pipeline import Pipeline, export_of, match_of, plain_rows


class Emitted(logging.Handler):
    """Keeps the metrics that pass through the log."""

    def __init__(self) -> None:
        super().__init__()
        self.documents: list[dict[str, Any]] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Take a line that holds metrics."""
        document = json.loads(record.getMessage())
        if "_aws" in document:
            self.documents.append(document)

    def values(self, name: str) -> list[float]:
        """What has been written under a metric's name."""
        return [document[name] for document in self.documents if name in document]


@pytest.fixture
def emitted() -> Iterator[Emitted]:
    """Listens to all logs of the pipeline."""
    handler, logger = Emitted(), logging.getLogger("fanfolio")
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield handler
    logger.removeHandler(handler)
    logger.setLevel(level)


def take_message(pipeline: Pipeline) -> TakeMessage:
    """The worker's step over the pipeline's world."""
    return TakeMessage(
        deliveries=pipeline.queue,
        enrich_chunk=pipeline.enrich_chunk,
        bury=pipeline.bury,
        clock=pipeline.clock,
        log=EventLog("worker"),
    )


def work(pipeline: Pipeline) -> None:
    """Have a worker take the one message that is visible."""
    (received,) = pipeline.queue.receive(most=1)
    delivery = Delivery(
        message=decode_chunk(received.body), receipt=received.receipt, receives=1, waited_s=0.0
    )
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        runner.run(take_message(pipeline)(delivery, until=pipeline.clock.monotonic() + 25, life_s=30))
    pipeline.queue.delete(received.receipt)


def import_ten_books() -> None:
    """Eight are known, one is not, and one must be asked about again."""
    pipeline = Pipeline(ScriptedCatalogue({number: match_of(number) for number in range(1, 9)}))
    pipeline.catalogue.unavailable_numbers = {10: Unanswered(reason="open-library-timeout")}
    job_id = pipeline.upload(export_of(plain_rows(10))).job.job_id
    pipeline.starter.run()
    work(pipeline)
    pipeline.catalogue.unavailable_numbers = {}
    pipeline.clock.advance(3)
    work(pipeline)
    pipeline.aggregate(job_id)


def give_two_books_up() -> None:
    """First as a chunk, then each by itself."""
    pipeline = Pipeline()
    pipeline.upload(export_of(plain_rows(2)))
    pipeline.starter.run()
    (chunk,) = pipeline.queue.receive()
    pipeline.bury(decode_chunk(chunk.body))
    for single in pipeline.queue.receive():
        pipeline.bury(decode_chunk(single.body))


def sweep_twice() -> None:
    """At once, and when it is clear that nobody has started the job."""
    pipeline = Pipeline()
    pipeline.upload(export_of(plain_rows(1)))
    pipeline.sweep()
    pipeline.clock.advance(60)
    pipeline.sweep()


def ask_too_often() -> None:
    """Once more than the catalogue likes."""
    script = Script(httpx.Response(429, text=LIMITED_BODY), httpx.Response(200, text="{}"))
    asyncio.run(asker(script).ask("https://openlibrary.test/search.json", json.loads, until=1_000_000))


def test_an_import_counts_its_books_and_its_seconds(emitted: Emitted) -> None:
    import_ten_books()

    assert emitted.values("BooksSettled") == [9, 1]
    assert emitted.values("BooksPostponed") == [1, 0]
    assert emitted.values("BooksFromCache") == [0, 0]
    assert emitted.values("JobBooks") == [10]
    assert emitted.values("JobBooksMatched") == [8]
    assert emitted.values("JobSeconds") == [3.0]


def test_dead_messages_are_counted_and_the_books_that_are_given_up(emitted: Emitted) -> None:
    give_two_books_up()

    assert emitted.values("DeadMessages") == [1, 1, 1]
    assert emitted.values("BooksGivenUp") == [1, 1]


def test_a_sweep_counts_open_jobs_and_those_that_nobody_watches(emitted: Emitted) -> None:
    sweep_twice()

    assert emitted.values("OpenJobs") == [1, 1]
    assert emitted.values("SweepStuckJobs") == [0, 1]
    assert emitted.values("UnreadableJobs") == [0, 0]


def test_a_catalogue_that_is_asked_too_often_is_counted(emitted: Emitted) -> None:
    ask_too_often()

    assert emitted.values("Catalogue429s") == [1]


def test_every_declared_metric_is_emitted_by_the_pipeline(emitted: Emitted) -> None:
    for happening in (import_ten_books, give_two_books_up, sweep_twice, ask_too_often):
        happening()

    defined = {
        metric["Name"]
        for document in emitted.documents
        for directive in document["_aws"]["CloudWatchMetrics"]
        for metric in directive["Metrics"]
    }
    assert defined == METRICS.keys()


def test_metrics_have_the_stage_as_their_only_dimension_and_tell_nothing_of_a_library(
    emitted: Emitted,
) -> None:
    emit(EventLog("worker", stage="test").bind(job_id="j1"), {"BooksSettled": 5})

    (document,) = emitted.documents
    timestamp = document["_aws"].pop("Timestamp")
    assert isinstance(timestamp, int)
    assert document == {
        "_aws": {
            "CloudWatchMetrics": [
                {
                    "Namespace": "Fanfolio",
                    "Dimensions": [["stage"]],
                    "Metrics": [{"Name": "BooksSettled", "Unit": "Count"}],
                }
            ]
        },
        "stage": "test",
        "service": "worker",
        "job_id": "j1",
        "BooksSettled": 5,
    }


def test_a_metric_that_is_not_declared_is_a_mistake() -> None:
    with pytest.raises(KeyError, match="BooksEaten"):
        emit(EventLog("worker"), {"BooksEaten": 1})
