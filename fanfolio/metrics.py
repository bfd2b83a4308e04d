"""The metrics of a deployment: which service counts what, in which unit. Dashboard and alarms read exactly these.

Dimensions are the stage and the service alone: each further one would be a metric of its own to pay for.
"""

from collections.abc import Mapping

from fanfolio.observability import EventLog

SECONDS = "Seconds"
COUNT = "Count"

# Service → metric → CloudWatch unit.
METRICS: Mapping[str, Mapping[str, str]] = {
    # One line a job that is complete.
    "aggregator": {"JobSeconds": SECONDS, "JobBooks": COUNT, "JobBooksMatched": COUNT},
    # One line a message.
    "worker": {
        "BooksSettled": COUNT,
        "BooksPostponed": COUNT,
        "BooksFromCache": COUNT,
        "CatalogueRequests": COUNT,
        "Catalogue429s": COUNT,
    },
    # One line a dead message.
    "dead-letters": {"DeadMessages": COUNT, "BooksGivenUp": COUNT},
    # One line a minute.
    "sweep": {"OpenJobs": COUNT, "SweepStuckJobs": COUNT},
}


def emit(log: EventLog, service: str, values: Mapping[str, float], *, stage: str) -> None:
    """Write a service's metrics into its log; raises KeyError for one that is not declared above."""
    units = METRICS[service]
    log.metric({name: (value, units[name]) for name, value in values.items()}, stage=stage)
