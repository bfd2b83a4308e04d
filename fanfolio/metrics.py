"""The metrics of a deployment and their units. Dashboard and alarms in the cloud read exactly these.

The only dimension is the stage: each further one would be a metric of its own to pay for, and a name belongs
to one step of the pipeline anyway.
"""

from collections.abc import Mapping

from fanfolio.observability import EventLog

_SECONDS = "Seconds"
_COUNT = "Count"

# Metric → CloudWatch unit.
METRICS: Mapping[str, str] = {
    # Of a job that is complete: from upload to dashboard.
    "JobSeconds": _SECONDS,
    "JobBooks": _COUNT,
    "JobBooksMatched": _COUNT,
    # Of a message that a worker has settled.
    "BooksSettled": _COUNT,
    "BooksPostponed": _COUNT,
    "BooksFromCache": _COUNT,
    "CatalogueRequests": _COUNT,
    # Of a catalogue's answer "too many requests".
    "Catalogue429s": _COUNT,
    # Of a message that its workers died of.
    "DeadMessages": _COUNT,
    "BooksGivenUp": _COUNT,
    # Of a sweep, once a minute.
    "OpenJobs": _COUNT,
    "SweepStuckJobs": _COUNT,
    "UnreadableJobs": _COUNT,
}


def emit(log: EventLog, values: Mapping[str, float]) -> None:
    """Write metrics into a log, from where CloudWatch takes them; raises KeyError for one that is not declared."""
    log.metric({name: (value, METRICS[name]) for name, value in values.items()})
