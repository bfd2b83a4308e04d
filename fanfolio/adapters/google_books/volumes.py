"""What Google Books' volume list answers, read with distrust."""

import re
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from fanfolio.adapters.asking import Unreadable
from fanfolio.adapters.untrusted import (
    decoded,
    isbns_in,
    list_in,
    number_in,
    record_in,
    text_in,
    texts_in,
    whole_in,
)
from fanfolio.domain.descriptions import plain_description
from fanfolio.domain.enrichment import Source, Work
from fanfolio.domain.matching import Candidate

FIELDS = (
    "totalItems,items(id,volumeInfo(title,subtitle,authors,description,industryIdentifiers,pageCount,"
    "mainCategory,categories,averageRating,ratingsCount,imageLinks,language))"
)

_COVER_HOSTS = frozenset({"books.google.com", "books.googleusercontent.com"})
_VOLUME_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")


def read_volumes(body: bytes) -> tuple[Candidate, ...]:
    """The volumes of a list; raises Unreadable where it is none. No match is a list without ``items``."""
    try:
        answer = record_in(decoded(body))
    except ValueError as exc:
        raise Unreadable("a volume list that is not JSON") from exc
    if "items" not in answer and whole_in(answer.get("totalItems"), least=0, most=10**9) is None:
        raise Unreadable("a volume list without volumes or their number")
    return tuple(filter(None, map(candidate_of, list_in(answer.get("items")))))


def candidate_of(item: Any) -> Candidate | None:
    """A volume as a candidate; its year is an edition's and so no fact about the work."""
    volume = record_in(item)
    info = record_in(volume.get("volumeInfo"))
    key, title = text_in(volume.get("id")), text_in(info.get("title"))
    if key is None or title is None or not _VOLUME_ID.fullmatch(key):
        return None
    description = text_in(info.get("description"), most=8_000)
    work = Work(
        source=Source.GOOGLE_BOOKS,
        key=key,
        title=title,
        authors=texts_in(info.get("authors"), count=20, most=200),
        categories=_categories(info),
        cover_url=cover_url_in(record_in(info.get("imageLinks")).get("thumbnail")),
        pages=whole_in(info.get("pageCount"), least=1, most=20_000),
        average_rating=number_in(info.get("averageRating"), least=0.5, most=5.0),
        ratings_count=whole_in(info.get("ratingsCount"), least=0, most=10**9),
        languages=texts_in([info.get("language")], count=1, most=20),
        description=plain_description(description) if description else None,
    )
    identifiers = (record_in(entry).get("identifier") for entry in list_in(info.get("industryIdentifiers")))
    return Candidate(work=work, subtitle=text_in(info.get("subtitle")), isbns=isbns_in(identifiers))


def cover_url_in(value: Any) -> str | None:
    """The address of a cover, https and of Google's own hosts only, without the drawn page curl."""
    text = text_in(value, most=1_000)
    if text is None:
        return None
    try:
        parts = urlsplit(text)
        if parts.scheme not in ("http", "https") or parts.netloc.lower() not in _COVER_HOSTS:
            return None
        query = [(name, of) for name, of in parse_qsl(parts.query) if (name, of) != ("edge", "curl")]
    except ValueError:
        return None
    return urlunsplit(("https", parts.netloc.lower(), parts.path, urlencode(query), ""))


def _categories(info: Any) -> tuple[str, ...]:
    main = text_in(info.get("mainCategory"), most=200)
    return tuple(
        dict.fromkeys([*([main] if main else []), *texts_in(info.get("categories"), count=20, most=200)])
    )
