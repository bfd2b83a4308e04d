"""Open Library's monthly dumps, read line by line: type, key, revision, last modified, JSON, separated by tabs."""

import gzip
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from fanfolio.adapters.open_library.answers import (
    SUBJECT_CHARACTERS,
    SUBJECTS_KEPT,
    description_of,
)
from fanfolio.adapters.untrusted import (
    decoded,
    isbns_in,
    list_in,
    record_in,
    text_in,
    texts_in,
    whole_in,
)
from fanfolio.domain.errors import FanfolioError

_GZIP = b"\x1f\x8b"
_COLUMNS = 5
_LONGEST_LINE = 4 * 1024 * 1024

_KEY = re.compile(r"/(?:works|authors)/OL\d{1,12}[WA]")
_YEAR = re.compile(r"(?<!\d)(1[0-9]{3}|20[0-9]{2})(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """An author's key and name."""

    key: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DumpedWork:
    """What the works dump says of a work; years, pages and languages are its editions' facts."""

    key: str
    title: str
    authors: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    cover_id: int | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """What the editions dump says of an edition that belongs to a work."""

    work: str
    isbns: tuple[str, ...] = ()
    goodreads_ids: tuple[str, ...] = ()
    pages: int | None = None
    year: int | None = None
    languages: tuple[str, ...] = ()


Record = Author | DumpedWork | Edition


class DumpUnreadable(FanfolioError):
    """A dump cannot be opened or unpacked to its end; the message names the file."""


def read_dump(path: Path) -> Iterator[Record | None]:
    """The records of a dump, gz or plain; ``None`` for each line that holds none (redirects, broken lines).

    Raises :class:`DumpUnreadable`.
    """
    try:
        with _opened(path) as lines:
            while line := lines.readline(_LONGEST_LINE):
                yield record_of(line)
    except (gzip.BadGzipFile, EOFError, zlib.error) as exc:
        raise DumpUnreadable(f"{path} is damaged or not complete ({exc}): download it again") from exc
    except OSError as exc:
        raise DumpUnreadable(f"{path} cannot be read: {exc.strerror}") from exc


def record_of(line: bytes) -> Record | None:
    """The record of one line, or ``None``."""
    columns = line.rstrip(b"\r\n").split(b"\t", _COLUMNS - 1)
    if len(columns) != _COLUMNS:
        return None
    try:
        facts = record_in(decoded(columns[-1]))
    except ValueError:
        return None
    if columns[0] == b"/type/work":
        return _work(facts)
    if columns[0] == b"/type/edition":
        return _edition(facts)
    return _author(facts) if columns[0] == b"/type/author" else None


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    with path.open("rb") as raw:
        is_gzip = raw.read(2) == _GZIP
        raw.seek(0)
        if not is_gzip:
            yield raw
            return
        with gzip.open(raw) as unpacked:
            yield unpacked  # type: ignore[misc]  # typeshed: a GzipFile is a BinaryIO in all but name


def _author(facts: Any) -> Author | None:
    key, name = _key_in(facts.get("key")), text_in(facts.get("name"), most=200)
    return Author(key=key, name=name) if key and name else None


def _work(facts: Any) -> DumpedWork | None:
    key, title = _key_in(facts.get("key")), text_in(facts.get("title"))
    if not key or not title:
        return None
    # Roles of a merged work may lack their author; older records name the author directly.
    roles = [record_in(role) for role in list_in(facts.get("authors"))]
    authors = [_key_in(record_in(role.get("author", role)).get("key")) for role in roles]
    covers = [
        cover for item in list_in(facts.get("covers")) if (cover := whole_in(item, least=1, most=10**12))
    ]
    return DumpedWork(
        key=key,
        title=title,
        authors=tuple(author for author in authors if author)[:20],
        subjects=texts_in(facts.get("subjects"), count=SUBJECTS_KEPT, most=SUBJECT_CHARACTERS),
        cover_id=covers[0] if covers else None,
        description=description_of(facts.get("description")),
    )


def _edition(facts: Any) -> Edition | None:
    works = [_key_in(record_in(work).get("key")) for work in list_in(facts.get("works"))]
    if not works or works[0] is None:
        return None
    numbers = [*list_in(facts.get("isbn_13")), *list_in(facts.get("isbn_10"))]
    dashless = [number.replace("-", "").strip().upper() for number in numbers if isinstance(number, str)]
    published = _YEAR.search(text_in(facts.get("publish_date"), most=100) or "")
    return Edition(
        work=works[0],
        isbns=tuple(sorted(isbns_in(dashless))),
        goodreads_ids=tuple(
            number
            for number in texts_in(record_in(facts.get("identifiers")).get("goodreads"), count=10, most=12)
            if number.isascii() and number.isdigit()
        ),
        pages=whole_in(facts.get("number_of_pages"), least=1, most=20_000),
        year=int(published[1]) if published else None,
        languages=tuple(
            key.removeprefix("/languages/")
            for item in list_in(facts.get("languages"))
            if (key := text_in(record_in(item).get("key"), most=40))
        ),
    )


def _key_in(value: Any) -> str | None:
    return value if isinstance(value, str) and _KEY.fullmatch(value) else None
