"""Which days and years of an export can be true: a slip of the pen must not stretch a chart over centuries."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

# Nobody alive finished a book before this day.
_FIRST_DAY = date(1900, 1, 1)

# An upload's day is counted in UTC; in the far east it is tomorrow already.
_TIME_ZONES = timedelta(days=1)

# The oldest books there are; and books announced years ahead can stand on a to-read shelf.
_FIRST_YEAR = -4000
_ANNOUNCED_YEARS = 5


@dataclass(frozen=True, slots=True)
class Plausible:
    """The bounds seen from the day of the upload."""

    last_day: date
    last_year: int

    @classmethod
    def at(cls, uploaded_at: datetime) -> "Plausible":
        """The bounds for an export that was uploaded then."""
        day = uploaded_at.astimezone(UTC).date()
        return cls(last_day=day + _TIME_ZONES, last_year=day.year + _ANNOUNCED_YEARS)

    def day(self, day: date | None) -> date | None:
        """The day if it can be true, else ``None``."""
        return day if day is not None and _FIRST_DAY <= day <= self.last_day else None

    def year(self, year: int | None) -> int | None:
        """The year if a book can be from it, else ``None``; there was no year 0."""
        return year if year and _FIRST_YEAR <= year <= self.last_year else None
