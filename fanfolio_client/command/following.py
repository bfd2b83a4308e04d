"""Waits for a job: a bar where a person watches, else a line for each news."""

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

from fanfolio_client import job as jobs
from fanfolio_client.client import ImportedLibrary
from fanfolio_client.command.terminal import Terminal
from fanfolio_client.command.visit import Visit
from fanfolio_client.errors import JobFailed
from fanfolio_client.job import Job
from fanfolio_client.lines import OnProgress

_DOING = {
    jobs.JobState.ACCEPTED: "Waiting",
    jobs.JobState.READING: "Reading the file",
    jobs.JobState.ENRICHING: "Looking books up",
    jobs.JobState.ASSEMBLING: "Counting",
    jobs.JobState.COMPLETE: "Complete",
    jobs.JobState.FAILED: "Failed",
}


def follow(visit: Visit, library: ImportedLibrary) -> Job:
    """The job when it has ended, well or not; interrupted, says how to come back to it."""
    try:
        if visit.terminal.is_watched:
            _with_bar(visit.terminal, library)
        else:
            library.wait(_by_lines(visit.terminal))
    except JobFailed:
        return library.status()
    except KeyboardInterrupt:
        visit.terminal.say(f"Interrupted. The job goes on; to come back to it: {visit.resume(library)}")
        raise
    return library.job or library.status()


def some_failed(job: Job) -> bool:
    """Whether `fanfolio failures` has anything to list about a job."""
    return bool(job.counts.unmatched or job.counts.unavailable or job.complaints)


def _with_bar(terminal: Terminal, library: ImportedLibrary) -> None:
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description:<16}"),
        BarColumn(36),
        MofNCompleteColumn(),
        TextColumn("books"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=terminal.err, transient=True) as bar:
        task = bar.add_task(_DOING[jobs.JobState.ACCEPTED], total=None)

        def show(progress: jobs.Progress) -> None:
            doing = _DOING.get(progress.state, progress.state)
            bar.update(task, description=doing, completed=progress.settled, total=progress.total)

        library.wait(show)


def _by_lines(terminal: Terminal) -> OnProgress:
    def show(progress: jobs.Progress) -> None:
        doing = _DOING.get(progress.state, progress.state)
        of = "" if progress.total is None else f": {progress.settled:,} of {progress.total:,} books"
        terminal.say(f"{doing}{of}")

    return show
