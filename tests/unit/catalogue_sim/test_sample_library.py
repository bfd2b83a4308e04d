"""The committed sample: as its generator writes it, like any reader's export, and found but for a few books."""

import csv
import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from stdnum import isbn as stdnum_isbn

from bench.make_sample import LIBRARY, sample_files
from catalogue_sim.profiles import PROFILES
from tests.fixtures.simulator import ALL_FIELDS, simulator_in_process

ROOT = Path(__file__).parents[3]
ROWS = list(csv.DictReader((ROOT / LIBRARY).read_text(encoding="utf-8").splitlines()))
SAMPLE_WORKS = str(ROOT / "catalogue_sim/sample/works.jsonl")


def isbn_of(row: dict[str, str]) -> str:
    return (row["ISBN13"].strip('="') or row["ISBN"].strip('="')).upper()


def test_the_committed_files_are_what_the_generator_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    stale = [str(path) for path, content in sample_files().items() if path.read_bytes() != content]
    assert stale == [], "run: python -m bench.make_sample"


def test_the_library_is_a_goodreads_export_of_565_books() -> None:
    assert len(ROWS) == 565
    assert len(ROWS[0]) == 24
    assert len({row["Book Id"] for row in ROWS}) == len(ROWS)


def test_isbns_are_valid_and_belong_to_no_real_publisher() -> None:
    isbns = [isbn_of(row) for row in ROWS if isbn_of(row)]
    assert all(stdnum_isbn.is_valid(isbn) for isbn in isbns)
    assert all("99999" in isbn[:8] for isbn in isbns)
    assert 0.12 < 1 - len(isbns) / len(ROWS) < 0.25


def test_the_reader_leaves_gaps_like_any_reader() -> None:
    shelves = Counter(row["Exclusive Shelf"] for row in ROWS)
    read = [row for row in ROWS if row["Exclusive Shelf"] == "read"]
    assert shelves.keys() == {"read", "to-read", "currently-reading", "did-not-finish"}
    assert sum(not row["Date Read"] for row in read) > 50
    assert sum(row["My Rating"] == "0" for row in read) > 20
    assert {row["Date Read"][:4] for row in read} >= {str(year) for year in range(2015, 2026)}
    assert sum(bool(re.search(r"\(.+, #[\d.-]+\)$", row["Title"])) for row in ROWS) > 100
    reviews = [row["My Review"] for row in ROWS if row["My Review"]]
    assert len(set(reviews)) == len(reviews) > 8


def test_nothing_is_read_before_it_was_added_or_written() -> None:
    for row in ROWS:
        if row["Date Read"]:
            added, read = (date(*map(int, row[name].split("/"))) for name in ("Date Added", "Date Read"))
            assert added <= read
            assert int(row["Original Publication Year"] or 0) <= read.year


async def test_most_books_are_found_by_identifier_some_by_title_and_a_few_not_at_all() -> None:
    async with simulator_in_process(works=SAMPLE_WORKS) as client:
        found: Counter[str] = Counter()
        for row in ROWS:
            found[await _found_by(client, row)] += 1
    assert found["isbn"] > 400
    assert found["goodreads"] > 30
    assert found["title"] > 30
    assert 5 <= found["nothing"] <= 12


def test_every_genre_has_a_profile_with_words_of_each_kind() -> None:
    for code, profile in PROFILES.items():
        assert all((profile.categories, profile.core, profile.topics, profile.abroad)), code


async def _found_by(client, row: dict[str, str]) -> str:  # type: ignore[no-untyped-def]
    title = re.sub(r" \([^()]*\)$", "", row["Title"])
    pair = f'(title:"{title.replace(chr(34), "")}" AND author:"{row["Author"]}")'
    asked = {"isbn": f"isbn:({isbn_of(row)})", "goodreads": f"id_goodreads:({row['Book Id']})", "title": pair}
    for way, query in asked.items():
        answer = await client.get("/search.json", params={"q": query, "fields": ALL_FIELDS})
        if any("/works/" in doc["key"] for doc in answer.json()["docs"]):
            return way
    return "nothing"
