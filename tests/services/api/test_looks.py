"""Many who ask for the same job share looks at it, and none is told what was so before they asked."""

import asyncio
import threading

import pytest

from fanfolio.domain.errors import JobNotFound
from fanfolio.flow.accept_upload import Accepted
from fanfolio.flow.consult import JobStatus
from services.api.looks import Looks
from tests.fixtures.pipeline import Pipeline, export_of, plain_rows


class SlowConsult:
    """Looks as the real one does, then holds its answer back until it is let go."""

    def __init__(self, pipeline: Pipeline) -> None:
        self._status = pipeline.front.consult.status
        self.looks = 0
        self.looked = threading.Event()
        self.let_go = threading.Event()

    def status(self, job_id: str) -> JobStatus:
        self.looks += 1
        try:
            return self._status(job_id)
        finally:
            self.looked.set()
            assert self.let_go.wait(10)


@pytest.fixture
def pipeline() -> Pipeline:
    return Pipeline()


@pytest.fixture
def accepted(pipeline: Pipeline) -> Accepted:
    return pipeline.run(export_of(plain_rows(2)))


def slow_looks(pipeline: Pipeline) -> tuple[Looks, SlowConsult]:
    consult = SlowConsult(pipeline)
    object.__setattr__(pipeline.front, "consult", consult)
    return Looks(pipeline.front), consult


async def test_all_who_come_during_a_look_are_told_by_the_next_one(
    pipeline: Pipeline, accepted: Accepted
) -> None:
    job_id = accepted.job.job_id
    looks, consult = slow_looks(pipeline)

    first = asyncio.create_task(looks.at(job_id))
    await asyncio.to_thread(consult.looked.wait, 10)
    others = [asyncio.create_task(looks.at(job_id)) for _ in range(50)]
    await asyncio.sleep(0)
    consult.let_go.set()
    told = await asyncio.gather(first, *others)

    assert consult.looks == 2
    assert {view.state for view, _ in told} == {"complete"}
    assert looks._next == looks._under_way == {}


async def test_who_asks_after_a_deletion_is_not_told_by_a_look_that_began_before_it(
    pipeline: Pipeline, accepted: Accepted
) -> None:
    job_id, consult_really = accepted.job.job_id, pipeline.front.consult
    looks, consult = slow_looks(pipeline)

    before = asyncio.create_task(looks.at(job_id))
    await asyncio.to_thread(consult.looked.wait, 10)
    consult_really.delete(job_id, owner_token=accepted.owner_token)
    after = [asyncio.create_task(looks.at(job_id)) for _ in range(2)]
    await asyncio.sleep(0)
    consult.let_go.set()

    assert (await before)[0].state == "complete"
    for one in after:
        with pytest.raises(JobNotFound):
            await one


async def test_who_hangs_up_does_not_take_the_answer_from_the_others(
    pipeline: Pipeline, accepted: Accepted
) -> None:
    job_id = accepted.job.job_id
    looks, consult = slow_looks(pipeline)

    one, other = (asyncio.create_task(looks.at(job_id)) for _ in range(2))
    await asyncio.to_thread(consult.looked.wait, 10)
    one.cancel()
    consult.let_go.set()

    assert (await other)[0].state == "complete"
    assert consult.looks == 1
