"""How a job stands, in a few lines."""

from collections.abc import Iterator

from rich.text import Text

from fanfolio_client.command.terminal import plain
from fanfolio_client.job import Job, JobState

_STYLES = {JobState.COMPLETE: "bold green", JobState.FAILED: "bold red"}


def standing(job: Job, *, page_url: str) -> Text:
    """The state, the counts, what did not become a book, and where to look."""
    return Text("\n").join(_lines(job, page_url))


def _lines(job: Job, page_url: str) -> Iterator[Text]:
    yield Text.assemble((job.state.capitalize(), _STYLES.get(job.state, "bold cyan")), _how_far(job))
    if job.failure:
        yield Text(f"  {plain(job.failure.message)}")
    if job.settled:
        counts = job.counts
        yield Text(
            f"  {counts.matched:,} matched · {counts.unmatched:,} unmatched · {counts.unavailable:,} unavailable"
        )
    if job.complaints:
        yield Text(f"  {job.complaints:,} {'row is no book' if job.complaints == 1 else 'rows are no books'}")
    if job.layout:
        yield Text(f"  {plain(job.layout)}", style="dim")
    yield Text.assemble(
        "  ", (page_url, "dim"), (f" until {job.expires_at.day} {job.expires_at:%B %Y}", "dim")
    )


def _how_far(job: Job) -> str:
    if job.total is None:
        return ""
    seconds = _seconds(job)
    took = "" if seconds is None else f" in {seconds:.1f} s"
    return f": {job.settled:,} of {job.total:,} books looked up{took}"


def _seconds(job: Job) -> float | None:
    """From the upload to the dashboard; unknown while it runs."""
    done = job.steps.get("complete")
    # A retry takes its own time, of which the first steps know nothing.
    if job.state is not JobState.COMPLETE or done is None or job.steps.get("enriching", done) > done:
        return None
    return (done - job.created_at).total_seconds()
