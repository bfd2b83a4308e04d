"""The simulator's fixed table: what an open catalogue might know about the sample's books, flaws included."""

from collections.abc import Iterator, Sequence
from typing import Any

from bench.sample_library.books import SampleBook
from bench.sample_library.known_by import known_by
from catalogue_sim import isbn as isbns
from catalogue_sim.dice import Dice
from catalogue_sim.profiles import PROFILES, categories_of, subjects_of

_OTHER_LANGUAGES = ("eng", "spa", "fre", "ger", "ita", "por", "rus", "pol", "jpn", "ukr", "tur", "heb")
_FIRST_PRINTED = 1450  # before it no edition can be the first one
_DUPLICATES = 0.025
_MOST_CATEGORIES = 3

_ALSO_WRITTEN = {
    "Aleksandr Solzhenitsyn": "Александр Солженицын",
    "Frank Herbert": "Френк Герберт",
    "Fyodor Dostoevsky": "Фёдор Достоевский",
    "Haruki Murakami": "村上春樹",
    "Homer": "Ὅμηρος",
    "J.R.R. Tolkien": "John Ronald Reuel Tolkien",
    "Leo Tolstoy": "Лев Толстой",
    "Liu Cixin": "刘慈欣",
    "Stanisław Lem": "Stanislaw Lem",
    "夏目漱石": "Natsume Sōseki",
    "村上春樹": "Haruki Murakami",
    "한강": "Han Kang",
    "Михаил Булгаков": "Mikhail Bulgakov",
    "نجيب محفوظ": "Naguib Mahfouz",
}


def table_lines(books: Sequence[SampleBook]) -> Iterator[dict[str, Any]]:
    """The lines of the table: works, duplicates nobody has merged, redirects, and keys that lead nowhere."""
    for book in books:
        if book.edition_of is None and not book.is_absent:
            editions = [book, *(other for other in books if other.edition_of == book.title)]
            yield from _works_of(book, editions)
    yield _redirect("merged-1", books[0])
    yield _redirect("merged-2", books[1])
    yield from filter(None, map(_absent, books))


def _works_of(book: SampleBook, editions: Sequence[SampleBook]) -> Iterator[dict[str, Any]]:
    dice = Dice("table", book.number)
    work = _work(book, editions, dice)
    yield work
    if dice.chance(_DUPLICATES) and work.get("isbn"):
        copied = {name: work[name] for name in ("author_name", "isbn", "language")}
        yield {
            "key": _key("duplicate", book.number),
            "title": book.title.upper(),
            **copied,
            "edition_count": 1,
        }


def _work(book: SampleBook, editions: Sequence[SampleBook], dice: Dice) -> dict[str, Any]:
    title, _, subtitle = book.title.partition(": ")
    names = [*book.authors, *filter(None, map(_ALSO_WRITTEN.get, book.authors[:1]))]
    work = {
        "key": _key("work", book.number),
        "title": title,
        "subtitle": subtitle,
        "author_name": names,
        "isbn": _isbns(editions, dice),
        "id_goodreads": [edition.goodreads_id for edition in editions if known_by(edition).goodreads_id],
        "subject": list(subjects_of(book.genres, dice=dice, extras=book.topics)) if dice.chance(0.98) else [],
        # Past all that Open Library has given: an invented number must not show a stranger's cover.
        "cover_i": dice.between(900_100_000, 914_999_999) if dice.chance(0.94) else None,
        "first_publish_year": _first_year(book, dice) if dice.chance(0.99) else None,
        "number_of_pages_median": max(20, book.pages + dice.between(-12, 12)) if dice.chance(0.95) else None,
        "ratings_average": round(min(5.0, book.rating + dice.between(-150, 150) / 1000), 3),
        "ratings_count": 3 + dice.below(30) * dice.below(30),
        "language": [book.language, *dice.some_of(_others(book.language), dice.below(4))],
        "edition_count": len(editions) + 3 + dice.below(12) * dice.below(12),
        "description": _description(book) if dice.chance(0.55) else None,
        "categories": list(categories_of(book.genres)[:_MOST_CATEGORIES]),
    }
    return {name: value for name, value in work.items() if value}


def _isbns(editions: Sequence[SampleBook], dice: Dice) -> list[str]:
    numbers = [edition.isbn13 for edition in editions if known_by(edition).isbn]
    numbers += dice.some_of(editions[0].other_isbns, dice.below(4))
    forms: list[str | None] = []
    for number in numbers:
        style = dice.below(4)
        forms += [number] if style != 0 else []
        forms += [isbns.to_10(number)] if style != 1 else []
    shuffled = dice.some_of(forms, len(forms))
    return [form for form in shuffled if form]


def _first_year(book: SampleBook, dice: Dice) -> int:
    if book.year < _FIRST_PRINTED:
        return dice.between(1470, 1750)
    return book.year + (dice.between(1, 9) if dice.chance(0.05) else 0)


def _others(language: str) -> list[str]:
    return [other for other in _OTHER_LANGUAGES if other != language]


def _description(book: SampleBook) -> str:
    when = f"{-book.year} BCE" if book.year < 0 else str(book.year)
    kinds = " and ".join(PROFILES[code].core[0].lower() for code in book.genres[:2])
    return f"Dates from {when}. Shelved under {kinds}; about {book.pages} pages in most editions."


def _absent(book: SampleBook) -> dict[str, Any] | None:
    known = known_by(book)
    absent: dict[str, Any] = {}
    if not known.isbn:
        absent["isbn"] = [book.isbn13]
    if not known.goodreads_id:
        absent["id_goodreads"] = [book.goodreads_id]
    if book.is_absent:
        absent |= {"title": book.title, "author": book.authors[0]}
    return {"absent": absent} if absent else None


def _redirect(name: str, book: SampleBook) -> dict[str, Any]:
    return {"redirect": _key(name, book.number), "location": _key("work", book.number)}


def _key(kind: str, number: int) -> str:
    return f"/works/OL{Dice('sample-key', kind, number).between(10**9, 10**11)}W"
