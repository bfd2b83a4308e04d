"""Looks at jobs, shared by all who ask for the same one: a job that many watch costs no more than one that few do."""

import asyncio

from fastapi.concurrency import run_in_threadpool

from services.api.bootstrap import Front
from services.api.etags import etag_of
from services.api.views import JobView, job_view

Look = tuple[JobView, str]


class Looks:
    """Whoever asks gets a look that began after they asked: a deletion that was answered is seen by all from then on.

    While one look at a job is under way, all who come are told by the next one.
    """

    def __init__(self, front: Front) -> None:
        self._front = front
        self._under_way: dict[str, asyncio.Task[Look]] = {}
        self._next: dict[str, asyncio.Task[Look]] = {}

    async def at(self, job_id: str) -> Look:
        """The job as the API tells it, and its tag; raises JobNotFound, StorageUnavailable."""
        # A process of Lambda has nobody else to serve meanwhile: a thread would be a fifth of the request's cost.
        if self._front.serves_one_at_a_time:
            return self._look(job_id)
        if job_id not in self._next:
            self._next[job_id] = asyncio.create_task(self._look_once(job_id))
            self._next[job_id].add_done_callback(_is_heard)
        # One who hangs up does not take the answer from the others.
        return await asyncio.shield(self._next[job_id])

    async def _look_once(self, job_id: str) -> Look:
        try:
            if former := self._under_way.get(job_id):
                await asyncio.wait([former])
        finally:
            # It begins: who comes from now on waits for another.
            mine = self._next.pop(job_id)
        self._under_way[job_id] = mine
        try:
            return await run_in_threadpool(self._look, job_id)
        finally:
            del self._under_way[job_id]

    def _look(self, job_id: str) -> Look:
        view = job_view(self._front.consult.status(job_id))
        return view, etag_of(view.model_dump_json().encode())


def _is_heard(look: asyncio.Task[Look]) -> None:
    """An error that nobody is left to be told of is no bug."""
    if not look.cancelled():
        look.exception()
