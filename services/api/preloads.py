"""What a job's page asks for first, named in its document's header: it is on its way before the script has begun.

Without it a reader waits for document, script, standing and dashboard one after the other.
"""

import re

from fanfolio.domain.errors import FanfolioError
from fanfolio.domain.job import JobState
from services.api.bootstrap import Front

# The header is made of it, so nothing else will do.
_JOB_ID = re.compile(r"[0-9a-f]{32}")


def preloads(front: Front, job_id: str) -> dict[str, str]:
    """The ``Link`` header of a job's document; empty where the script will find that there is no job."""
    if not _JOB_ID.fullmatch(job_id):
        return {}
    job = f"/v1/jobs/{job_id}"
    try:
        is_complete = front.consult.status(job_id).job.state is JobState.COMPLETE
    except FanfolioError:
        # A job that is gone, or a store that does not answer for now: the script says so in words.
        return {}
    return {
        "link": ", ".join(_preload(path) for path in ([job, f"{job}/dashboard"] if is_complete else [job]))
    }


def _preload(path: str) -> str:
    # As the script's `fetch` asks: an answer to a different question would be thrown away.
    return f"<{path}>; rel=preload; as=fetch; crossorigin"
