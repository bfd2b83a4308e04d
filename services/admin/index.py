"""Dump records joined on disk: memory stays small however large the dumps are."""

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import median

import msgspec

from fanfolio.domain.cache_keys import goodreads_key, isbn_key, title_key
from fanfolio.domain.enrichment import Match, MatchedBy, Source, Work
from fanfolio.ports import CachedAnswer
from services.admin.dump import Author, DumpedWork, Edition, Record

_SCHEMA = """
CREATE TABLE authors (key TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE works (key TEXT PRIMARY KEY, facts BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE editions (work TEXT NOT NULL, facts BLOB NOT NULL);
"""
# A work with thousands of editions is a classic whose pages and languages a part of them tells as well.
_EDITIONS_READ = 2_000
_TITLE_SCORE = 0.95
_CACHE_KIB = 64 * 1024

_encode = msgspec.json.Encoder().encode
_works = msgspec.json.Decoder(DumpedWork)
_editions = msgspec.json.Decoder(Edition)


class DumpIndex:
    """Authors, works and editions in a scratch database; a record that comes again replaces the former."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path)
        # A scratch file: it is made anew after a crash, so nothing need be safe on disk.
        self._db.executescript(
            f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-{_CACHE_KIB};" + _SCHEMA
        )

    def add(self, record: Record) -> None:
        """Keep a record."""
        match record:
            case Author():
                self._db.execute("INSERT OR REPLACE INTO authors VALUES (?, ?)", (record.key, record.name))
            case DumpedWork():
                self._db.execute("INSERT OR REPLACE INTO works VALUES (?, ?)", (record.key, _encode(record)))
            case Edition():
                self._db.execute("INSERT INTO editions VALUES (?, ?)", (record.work, _encode(record)))

    def answers(self) -> Iterator[tuple[str, CachedAnswer]]:
        """Cache keys with their answers; of works that share a key the one with the most editions comes last."""
        self._db.execute("CREATE INDEX IF NOT EXISTS editions_by_work ON editions (work)")
        rows = self._db.execute(
            "SELECT works.facts, (SELECT COUNT(*) FROM editions WHERE work = works.key) AS editions"
            " FROM works ORDER BY editions, works.key"
        )
        for facts, _ in rows:
            dumped = _works.decode(facts)
            editions = self._editions_of(dumped.key)
            yield from _answers_for(self._work(dumped, editions), editions)

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def _editions_of(self, work: str) -> list[Edition]:
        rows = self._db.execute("SELECT facts FROM editions WHERE work = ? LIMIT ?", (work, _EDITIONS_READ))
        return [_editions.decode(facts) for (facts,) in rows]

    def _work(self, dumped: DumpedWork, editions: list[Edition]) -> Work:
        pages = [edition.pages for edition in editions if edition.pages]
        years = [edition.year for edition in editions if edition.year]
        languages = dict.fromkeys(language for edition in editions for language in edition.languages)
        return Work(
            source=Source.OPEN_LIBRARY,
            key=dumped.key,
            title=dumped.title,
            authors=tuple(self._names(dumped.authors)),
            subjects=dumped.subjects,
            cover_id=dumped.cover_id,
            first_year=min(years) if years else None,
            pages=round(median(pages)) if pages else None,
            languages=tuple(languages)[:30],
            description=dumped.description,
        )

    def _names(self, keys: Iterable[str]) -> Iterator[str]:
        for key in keys:
            for (name,) in self._db.execute("SELECT name FROM authors WHERE key = ?", (key,)):
                yield name


def _answers_for(work: Work, editions: list[Edition]) -> Iterator[tuple[str, CachedAnswer]]:
    by_isbn = CachedAnswer(match=Match(work=work, by=MatchedBy.ISBN))
    by_id = CachedAnswer(match=Match(work=work, by=MatchedBy.GOODREADS_ID))
    for edition in editions:
        for isbn in edition.isbns:
            yield isbn_key(isbn), by_isbn
        for goodreads_id in edition.goodreads_ids:
            yield goodreads_key(goodreads_id), by_id
    by_title = CachedAnswer(match=Match(work=work, by=MatchedBy.TITLE_AUTHOR, score=_TITLE_SCORE))
    for name in work.authors[:1]:
        if key := title_key(work.title, name):
            yield key, by_title
