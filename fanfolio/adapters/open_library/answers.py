"""What Open Library's search answers, read with distrust."""

import re
from dataclasses import dataclass
from typing import Any

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
    "key",
    "title",
    "subtitle",
    "author_name",
    "isbn",
    "id_goodreads",
    "subject",
    "cover_i",
    "first_publish_year",
    "number_of_pages_median",
    "ratings_average",
    "ratings_count",
    "language",
    "edition_count",
    "description",
)

SUBJECTS_KEPT = 100
SUBJECT_CHARACTERS = 200
_AUTHORS_KEPT = 20
_LANGUAGES_KEPT = 30
_DESCRIPTION_READ = 8_000
_LATEST_YEAR = 2100

_WORK_KEY = re.compile(r"/works/OL\d{1,12}W")
_GOODREADS_ID = re.compile(r"\d{1,12}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchAnswer:
    """The works of one answer; ``is_cut`` says that there were more than it shows."""

    candidates: tuple[Candidate, ...]
    is_cut: bool


def read_search(body: bytes) -> SearchAnswer:
    """The works in the body of ``/search.json``; raises Unreadable where it is no search's answer (``{}`` too)."""
    try:
        answer = record_in(decoded(body))
    except ValueError as exc:
        raise Unreadable("a search answer that is not JSON") from exc
    docs = answer.get("docs")
    found = whole_in(answer.get("numFound"), least=0, most=10**9)
    if not isinstance(docs, list) or found is None:
        raise Unreadable("a search answer without documents or their number")
    return SearchAnswer(
        candidates=tuple(filter(None, map(candidate_of, docs))),
        is_cut=found > len(docs) or answer.get("numFoundExact") is False,
    )


def candidate_of(doc: Any) -> Candidate | None:
    """A document as a candidate, or ``None`` where it is no work with a key and a title."""
    doc = record_in(doc)
    key, title = text_in(doc.get("key")), text_in(doc.get("title"))
    if key is None or title is None or not _WORK_KEY.fullmatch(key):
        return None
    work = Work(
        source=Source.OPEN_LIBRARY,
        key=key,
        title=title,
        authors=texts_in(doc.get("author_name"), count=_AUTHORS_KEPT, most=200),
        subjects=texts_in(doc.get("subject"), count=SUBJECTS_KEPT, most=SUBJECT_CHARACTERS),
        # Open Library writes -1 where a cover was taken away.
        cover_id=whole_in(doc.get("cover_i"), least=1, most=10**12),
        first_year=whole_in(doc.get("first_publish_year"), least=-3000, most=_LATEST_YEAR),
        pages=whole_in(doc.get("number_of_pages_median"), least=1, most=20_000),
        average_rating=number_in(doc.get("ratings_average"), least=0.5, most=5.0),
        ratings_count=whole_in(doc.get("ratings_count"), least=0, most=10**9),
        languages=texts_in(doc.get("language"), count=_LANGUAGES_KEPT, most=20),
        description=description_of(doc.get("description")),
    )
    return Candidate(
        work=work,
        subtitle=text_in(doc.get("subtitle")),
        isbns=isbns_in(list_in(doc.get("isbn"))),
        goodreads_ids=frozenset(
            text
            for text in list_in(doc.get("id_goodreads"))
            if isinstance(text, str) and _is_goodreads_id(text)
        ),
        editions=whole_in(doc.get("edition_count"), least=0, most=10**6) or 0,
    )


def description_of(value: Any) -> str | None:
    """A description as plain text; older records wrap it in an object."""
    if isinstance(value, dict):
        value = value.get("value")
    if not isinstance(value, str):
        return None
    return plain_description(value[:_DESCRIPTION_READ])


def _is_goodreads_id(text: str) -> bool:
    return _GOODREADS_ID.fullmatch(text) is not None
