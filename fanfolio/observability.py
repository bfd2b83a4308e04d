"""Structured logs and metrics: events, not prose; one JSON object a line, job_id on every one.

Nothing of a reader's library is ever passed here: fields are ids, counts, codes and durations.
"""

import json
import logging
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

NAMESPACE = "Fanfolio"


class EventLog:
    """Writes events as JSON lines; ``bind`` returns a log whose every event carries more fields.

    ``stage`` names the deployment in its metrics.
    """

    def __init__(self, service: str, *, stage: str = "local", **bound: Any) -> None:
        self._service = service
        self._stage = stage
        self._bound = bound
        self._logger = logging.getLogger(f"fanfolio.{service}")

    def bind(self, **fields: Any) -> "EventLog":
        """A log that adds ``fields`` to every event."""
        return EventLog(self._service, stage=self._stage, **{**self._bound, **fields})

    def info(self, event: str, **fields: Any) -> None:
        """Something happened as it should."""
        self._write(logging.INFO, event, fields)

    def warning(self, event: str, **fields: Any) -> None:
        """Something went wrong that the pipeline copes with."""
        self._write(logging.WARNING, event, fields)

    def error(self, event: str, *, exc_info: bool = False, **fields: Any) -> None:
        """Something went wrong that somebody should look at."""
        self._write(logging.ERROR, event, fields, exc_info=exc_info)

    @contextmanager
    def reporting(self, event: str, **fields: Any) -> Iterator[None]:
        """At a process edge: log whatever escapes, once, without its message, and let it escape."""
        try:
            yield
        except Exception:
            self.error(event, exc_info=True, **fields)
            raise

    def metric(self, values: Mapping[str, tuple[float, str]]) -> None:
        """Write CloudWatch metrics in the embedded format: by name a value and CloudWatch's unit.

        The stage is their dimension; what is bound (the job's id) comes along as a property, which is no dimension.
        """
        definitions = [{"Name": name, "Unit": unit} for name, (_, unit) in values.items()]
        document = {
            "_aws": {
                "Timestamp": int(time.time() * 1000),
                "CloudWatchMetrics": [
                    {"Namespace": NAMESPACE, "Dimensions": [["stage"]], "Metrics": definitions}
                ],
            },
            "stage": self._stage,
            "service": self._service,
            **self._bound,
            **{name: value for name, (value, _) in values.items()},
        }
        self._logger.info("%s", json.dumps(document, default=str))

    def _write(self, level: int, event: str, fields: Mapping[str, Any], *, exc_info: bool = False) -> None:
        if not self._logger.isEnabledFor(level):
            return
        record: dict[str, Any] = {"level": logging.getLevelName(level).lower(), "event": event}
        record |= {"service": self._service, **self._bound, **fields}
        if exc_info:
            record |= _where_it_broke()
        self._logger.log(level, "%s", json.dumps(record, default=str))


def _where_it_broke() -> dict[str, Any]:
    """The exception's class and stack without its message: messages of libraries may quote data."""
    kind, _, trace = sys.exc_info()
    frames = []
    while trace is not None:
        code = trace.tb_frame.f_code
        frames.append(f"{code.co_filename.rsplit('/', 2)[-1]}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return {"error": kind.__name__ if kind else None, "stack": frames[-8:]}


def configure_logging(level: str = "INFO") -> None:
    """Send events to standard error, a bare JSON object a line; called once by each bootstrap."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    logger = logging.getLogger("fanfolio")
    logger.handlers = [handler]
    logger.propagate = False
    logger.setLevel(level)
