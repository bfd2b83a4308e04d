"""The three circles of books that statistics speak of: all, read, and read on a known day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from fanfolio.domain.statistics.entry import BookEntry
from fanfolio.domain.statistics.names import name_key


@dataclass(frozen=True)
class Library:
    """A library's entries in row order, and the circles within them."""

    entries: Sequence[BookEntry]

    @cached_property
    def read(self) -> list[BookEntry]:
        """The books that count as read."""
        return [entry for entry in self.entries if entry.read]

    @cached_property
    def dated(self) -> list[tuple[date, BookEntry]]:
        """The read books whose day is known, each with that day, in row order."""
        return [(entry.date_read, entry) for entry in self.read if entry.date_read is not None]

    @cached_property
    def undated(self) -> list[BookEntry]:
        """The read books whose day is not known."""
        return [entry for entry in self.read if entry.date_read is None]

    @cached_property
    def written(self) -> list[tuple[str, BookEntry]]:
        """The read books whose author is known, each with what all spellings of the first author share."""
        return [(name_key(entry.authors[0]), entry) for entry in self.read if entry.authors]

    @cached_property
    def years(self) -> range:
        """Every year from the first to the last with a dated book, none left out; empty without dates."""
        if not self.dated:
            return range(0)
        found = {day.year for day, _ in self.dated}
        return range(min(found), max(found) + 1)
