"""Where a job's objects are kept: everything of a job lies under one prefix, so that deleting finds it all."""

import secrets


def prefix_of(job_id: str) -> str:
    """The prefix under which everything of a job is stored."""
    return f"jobs/{job_id}/"


def upload_key(job_id: str) -> str:
    """The reader's file, byte for byte."""
    return f"{prefix_of(job_id)}upload.csv"


def library_key(job_id: str) -> str:
    """The books read from it, gzipped JSON Lines."""
    return f"{prefix_of(job_id)}library.jsonl.gz"


def complaints_key(job_id: str) -> str:
    """The rows that are no books, gzipped JSON Lines."""
    return f"{prefix_of(job_id)}complaints.jsonl.gz"


def results_prefix(job_id: str) -> str:
    """The prefix of all results of a job."""
    return f"{prefix_of(job_id)}results/"


def result_key(job_id: str, chunk: int, attempt: int) -> str:
    """A key for one processed message that is never used twice, however often the message arrives."""
    return f"{results_prefix(job_id)}{chunk:05d}-{attempt}-{secrets.token_hex(8)}.json"


def export_key(job_id: str) -> str:
    """A key for one CSV that is too large to be answered directly."""
    return f"{prefix_of(job_id)}export-{secrets.token_hex(8)}.csv.gz"


def waiting_upload_key(upload_id: str) -> str:
    """A file that was sent straight to the store and belongs to no job yet: outside of every job's prefix."""
    return f"uploads/{upload_id}.csv"


def dashboard_key(job_id: str) -> str:
    """A key for one assembled document that is never used twice: the job's record names the one that stands."""
    return f"{prefix_of(job_id)}dashboard-{secrets.token_hex(8)}.json.gz"
