"""Fill the catalogue cache from Open Library's dumps, so that whole libraries are known without asking anybody."""

import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from fanfolio.adapters.batches import batches
from fanfolio.domain.errors import StorageUnavailable
from fanfolio.ports import CachedAnswer, CatalogueCache
from services.admin.dump import read_dump
from services.admin.index import DumpIndex

_LINES_A_WORD = 100_000
_ANSWERS_A_PUT = 400
# A write waits for the table most of the time; more at once than this would only be told to slow down.
_PUTS_AT_ONCE = 8

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeding:
    """What became of the dumps: lines read, lines that held no record, cache entries written."""

    lines: int
    skipped: int
    entries: int


def seed_cache(
    files: Sequence[Path], *, cache: CatalogueCache | None, say: Say, scratch: Path | None = None
) -> Seeding:
    """Read dumps of authors, works and editions, in any order and mix, and remember every work they tell of.

    Without a ``cache`` entries are counted only. ``scratch`` is a directory for the index, which takes about as
    much room as the packed dumps. Raises OSError where a file cannot be read, StorageUnavailable where the cache
    does not keep what it is given.
    """
    with tempfile.TemporaryDirectory(prefix="fanfolio-seed-", dir=scratch) as directory:
        index = DumpIndex(Path(directory) / "index.sqlite")
        try:
            lines, skipped = _read(files, index, say)
            entries = _write(index, cache, say)
        finally:
            index.close()
    return Seeding(lines=lines, skipped=skipped, entries=entries)


def _read(files: Sequence[Path], index: DumpIndex, say: Say) -> tuple[int, int]:
    lines = skipped = 0
    for path in files:
        for record in read_dump(path):
            lines += 1
            if record is None:
                skipped += 1
            else:
                index.add(record)
            if lines % _LINES_A_WORD == 0:
                say(f"{lines:,} lines read, now in {path.name}")
    return lines, skipped


def _write(index: DumpIndex, cache: CatalogueCache | None, say: Say) -> int:
    """One batch after the other, for of works that share a key the last counts; a batch's parts at once."""
    entries = 0
    with ThreadPoolExecutor(_PUTS_AT_ONCE) as pool:
        for batch in batches(index.answers(), size=_ANSWERS_A_PUT):
            answers = dict(batch)
            if cache is not None:
                parts = batches(answers.items(), size=-(-len(answers) // _PUTS_AT_ONCE))
                list(pool.map(_put, [cache] * _PUTS_AT_ONCE, map(dict, parts)))
            before, entries = entries, entries + len(answers)
            if before // _LINES_A_WORD != entries // _LINES_A_WORD:
                say(f"{entries:,} entries written")
    return entries


def _put(cache: CatalogueCache, answers: dict[str, CachedAnswer]) -> None:
    """A cache swallows its own troubles, which is right for a worker and wrong here: so one entry is read back."""
    cache.put(answers)
    last = next(reversed(answers))
    if last not in cache.get([last]):
        raise StorageUnavailable(
            "the catalogue cache does not keep entries for now: run the same command again later"
        )
