"""The invented reader: which books are read, when, how they were liked, and where they stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bench.sample_library.books import SampleBook
from catalogue_sim.dice import Dice

JOINED = date(2015, 2, 14)
EXPORTED = date(2025, 10, 31)

_BOOKS_A_YEAR = {
    2015: 24,
    2016: 31,
    2017: 27,
    2018: 38,
    2019: 33,
    2020: 58,
    2021: 44,
    2022: 36,
    2023: 29,
    2024: 41,
    2025: 34,
}
_OWN_SHELVES = {
    "sf": "sci-fi",
    "dystopia": "sci-fi",
    "fantasy": "fantasy",
    "mystery": "crime",
    "thriller": "crime",
    "spy": "crime",
    "poetry": "poetry",
    "drama": "plays",
    "comics": "graphic",
    "manga": "graphic",
    "history": "history",
    "memoir": "lives",
    "biography": "lives",
    "classic": "classics",
    "children": "for-the-kids",
    "picture": "for-the-kids",
    "science": "how-things-work",
    "math": "how-things-work",
    "tech": "work",
    "business": "work",
}
_LOVED = {"sf", "fantasy", "mystery", "nature", "magical"}
_ENDURED = {"business", "selfhelp", "horror", "romance"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the reader did with a book; ``rating`` 0 is unrated, ``date_read`` may be forgotten."""

    book: SampleBook
    shelf: str
    own_shelves: tuple[str, ...]
    rating: int
    date_added: date
    date_read: date | None
    times_read: int


def readings_of(books: Sequence[SampleBook]) -> list[Reading]:
    """What happened to each book, in the table's order."""
    shelves = {book.number: _shelf(book) for book in books}
    dates = _dates_read([book for book in books if shelves[book.number] == "read"])
    return [_reading(book, shelves[book.number], dates.get(book.number)) for book in books]


def _shelf(book: SampleBook) -> str:
    if book.number in {37, 151, 268, 402, 530}:
        return "currently-reading"
    throw = Dice("shelf", book.number).share()
    if throw < 0.035:
        return "did-not-finish"
    return "to-read" if throw < 0.25 else "read"


def _dates_read(read: Iterable[SampleBook]) -> dict[int, date]:
    """Dates for three quarters of the books read, series in their order."""
    dates: dict[int, date] = {}
    by_series: dict[str, list[int]] = {}
    for book in read:
        if Dice("dated", book.number).chance(0.77):
            dates[book.number] = _day_after_publication(book)
            if book.series:
                by_series.setdefault(book.series.partition(" #")[0], []).append(book.number)
    for numbers in by_series.values():
        ordered = sorted(dates[number] for number in numbers)
        dates.update(zip(numbers, ordered, strict=True))
    return dates


def _day_after_publication(book: SampleBook) -> date:
    dice = Dice("date-read", book.number)
    years = [year for year, count in _BOOKS_A_YEAR.items() if year > book.year for _ in range(count)]
    first = date(dice.one_of(years or [EXPORTED.year]), 1, 1)
    day = first + timedelta(days=dice.below(365))
    return min(
        max(day, JOINED + timedelta(days=dice.between(3, 40))), EXPORTED - timedelta(days=dice.below(20))
    )


def _reading(book: SampleBook, shelf: str, date_read: date | None) -> Reading:
    dice = Dice("reading", book.number)
    rating = _rating(book, dice) if shelf == "read" and not dice.chance(0.09) else 0
    if shelf == "did-not-finish" and dice.chance(0.4):
        rating = dice.between(1, 2)
    again = shelf == "read" and dice.chance(0.05)
    return Reading(
        book=book,
        shelf=shelf,
        own_shelves=_own_shelves(book, dice, rating=rating, again=again),
        rating=rating,
        date_added=_date_added(book, dice, date_read),
        date_read=date_read,
        times_read=_times_read(shelf, dice, again=again),
    )


def _rating(book: SampleBook, dice: Dice) -> int:
    leaning = 0.45 * (book.genres[0] in _LOVED) - 0.6 * (book.genres[0] in _ENDURED)
    felt = book.rating - 0.35 + leaning + dice.between(-130, 110) / 100
    return min(5, max(1, round(felt)))


def _own_shelves(book: SampleBook, dice: Dice, *, rating: int, again: bool) -> tuple[str, ...]:
    likely = {_OWN_SHELVES[code]: 0.8 for code in book.genres if code in _OWN_SHELVES}
    likely |= {"owned": 0.18, "book-club": 0.05, "holiday-reading": 0.04}
    likely["favourites"] = 0.5 if rating == 5 else 0.0
    likely["in-the-original"] = 0.9 if book.language != "eng" else 0.0
    likely["reread"] = 1.0 if again else 0.0
    return tuple(shelf for shelf, share in likely.items() if dice.chance(share))


def _date_added(book: SampleBook, dice: Dice, date_read: date | None) -> date:
    if date_read is not None:
        earliest = date_read - timedelta(days=dice.below(20) * dice.below(20))
        return max(earliest, JOINED, date(min(book.year, date_read.year) if book.year > 0 else 1, 1, 1))
    since = max(JOINED, date(min(max(book.year, 1), EXPORTED.year - 1), 6, 1))
    # most of what was read before joining was added on the first day
    return since if dice.chance(0.4) else since + timedelta(days=dice.below((EXPORTED - since).days))


def _times_read(shelf: str, dice: Dice, *, again: bool) -> int:
    if shelf == "read":
        return dice.between(2, 3) if again else 1
    return 1 if shelf == "currently-reading" else 0
