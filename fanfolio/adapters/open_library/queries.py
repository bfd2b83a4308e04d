"""Search queries for many books at once, packed into requests whose address stays short."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote_plus

from fanfolio.adapters.open_library.answers import FIELDS
from fanfolio.adapters.phrases import phrase
from fanfolio.domain.author_names import is_named, surname_first_undone
from fanfolio.domain.title_reading import main_title
from fanfolio.messages import WantedBook

# Servers commonly take 8 KB; half of that leaves room for whatever stands in between.
MOST_URL_BYTES = 4_000

# One popular title fills a page by itself, and a work may have duplicates.
_DOCS_PER_IDENTIFIER = 3
_DOCS_PER_PAIR = 5
_FEWEST_DOCS = 50

_SHORTEST_PHRASE = 2
_GOODREADS_ID = re.compile(r"\d{1,12}")
_SUFFIX = re.compile(r"^(?:jr|sr|ii|iii|iv|phd|md)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Books that are asked for by one request."""

    books: tuple[WantedBook, ...]
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clauses:
    """What is asked for one book: identifiers join a common list, a pair stands for itself."""

    isbn: str | None = None
    goodreads_id: str | None = None
    pair: str | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.isbn or self.goodreads_id or self.pair)


def identifier_clauses(book: WantedBook) -> Clauses:
    """The first question: the ISBN, and only without one the Goodreads id, so that a whole chunk fits a request."""
    return Clauses(isbn=book.isbn13, goodreads_id=None if book.isbn13 else _goodreads_id(book))


def title_clauses(book: WantedBook) -> Clauses:
    """The second question: title and author, and both identifiers."""
    return Clauses(isbn=book.isbn13, goodreads_id=_goodreads_id(book), pair=pair_of(book))


def pair_of(book: WantedBook) -> str | None:
    """Title and author as phrases, or ``None`` when nothing of the title can be asked for."""
    title = phrase(main_title(book.title))
    if len(title) < _SHORTEST_PHRASE:
        return None
    author = _author_phrase(book.author or "", title=title) if is_named(book.author) else ""
    return f'(title:"{title}" AND author:"{author}")' if author else f'(title:"{title}")'


def packed(
    books: Sequence[WantedBook], clauses_of: Callable[[WantedBook], Clauses], *, base_url: str
) -> Iterator[Batch]:
    """The books that can be asked for in as few requests as their addresses allow, in their order."""
    together: list[tuple[WantedBook, Clauses]] = []
    url = ""
    for book in books:
        clauses = clauses_of(book)
        if clauses.is_empty:
            continue
        longer = _url([*(known for _, known in together), clauses], base_url)
        if together and len(longer) > MOST_URL_BYTES:
            yield Batch(books=tuple(known for known, _ in together), url=url)
            together, longer = [], _url([clauses], base_url)
        together.append((book, clauses))
        url = longer
    if together:
        yield Batch(books=tuple(known for known, _ in together), url=url)


def _url(clauses: Sequence[Clauses], base_url: str) -> str:
    isbns = [each.isbn for each in clauses if each.isbn]
    goodreads_ids = [each.goodreads_id for each in clauses if each.goodreads_id]
    pairs = [each.pair for each in clauses if each.pair]
    query = " OR ".join([*_listed("isbn", isbns), *_listed("id_goodreads", goodreads_ids), *pairs])
    limit = _DOCS_PER_IDENTIFIER * (len(isbns) + len(goodreads_ids)) + _DOCS_PER_PAIR * len(pairs)
    # Signs that need no escape in a query string stay as they are: every byte is room for a book.
    return (
        f"{base_url}/search.json?q={quote_plus(query, safe='():')}"
        f"&fields={','.join(FIELDS)}&limit={max(_FEWEST_DOCS, limit)}"
    )


def _listed(field: str, values: Sequence[str]) -> list[str]:
    different = list(dict.fromkeys(values))
    return [f"{field}:({' OR '.join(different)})"] if different else []


def _goodreads_id(book: WantedBook) -> str | None:
    return book.goodreads_id if book.goodreads_id and _GOODREADS_ID.fullmatch(book.goodreads_id) else None


def _author_phrase(author: str, *, title: str) -> str:
    """The surname, which all spellings of a name share; the whole name where the title is a single word."""
    words = [word for word in phrase(surname_first_undone(author)).split() if not _SUFFIX.match(word)]
    if not words:
        return ""
    is_spelled_out = all(len(word) > 2 for word in words)
    if " " not in title and is_spelled_out:
        return " ".join(words)
    return words[-1]
