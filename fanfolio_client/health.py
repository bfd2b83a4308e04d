"""What a deployment says about itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from fanfolio_client.reading import Members


@dataclass(frozen=True, slots=True, kw_only=True)
class PausedCatalogue:
    """A catalogue that nobody asks for now."""

    source: str
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """What a look at storage, queue and catalogues found; ``None`` where storage did not answer.

    ``oldest_job_s`` is how long the longest waiting job has been in its state; late jobs are past their deadline.
    """

    storage_answers: bool
    waiting_messages: int | None
    open_jobs: int | None
    oldest_job_s: float | None
    late_jobs: int | None
    paused_catalogues: tuple[PausedCatalogue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Its ``version`` and ``stage``; ``checks`` only where they were asked for."""

    is_well: bool
    version: str
    stage: str
    checks: Checks | None
    document: Mapping[str, Any] = field(repr=False, compare=False)

    @classmethod
    def read(cls, members: Members) -> "Health":
        """The health that an answer tells of; raises UnexpectedAnswer."""
        checks = members.maybe_object("checks")
        return cls(
            is_well=members.text("status") == "ok",
            version=members.text("version"),
            stage=members.text("stage"),
            checks=None if checks is None else _checks(checks),
            document=members.raw,
        )


def _checks(members: Members) -> Checks:
    return Checks(
        storage_answers=members.text("storage") == "ok",
        waiting_messages=members.maybe_count("waiting_messages"),
        open_jobs=members.maybe_count("open_jobs"),
        oldest_job_s=members.maybe_number("oldest_job_s"),
        late_jobs=members.maybe_count("late_jobs"),
        paused_catalogues=tuple(
            PausedCatalogue(source=paused.text("source"), until=paused.moment("until"))
            for paused in members.objects("paused_catalogues")
        ),
    )
