"""Reading Open Library's answers, sound and damaged."""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanfolio.adapters.asking import Unreadable
from fanfolio.adapters.google_books.volumes import read_volumes
from fanfolio.adapters.open_library.answers import (
    SUBJECT_CHARACTERS,
    SUBJECTS_KEPT,
    candidate_of,
    read_search,
)
from tests.fixtures.catalogues import a_doc

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
DOC_KEYS = st.sampled_from(
    [
        *(
            "key",
            "title",
            "subtitle",
            "author_name",
            "isbn",
            "id_goodreads",
            "subject",
            "cover_i",
            "language",
        ),
        *(
            "first_publish_year",
            "number_of_pages_median",
            "ratings_average",
            "ratings_count",
            "edition_count",
        ),
        *("description", "id", "volumeInfo", "imageLinks", "thumbnail", "industryIdentifiers", "categories"),
    ]
)


def test_a_full_document_becomes_a_work() -> None:
    doc = a_doc(
        7,
        subtitle="A Story",
        isbn=["0306406152", "9781861972712", "not one"],
        id_goodreads=["4711"],
        cover_i=12,
        first_publish_year=1961,
        number_of_pages_median=240,
        ratings_average=4.25,
        ratings_count=17,
        language=["eng", "ger"],
        description="A <b>quiet</b> story.",
    )

    candidate = candidate_of(doc)

    assert candidate is not None
    assert candidate.isbns == {"9780306406157", "9781861972712"}
    assert candidate.goodreads_ids == {"4711"}
    assert candidate.editions == 3
    work = candidate.work
    assert (work.key, work.cover_id, work.first_year, work.pages) == ("/works/OL7W", 12, 1961, 240)
    assert (work.average_rating, work.ratings_count, work.languages) == (4.25, 17, ("eng", "ger"))
    assert (work.subjects, work.description) == (("Fiction",), "A quiet story.")


def test_absent_facts_stay_unknown() -> None:
    candidate = candidate_of({"key": "/works/OL1W", "title": "Bare"})

    assert candidate is not None
    assert candidate.work.authors == candidate.work.subjects == ()
    assert candidate.work.cover_id is candidate.work.pages is candidate.work.description is None


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        ({"cover_i": -1}, "cover_id"),
        ({"cover_i": True}, "cover_id"),
        ({"cover_i": "12"}, "cover_id"),
        ({"first_publish_year": 99999}, "first_year"),
        ({"number_of_pages_median": 0}, "pages"),
        ({"number_of_pages_median": 10**400}, "pages"),
        ({"ratings_average": 11}, "average_rating"),
        ({"ratings_count": 2.5}, "ratings_count"),
        ({"description": ["no text"]}, "description"),
    ],
)
def test_a_fact_of_another_type_or_range_stays_unknown(facts: dict[str, Any], name: str) -> None:
    candidate = candidate_of(a_doc(1, **facts))

    assert candidate is not None
    assert getattr(candidate.work, name) is None


@pytest.mark.parametrize(
    "doc",
    [{}, {"key": "/works/OL1W"}, {"key": "/books/OL1M", "title": "T"}, {"key": 1, "title": "T"}, [], None],
)
def test_a_document_without_a_works_key_and_title_is_none(doc: Any) -> None:
    assert candidate_of(doc) is None


def test_a_description_in_an_older_wrapping_is_read() -> None:
    candidate = candidate_of(a_doc(description={"type": "/type/text", "value": "Wrapped."}))

    assert candidate is not None
    assert candidate.work.description == "Wrapped."


def test_what_is_kept_is_bounded() -> None:
    subjects = [f"{number} " + "x" * 500 for number in range(500)]

    candidate = candidate_of(a_doc(title="t" * 9_999, subject=subjects, description="d" * 99_999))

    assert candidate is not None
    assert len(candidate.work.subjects) == SUBJECTS_KEPT
    assert max(map(len, candidate.work.subjects)) == SUBJECT_CHARACTERS
    assert len(candidate.work.title) <= 500


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"[]", b"{", b'{"docs": []}', b'{"docs": {}, "numFound": 0}', b"\xff"]
)
def test_what_is_no_searchs_answer_is_unreadable(body: bytes) -> None:
    with pytest.raises(Unreadable):
        read_search(body)


@pytest.mark.parametrize(
    ("answer", "is_cut"),
    [
        ({"numFound": 0, "docs": []}, False),
        ({"numFound": 1, "docs": [a_doc()]}, False),
        ({"numFound": 2, "docs": [a_doc()]}, True),
        ({"numFound": 1, "numFoundExact": False, "docs": [a_doc()]}, True),
    ],
)
def test_an_answer_that_shows_less_than_was_found_is_cut(answer: Any, is_cut: bool) -> None:
    assert read_search(json.dumps(answer).encode()).is_cut is is_cut


@given(st.lists(st.dictionaries(DOC_KEYS, JSON, max_size=12) | JSON, max_size=4), JSON)
def test_no_json_crashes_the_reading(docs: list[Any], found: Any) -> None:
    for title in ("Bare", None):
        for doc in docs:
            if isinstance(doc, dict) and title:
                doc |= {"key": "/works/OL1W", "title": title}
        body = json.dumps({"docs": docs, "numFound": found}).encode()
        try:
            answer = read_search(body)
        except Unreadable:
            continue
        msgspec.json.encode([candidate.work for candidate in answer.candidates])


@given(st.lists(st.dictionaries(DOC_KEYS, JSON, max_size=8), max_size=3), JSON)
def test_no_json_crashes_the_reading_of_volumes(infos: list[Any], total: Any) -> None:
    items = [{"id": f"v{n}", "volumeInfo": {"title": "Bare"} | info} for n, info in enumerate(infos)]
    try:
        candidates = read_volumes(json.dumps({"items": items, "totalItems": total}).encode())
    except Unreadable:
        return
    msgspec.json.encode([candidate.work for candidate in candidates])


@given(st.binary(max_size=200))
def test_no_bytes_crash_the_reading(body: bytes) -> None:
    for read in (read_search, read_volumes):
        try:
            read(body)
        except Unreadable:
            continue
