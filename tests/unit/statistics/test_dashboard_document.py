"""What the document shows of each book, how it is stored, and what it never holds."""

import json
import os
import re
import subprocess
import sys
from datetime import UTC, date, datetime

import jsonschema
import pytest
from msgspec import structs

from fanfolio.domain.book import Book, PrivateColumns, Shelf
from fanfolio.domain.classification import Classifier
from fanfolio.domain.dashboard import (
    JobFacts,
    decode_dashboard,
    encode_dashboard,
)
from fanfolio.domain.dashboard.entries import counts_as_read
from fanfolio.domain.enrichment import Outcome
from fanfolio.domain.errors import Complaint, DocumentUnreadable
from fanfolio.domain.job import Job, JobState
from fanfolio.domain.statistics.entry import Origin
from tests.fixtures.twelve_books import (
    BOOKS,
    COMPLAINTS,
    ENRICHMENTS,
    JOB,
    PARENTS,
    UPLOADED,
    assemble,
    assemble_of,
    classify_by_capitals,
)
from tools.dashboard_schema import SCHEMA_PATH, dashboard_schema, render_schema

SCHEMA = json.loads(SCHEMA_PATH.read_text(encoding="utf-8"))
DOCS = (SCHEMA_PATH.parent / "dashboard.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def entries():
    return {entry.number: entry for entry in assemble().books}


def test_what_the_export_says_stands_before_the_catalogue(entries):
    first = entries[1]
    assert (first.pages, first.pages_from) == (300, Origin.EXPORT)
    assert (first.average_rating, first.average_from, first.average_crowd) == (4.0, Origin.EXPORT, None)
    assert (first.first_year, first.first_year_from) == (1995, Origin.EXPORT)


def test_a_catalogue_fills_what_the_export_leaves_open(entries):
    assert (entries[3].pages, entries[3].pages_from) == (150, Origin.CATALOGUE)
    assert (entries[3].first_year, entries[3].first_year_from) == (1890, Origin.CATALOGUE)
    fifth = entries[5]
    assert (fifth.average_rating, fifth.average_from, fifth.average_crowd) == (4.5, Origin.CATALOGUE, 40)


def test_what_nobody_knows_is_null_with_no_origin(entries):
    assert (entries[5].pages, entries[5].pages_from) == (None, None)
    assert (entries[6].first_year, entries[6].first_year_from) == (None, None)
    assert entries[6].year_published == 1980


def test_a_day_or_year_that_cannot_be_true_is_unknown(entries):
    assert entries[11].date_read is None
    assert (entries[11].first_year, entries[11].first_year_from) == (1899, Origin.CATALOGUE)


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (date(1899, 12, 31), None),
        (date(1900, 1, 1), date(1900, 1, 1)),
        (date(2024, 6, 16), date(2024, 6, 16)),
        (date(2024, 6, 17), None),
    ],
)
def test_a_day_read_lies_between_1900_and_the_day_after_the_upload(day, shown):
    dashboard = assemble(books=[Book(number=1, title="A", date_read=day)])
    assert dashboard.books[0].date_read == shown
    assert dashboard.coverage.implausible_days == (shown is None)


@pytest.mark.parametrize(
    ("year", "shown"), [(-4001, None), (-4000, -4000), (0, None), (2029, 2029), (2030, None)]
)
def test_a_year_lies_between_the_first_tablets_and_what_is_announced(year, shown):
    dashboard = assemble(books=[Book(number=1, title="A", original_year=year)], enrichments={})
    assert dashboard.books[0].first_year == shown
    assert dashboard.coverage.implausible_years == (shown is None)


@pytest.mark.parametrize(
    ("shelf", "day", "read"),
    [
        (Shelf.READ, None, True),
        (Shelf.READ, date(2020, 1, 1), True),
        (Shelf.TO_READ, date(2020, 1, 1), True),
        (Shelf.CURRENTLY_READING, date(2020, 1, 1), True),
        (Shelf.OTHER, date(2020, 1, 1), False),
        (Shelf.TO_READ, None, False),
        (Shelf.CURRENTLY_READING, None, False),
        (Shelf.OTHER, None, False),
    ],
)
def test_a_book_counts_as_read_by_its_shelf_or_by_a_day_on_a_state_shelf(shelf, day, read):
    assert counts_as_read(shelf, date_read=day) is read


def test_a_book_without_a_look_up_is_unavailable_and_says_why(entries):
    assert (entries[10].outcome, entries[10].reason) == (Outcome.UNAVAILABLE, "deadline-passed")


def test_a_matched_book_links_to_its_work(entries):
    link = entries[1].catalogue
    assert (link.source, link.key, link.matched_by, link.score) == (
        "open-library",
        "OL1W",
        "title-author",
        0.9,
    )
    assert (link.cover_id, link.cover_url, link.description) == (77, None, None)
    assert entries[4].catalogue is None


def test_a_genre_shows_its_two_best_pieces_of_evidence(entries):
    assert [(each.genre, each.term, each.weight) for each in entries[1].evidence] == [
        ("Space Opera", "Space Opera a", 1.0),
        ("Space Opera", "Space Opera b", 0.5),
    ]


def test_equal_subjects_are_classified_once():
    asked = []

    def count(**headings):
        asked.append(headings)
        return classify_by_capitals(**headings)

    books = [Book(number=number, title="A", shelves=("fav",)) for number in range(1, 50)]
    assemble(books=books, enrichments={}, classifier=Classifier(count))
    assert asked == [{"subjects": (), "categories": (), "shelves": ("fav",)}]


def test_the_real_genre_rules_are_the_default():
    science = structs.replace(
        ENRICHMENTS[1].match.work, subjects=("Space opera (fiction)", "Science fiction")
    )
    looked_up = {
        1: structs.replace(ENRICHMENTS[1], match=structs.replace(ENRICHMENTS[1].match, work=science))
    }
    dashboard = assemble_of(job=JOB, books=BOOKS, enrichments=looked_up, complaints=(), notes={})
    assert "Science Fiction" in dashboard.books[0].genres
    assert "Science Fiction" in {row.genre for row in dashboard.statistics.genres.rows}
    assert decode_dashboard(encode_dashboard(dashboard)) == dashboard


def test_a_parents_parent_is_implied_too():
    parents = PARENTS | {"Science Fiction": ("Speculative",)}
    rows = assemble(parents_of=lambda genre: parents.get(genre, ())).statistics.genres.rows
    assert {row.genre: row.books for row in rows}["Speculative"] == 4


def test_the_books_stand_in_row_order_whatever_order_they_come_in():
    shuffled = assemble(books=BOOKS[::-1], enrichments=dict(reversed(ENRICHMENTS.items())))
    assert encode_dashboard(shuffled) == encode_dashboard(assemble())


def test_only_the_first_hundred_complaints_are_shown_and_all_are_counted():
    many = [Complaint(line=line, column=None, kind="no-title", advice="…") for line in range(2, 252)]
    dashboard = assemble(complaints=many)
    assert [complaint.line for complaint in dashboard.complaints] == list(range(2, 102))
    assert dashboard.coverage.complaints == 250


def test_the_facts_of_a_job_leave_out_what_is_the_owners():
    job = Job(
        job_id="j", state=JobState.ASSEMBLING, file_name="ann_smith_library.csv", size_bytes=1, owner_digest="d",
        created_at=UPLOADED, deadline=UPLOADED, expires_at=UPLOADED, layout="goodreads", rows=14,
    )  # fmt: skip
    assert JobFacts.of(job) == JobFacts(job_id="j", created_at=UPLOADED, layout="goodreads", rows=14)


def test_a_stored_dashboard_is_read_back_as_it_was():
    dashboard = assemble()
    assert decode_dashboard(encode_dashboard(dashboard)) == dashboard


def test_the_same_inputs_give_the_same_bytes():
    assert encode_dashboard(assemble()) == encode_dashboard(assemble())


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"version": 1}', b'{"version": "1"}', b"\xff\xfe"])
def test_a_broken_document_is_refused(body):
    with pytest.raises(DocumentUnreadable, match="version 1"):
        decode_dashboard(body)


def test_a_document_of_another_version_is_refused_by_its_number():
    body = encode_dashboard(assemble()).replace(b'"version":1', b'"version":2', 1)
    with pytest.raises(DocumentUnreadable, match="version 2 is not 1"):
        decode_dashboard(body)


def test_the_committed_schema_is_the_one_the_dataclasses_give():
    assert SCHEMA_PATH.read_text(encoding="utf-8") == render_schema(), "run: python -m tools.dashboard_schema"


def test_the_schema_is_a_valid_one():
    jsonschema.Draft202012Validator.check_schema(dashboard_schema())


def documents():
    return {
        "twelve books": assemble(),
        "no book": assemble(books=(), enrichments={}, complaints=COMPLAINTS),
        "nothing read": assemble(books=[book for book in BOOKS if book.number in (8, 9, 10)]),
        "all undated": assemble(books=[structs.replace(book, date_read=None) for book in BOOKS]),
        "nothing known": assemble(books=[Book(number=1, title="A")], enrichments={}),
        "offset": assemble(
            job=structs.replace(JOB, created_at=datetime(2024, 6, 15, tzinfo=UTC), layout=None, rows=None)
        ),
    }


@pytest.mark.parametrize("name", documents())
def test_every_document_satisfies_the_schema(name):
    body = json.loads(encode_dashboard(documents()[name]))
    jsonschema.Draft202012Validator(SCHEMA).validate(body)


def test_the_schema_refuses_a_document_with_a_missing_table():
    body = json.loads(encode_dashboard(assemble()))
    del body["statistics"]["eras"]
    with pytest.raises(jsonschema.ValidationError, match="eras"):
        jsonschema.Draft202012Validator(SCHEMA).validate(body)


def field_names(schema):
    return {name for shape in schema["$defs"].values() for name in shape.get("properties", ())}


def test_no_private_column_and_no_owners_secret_has_a_place_in_the_document():
    private = {field.name for field in structs.fields(PrivateColumns)}
    forbidden = (private - {"number"}) | {"file_name", "size_bytes", "owner_digest", "owner_token"}
    assert not forbidden & field_names(SCHEMA)


def test_every_field_of_the_document_is_explained_in_the_docs():
    explained = set(re.findall(r"`([a-z0-9_]+)`", DOCS))
    assert field_names(SCHEMA) - explained == set()


def test_the_docs_explain_no_field_that_is_gone():
    rows = re.findall(r"^\| (`[^|]+`) \|", DOCS, flags=re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`([a-z0-9_]+)`", row)}
    assert named - field_names(SCHEMA) == set()


def test_the_document_does_not_depend_on_the_hash_seed():
    program = (
        "from hashlib import sha256; from msgspec.structs import replace; import tests.fixtures.twelve_books as t;"
        "from fanfolio.domain.dashboard import encode_dashboard;"
        "subjects = ('Fantasy fiction', 'Magic', 'Detective and mystery stories', 'Love stories', 'Poetry');"
        "look = {n: replace(e, match=e.match and replace(e.match, work=replace(e.match.work, subjects=subjects)))"
        " for n, e in t.ENRICHMENTS.items()};"
        "d = t.assemble_of(job=t.JOB, books=t.BOOKS, enrichments=look, complaints=t.COMPLAINTS, notes=t.NOTES);"
        "print(len(d.statistics.genres.rows), sha256(encode_dashboard(d)).hexdigest())"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=SCHEMA_PATH.parents[1],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(printed) == 1
    assert int(printed.pop().split()[0]) > 2
