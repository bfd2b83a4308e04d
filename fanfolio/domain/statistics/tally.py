"""The one way in which statistics count a group of read books, and the arithmetic they share."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from heapq import nlargest, nsmallest
from itertools import accumulate
from math import fsum
from typing import Protocol, TypedDict, TypeVar

from msgspec import Struct

Key = TypeVar("Key", bound=Hashable)
Coarser = TypeVar("Coarser", bound=Hashable)
Entry = TypeVar("Entry")

RANKED_BOOKS = 10
LISTED_NAMES = 100


class Tally(Struct, frozen=True, kw_only=True, gc=False):
    """A group of read books: ``pages`` leaves out ``without_pages`` books, ``mean_rating`` is over ``rated``."""

    books: int
    pages: int
    without_pages: int
    rated: int
    mean_rating: float | None


class RankedBook(Struct, frozen=True, kw_only=True, gc=False):
    """A book's number with the value that earned it its place."""

    number: int
    value: int | float


class TallyFields(TypedDict):
    """A tally's fields, to spread into a row that is a tally with a key."""

    books: int
    pages: int
    without_pages: int
    rated: int
    mean_rating: float | None


class _Counted(Protocol):
    @property
    def pages(self) -> int | None: ...
    @property
    def my_rating(self) -> float | None: ...


class Running:
    """A tally in the making."""

    __slots__ = ("books", "pages", "rated", "stars", "without_pages")

    def __init__(self) -> None:
        self.books = 0
        self.pages = 0
        self.without_pages = 0
        self.rated = 0
        self.stars = 0.0

    def add(self, entry: _Counted) -> None:
        """Count one book."""
        self.books += 1
        if entry.pages is None:
            self.without_pages += 1
        else:
            self.pages += entry.pages
        if entry.my_rating is not None:
            self.rated += 1
            self.stars += entry.my_rating

    def merge(self, other: "Running") -> None:
        """Count all that ``other`` has counted."""
        self.books += other.books
        self.pages += other.pages
        self.without_pages += other.without_pages
        self.rated += other.rated
        self.stars += other.stars

    def fields(self) -> TallyFields:
        """What has been counted so far."""
        return {
            "books": self.books,
            "pages": self.pages,
            "without_pages": self.without_pages,
            "rated": self.rated,
            "mean_rating": ratio(self.stars, self.rated),
        }

    def tally(self) -> Tally:
        """What has been counted so far, as a value."""
        return Tally(**self.fields())


def tally_of(entries: Iterable[_Counted]) -> Tally:
    """The tally of these books."""
    return running_of(entries).tally()


def running_of(entries: Iterable[_Counted]) -> Running:
    """The tally in the making of these books."""
    running = Running()
    for entry in entries:
        running.add(entry)
    return running


def members(pairs: Iterable[tuple[Key, Entry]]) -> dict[Key, list[Entry]]:
    """The books that stand beside each key."""
    groups: defaultdict[Key, list[Entry]] = defaultdict(list)
    for key, entry in pairs:
        groups[key].append(entry)
    return groups


def group(pairs: Iterable[tuple[Key, _Counted]]) -> dict[Key, Running]:
    """A tally in the making for every key, of the books that stand beside it."""
    groups: dict[Key, Running] = {}
    for key, entry in pairs:
        running = groups.get(key)
        if running is None:
            running = groups[key] = Running()
        running.add(entry)
    return groups


def regroup(groups: Mapping[Key, Running], *, by: Callable[[Key], Coarser]) -> defaultdict[Coarser, Running]:
    """The same books under coarser keys, without counting them again; a key without books counts nothing."""
    coarse: defaultdict[Coarser, Running] = defaultdict(Running)
    for key, running in groups.items():
        coarse[by(key)].merge(running)
    return coarse


def ratio(total: float, count: int) -> float | None:
    """``total / count`` to two decimals; ``None`` of nothing."""
    return round(total / count, 2) if count else None


def mean(values: Sequence[float]) -> float | None:
    """The mean to two decimals, whatever the order of the values; ``None`` of nothing."""
    return ratio(fsum(values), len(values))


def median(values: Iterable[int]) -> float | None:
    """The middle value, or the mean of the middle two; ``None`` of nothing."""
    counts = Counter(values)
    size = counts.total()
    if not size:
        return None
    ordered = sorted(counts)
    places = list(accumulate(counts[value] for value in ordered))
    lower = ordered[bisect_right(places, (size - 1) // 2)]
    upper = ordered[bisect_right(places, size // 2)]
    return (lower + upper) / 2


def most_frequent(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """The hundred names of highest count with that count, a tie going to the name that sorts first."""
    # A bar first: of a hundred thousand names few reach it.
    bar = min(nlargest(LISTED_NAMES, counts.values()), default=0)
    reaching = [(name, count) for name, count in counts.items() if count >= bar]
    return sorted(reaching, key=lambda pair: (-pair[1], pair[0]))[:LISTED_NAMES]


def highest(values: Sequence[int | float], *, numbers: Sequence[int]) -> tuple[RankedBook, ...]:
    """The ten books of highest value, a tie going to the smaller number; ``numbers`` says whose each value is."""
    # In two steps, because bare numbers are compared many times faster than pairs.
    bar = min(nlargest(RANKED_BOOKS, values), default=0)
    chosen = sorted((-value, number) for value, number in zip(values, numbers, strict=True) if value >= bar)
    return tuple(RankedBook(number=number, value=-value) for value, number in chosen[:RANKED_BOOKS])


def lowest(values: Sequence[int | float], *, numbers: Sequence[int]) -> tuple[RankedBook, ...]:
    """The ten books of lowest value, a tie going to the smaller number; ``numbers`` says whose each value is."""
    bar = max(nsmallest(RANKED_BOOKS, values), default=0)
    chosen = sorted((value, number) for value, number in zip(values, numbers, strict=True) if value <= bar)
    return tuple(RankedBook(number=number, value=value) for value, number in chosen[:RANKED_BOOKS])
