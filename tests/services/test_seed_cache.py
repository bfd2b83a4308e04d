"""Seeding the cache from dumps: what is read, what is passed over, and how damage is named."""

import gzip
import json
import tracemalloc
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from fanfolio.adapters.catalogue_cache import ForgettingCatalogueCache
from fanfolio.adapters.memory.clock import FakeClock
from fanfolio.domain.cache_keys import keys_of
from fanfolio.domain.enrichment import MatchedBy
from fanfolio.domain.errors import StorageUnavailable
from services.admin.__main__ import main
from services.admin.dump import Edition, read_dump
from services.admin.seed_cache import Seeding, seed_cache
from tests.fixtures.catalogues import a_book, isbn_of


def line(kind: str, facts: dict[str, Any]) -> bytes:
    columns = [
        f"/type/{kind}",
        str(facts.get("key", "")),
        "3",
        "2026-01-01T00:00:00.000000",
        json.dumps(facts),
    ]
    return "\t".join(columns).encode() + b"\n"


def author(number: int = 1, name: str = "Mira Tolland") -> bytes:
    return line("author", {"key": f"/authors/OL{number}A", "name": name})


def work(number: int = 1, **facts: Any) -> bytes:
    known = {
        "key": f"/works/OL{number}W",
        "title": "The Far Shore",
        "authors": [{"type": {"key": "/type/author_role"}, "author": {"key": "/authors/OL1A"}}],
        "subjects": ["Fiction", "Lighthouses"],
        "covers": [-1, 77],
        "description": {"type": "/type/text", "value": "A <b>quiet</b> story."},
    }
    return line("work", known | facts)


def edition(number: int, *, of: int = 1, **facts: Any) -> bytes:
    return line("edition", {"key": f"/books/OL{number}M", "works": [{"key": f"/works/OL{of}W"}]} | facts)


def dump(path: Path, lines: Iterable[bytes]) -> Path:
    with gzip.open(path, "wb") if path.suffix == ".gz" else path.open("wb") as file:
        file.writelines(lines)
    return path


def quiet(_: str) -> None:
    """Nobody listens."""


@pytest.fixture
def cache() -> ForgettingCatalogueCache:
    return ForgettingCatalogueCache(clock=FakeClock())


def test_a_book_is_known_by_isbn_by_goodreads_id_and_by_title(
    tmp_path: Path, cache: ForgettingCatalogueCache
) -> None:
    editions = dump(
        tmp_path / "editions.txt.gz",
        [
            edition(1, isbn_13=["978-0-306-40615-7"], number_of_pages=200, publish_date="May 3, 1961"),
            edition(
                2,
                isbn_10=["1861972717"],
                identifiers={"goodreads": ["4711"]},
                number_of_pages=240,
                publish_date="2004",
                languages=[{"key": "/languages/eng"}],
            ),
        ],
    )
    works = dump(tmp_path / "works.txt.gz", [work()])
    authors = dump(tmp_path / "authors.txt.gz", [author()])

    seeding = seed_cache([editions, works, authors], cache=cache, say=quiet)

    assert seeding == Seeding(lines=4, skipped=0, entries=4)
    by_isbn = cache.get(["isbn:9780306406157"])["isbn:9780306406157"].match
    by_id = cache.get(["gr:4711"])["gr:4711"].match
    assert by_isbn is not None
    assert by_id is not None
    assert (by_isbn.by, by_id.by) == (MatchedBy.ISBN, MatchedBy.GOODREADS_ID)
    assert by_isbn.work == by_id.work
    assert (by_isbn.work.first_year, by_isbn.work.pages, by_isbn.work.cover_id) == (1961, 220, 77)
    assert (by_isbn.work.authors, by_isbn.work.languages) == (("Mira Tolland",), ("eng",))
    assert by_isbn.work.description == "A quiet story."
    assert "isbn:9781861972712" in cache.get(["isbn:9781861972712"])


def test_a_wanted_book_finds_what_was_seeded(tmp_path: Path, cache: ForgettingCatalogueCache) -> None:
    seed_cache(
        [dump(tmp_path / "all.txt", [author(), work(), edition(1, isbn_13=[isbn_of(1)])])],
        cache=cache,
        say=quiet,
    )

    keys = keys_of(a_book(title="The Far Shore (Shores, #1)", author="Tolland, Mira", isbn13=isbn_of(1)))

    assert set(cache.get(keys)) == set(keys)


def test_of_works_with_one_title_the_one_with_more_editions_is_remembered(
    tmp_path: Path, cache: ForgettingCatalogueCache
) -> None:
    lines = [author(), work(9), edition(1, of=9), edition(2, of=9), work(1), edition(3, of=1)]

    seed_cache([dump(tmp_path / "all.txt", lines)], cache=cache, say=quiet)

    (answer,) = cache.get(["ta:far shore|mira tolland"]).values()
    assert answer.match is not None
    assert answer.match.work.key == "/works/OL9W"


def test_lines_without_a_record_are_counted_and_passed_over(
    tmp_path: Path, cache: ForgettingCatalogueCache
) -> None:
    lines = [
        b"not a dump line\n",
        b"/type/work\t/works/OL5W\t1\t2026\t{broken\n",
        line("redirect", {"key": "/works/OL6W", "location": "/works/OL1W"}),
        line("work", {"key": "/works/OL7W"}),
        edition(4, works=[]),
        work(),
        edition(5, isbn_13=["9780306406150", 7, None], number_of_pages="many", publish_date=["1961"]),
    ]

    seeding = seed_cache([dump(tmp_path / "all.txt", lines)], cache=cache, say=quiet)

    assert seeding == Seeding(lines=7, skipped=5, entries=0)


def test_an_edition_keeps_only_facts_of_the_right_type(tmp_path: Path) -> None:
    path = dump(tmp_path / "one.txt", [edition(5, isbn_10=["0306406152", "x"], number_of_pages=-3)])

    assert list(read_dump(path)) == [Edition(work="/works/OL1W", isbns=("9780306406157",))]


def test_memory_stays_small_however_many_lines_there_are(
    tmp_path: Path, cache: ForgettingCatalogueCache
) -> None:
    def lines() -> Iterable[bytes]:
        for number in range(1, 2_501):
            yield edition(number, of=number, isbn_13=[isbn_of(number)])
            yield work(number, description="A long story. " * 100)

    path = dump(tmp_path / "many.txt.gz", lines())
    tracemalloc.start()
    try:
        seeding = seed_cache([path], cache=None, say=quiet, scratch=tmp_path)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert seeding.entries == 2_500
    assert peak < 2 * 1024 * 1024
    assert [path.name for path in tmp_path.iterdir()] == ["many.txt.gz"]


def test_a_cache_that_keeps_nothing_ends_the_seeding(tmp_path: Path) -> None:
    class Sieve(ForgettingCatalogueCache):
        def get(self, keys: Any) -> Any:
            return {}

    path = dump(tmp_path / "all.txt", [work(), edition(1, isbn_13=[isbn_of(1)])])

    with pytest.raises(StorageUnavailable, match="does not keep"):
        seed_cache([path], cache=Sieve(clock=FakeClock()), say=quiet)


def test_a_dry_run_says_what_it_would_write(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = dump(tmp_path / "all.txt.gz", [author(), work(), edition(1, isbn_13=[isbn_of(1)])])

    code = main(["seed-cache", str(path), "--dry-run"])

    assert code == 0
    assert "2 entries would be written, from 3 lines (0 without a record) in " in capsys.readouterr().err


_WHOLE = gzip.compress(work() * 50)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (None, "cannot be read: No such file"),
        (b"\x1f\x8b\x08\x00 not really packed", "damaged"),
        (_WHOLE[: len(_WHOLE) // 2], "damaged or not complete"),
    ],
)
def test_a_file_that_cannot_be_read_is_said_and_ends_with_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None, complaint: str
) -> None:
    path = tmp_path / "dump.gz"
    if content is not None:
        path.write_bytes(content)

    assert main(["seed-cache", str(path), "--dry-run"]) == 1
    said = capsys.readouterr().err
    assert said.startswith(f"fanfolio-admin: {path} ")
    assert complaint in said


def test_missing_settings_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FANFOLIO_CACHE_TABLE", raising=False)
    path = dump(tmp_path / "all.txt", [work()])

    assert main(["seed-cache", str(path)]) == 1
    assert "FANFOLIO_CACHE_TABLE" in capsys.readouterr().err
