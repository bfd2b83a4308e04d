"""What a job's page asks for first, named in its document's header: it is on its way before the script has begun.

Without it a reader waits for document, script, standing and dashboard one after the other.
"""

import asyncio
import re

from fanfolio.domain.errors import FanfolioError
from fanfolio.domain.job import JobState
from services.api.bootstrap import Front

# The header is made of it, so nothing else will do.
_JOB_ID = re.compile(r"[0-9a-f]{32}")

# A store that is well answers in a few ms; the page is there to say so when it does not.
_PATIENCE_S = 0.3


async def preloads(front: Front, job_id: str) -> dict[str, str]:
    """The ``Link`` header of a job's document; empty where the script will find that there can be no such job."""
    if not _JOB_ID.fullmatch(job_id):
        return {}
    job = f"/v1/jobs/{job_id}"
    paths = [job, f"{job}/dashboard"] if await _is_known_complete(front, job_id) else [job]
    return {"link": ", ".join(_preload(path) for path in paths)}


async def _is_known_complete(front: Front, job_id: str) -> bool:
    """Whether the store says so at once; of a job that is gone, or by a store that hangs, nobody can."""
    try:
        # The record alone: its sets, which a look at how it stands reads too, say nothing of the state.
        job = await asyncio.wait_for(asyncio.to_thread(front.consult.access.read, job_id), _PATIENCE_S)
    except (FanfolioError, TimeoutError):
        return False
    return job.state is JobState.COMPLETE


def _preload(path: str) -> str:
    # As the script's `fetch` asks: an answer to a different question would be thrown away.
    return f"<{path}>; rel=preload; as=fetch; crossorigin"
