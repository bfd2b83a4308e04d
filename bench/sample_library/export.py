"""The reader's library in the 24 columns of a Goodreads export."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping

from bench.sample_library.known_by import known_by
from bench.sample_library.reader import Reading
from catalogue_sim import isbn as isbns
from catalogue_sim.dice import Dice

# editions are invented, so their publishers are
_PUBLISHERS = (
    "Alder & Finch",
    "Blue Harbour Books",
    "Casa Almendra",
    "Éditions du Quai",
    "Half Moon Paperbacks",
    "Kestrel Classics",
    "Lantern House",
    "North Gate Press",
    "Papierboot Verlag",
    "Quillon",
    "Seven Rivers",
    "Two Elms",
)
_BINDINGS = ("Paperback",) * 10 + ("Hardcover",) * 5 + ("Mass Market Paperback",) * 3 + ("Audiobook", "ebook")

_REVIEWS = (
    "Read it on three trains and a ferry. I missed one stop because of chapter nine.",
    "Slow to start, impossible to stop.<br/><br/>I would read the last fifty pages again tomorrow.",
    "Everyone told me to read this. Everyone was right, annoyingly.",
    "Beautiful sentences, and I still do not know what happened.",
    "Good company for a week of flu.",
    "I wanted to like it more than I did. Perhaps at another age.",
    "<spoiler>I did not see the ending coming, and I had been told.</spoiler> Still thinking about it.",
    "Too long by a third, but what a middle third.",
    "The book club split exactly in half. I was on the side that cried.",
    "Second time. It has changed, or I have.",
    "Funny on every page, and then suddenly not.",
    "<blockquote>The sea does not explain itself.</blockquote> Not from this book, but it could be.",
    "Read aloud over a month of evenings; requests for one more chapter were granted.",
    "I learned something on every page and have forgotten most of it.",
    "Lo empecé con diccionario y lo terminé sin él.",
    "The map at the front deserves a star of its own.",
    "Not for me, and I can see exactly whom it is for.",
    "Clear, kind and useful. I have already lent it out.",
)
_PRIVATE_NOTES = (
    "Lent to Ana, March.",
    "Signed copy, top shelf.",
    "Ask M. for the sequel.",
    "From the market.",
)


def export_csv(readings: Iterable[Reading]) -> str:
    """The export, latest additions first; its columns are the keys of a row's cells, in their order."""
    ordered = sorted(readings, key=lambda reading: (reading.date_added, reading.book.number), reverse=True)
    positions: Counter[str] = Counter()
    numbered: dict[int, dict[str, int]] = {}
    for reading in reversed(ordered):
        positions.update(_bookshelves(reading))
        numbered[reading.book.number] = {shelf: positions[shelf] for shelf in _bookshelves(reading)}
    page = io.StringIO()
    rows = [_cells(reading, numbered[reading.book.number]) for reading in ordered]
    writer = csv.DictWriter(page, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return page.getvalue()


def _cells(reading: Reading, positions: Mapping[str, int]) -> dict[str, object]:
    book, dice = reading.book, Dice("cells", reading.book.number)
    has_isbn = known_by(book).exported_isbn
    binding = dice.one_of(_BINDINGS) if has_isbn else "Kindle Edition"
    review = _review(reading)
    return {
        "Book Id": book.goodreads_id,
        "Title": book.title + _series_suffix(book.series),
        "Author": book.authors[0],
        "Author l-f": _last_first(book.authors[0]),
        "Additional Authors": ", ".join(book.authors[1:]),
        **_isbn_cells(book.isbn13 if has_isbn else None, dice),
        "My Rating": reading.rating,
        "Average Rating": f"{book.rating:.2f}",
        "Publisher": dice.one_of(_PUBLISHERS) if dice.chance(0.94) else "",
        "Binding": binding,
        "Number of Pages": book.pages if binding != "Audiobook" and dice.chance(0.97) else "",
        "Year Published": min(2025, max(book.year, dice.between(1985, 2024))) if dice.chance(0.98) else "",
        "Original Publication Year": book.year if dice.chance(0.97) else "",
        "Date Read": reading.date_read.strftime("%Y/%m/%d") if reading.date_read else "",
        "Date Added": reading.date_added.strftime("%Y/%m/%d"),
        "Bookshelves": ", ".join(positions),
        "Bookshelves with positions": ", ".join(f"{shelf} (#{at})" for shelf, at in positions.items()),
        "Exclusive Shelf": reading.shelf,
        "My Review": review,
        "Spoiler": "true" if "<spoiler>" in review else "",
        "Private Notes": dice.one_of(_PRIVATE_NOTES) if dice.chance(0.015) else "",
        "Read Count": reading.times_read,
        "Owned Copies": int("owned" in reading.own_shelves),
    }


def _bookshelves(reading: Reading) -> tuple[str, ...]:
    state = () if reading.shelf == "read" else (reading.shelf,)
    return (*reading.own_shelves, *state)


def _isbn_cells(isbn13: str | None, dice: Dice) -> dict[str, str]:
    short = isbns.to_10(isbn13) if isbn13 else None
    style = dice.below(25)
    return {
        "ISBN": f'="{short}"' if short and style != 0 else '=""',
        "ISBN13": f'="{isbn13}"' if isbn13 and style != 1 else '=""',
    }


def _series_suffix(series: str | None) -> str:
    if series is None:
        return ""
    name, mark, position = series.partition(" #")
    return f" ({name}, #{position})" if mark else f" ({name})"


def _last_first(author: str) -> str:
    first, _, last = author.rpartition(" ")
    return f"{last}, {first}" if first else author


def _review(reading: Reading) -> str:
    # every 32nd book has one, if it was read, so that none is used twice
    place, rest = divmod(reading.book.number, 32)
    return _REVIEWS[place % len(_REVIEWS)] if rest == 5 and reading.shelf == "read" else ""
