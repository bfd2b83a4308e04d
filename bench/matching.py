"""How well books are recognised: precision and recall over a table of right and wrong pairs.

    python bench/matching.py [FILE] [--misses]

prints one JSON line; ``--misses`` adds each pair that was misjudged, and why. FILE is a CSV like
``bench/matching_pairs.csv``, the default: ``same`` (yes or no), ``title`` and ``author`` of the wanted book,
``given_title`` and ``given_authors`` of a work; and, where known, ``isbn13``, ``goodreads_id``, ``given_subtitle``,
``given_isbns``, ``given_goodreads_ids`` and ``why``, a note. Several values in a cell are separated by ``|``.
"""

import argparse
import csv
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # runs from anywhere, as a file or as a module

from fanfolio.adapters.untrusted import isbns_in
from fanfolio.domain.enrichment import Source, Work
from fanfolio.domain.matching import Candidate, by_identifier, by_title, judge
from fanfolio.messages import WantedBook

PAIRS = Path(__file__).with_name("matching_pairs.csv")

_NEEDED = ("same", "title", "author", "given_title", "given_authors")
_SAID = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


class UnreadablePairs(ValueError):
    """The table is not of the expected shape; the message says what to mend."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A wanted book, a work that a catalogue gave, and whether they are the same."""

    book: WantedBook
    candidate: Candidate
    is_same: bool
    why: str

    @property
    def is_recognised(self) -> bool:
        """What our rules say."""
        return bool(by_identifier(self.book, [self.candidate]) or by_title(self.book, [self.candidate]))

    @property
    def refusal(self) -> str:
        """Why title and author were not enough; empty where they were."""
        return judge(self.book, self.candidate).refusal or ""


def read_pairs(path: Path) -> list[Pair]:
    """The pairs of a table; raises :class:`UnreadablePairs`."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = csv.DictReader(lines)
            found = rows.fieldnames or []
            if missing := [name for name in _NEEDED if name not in found]:
                has = ", ".join(found) or "nothing"
                raise UnreadablePairs(f"{path} lacks {', '.join(missing)}; its first line has: {has}.")
            return [_pair(row, number, path) for number, row in enumerate(rows, start=1)]
    except OSError as exc:
        raise UnreadablePairs(f"{path}: {exc.strerror}") from exc
    except UnicodeDecodeError as exc:
        raise UnreadablePairs(f"{path} is not UTF-8 (byte {exc.start}): save it as UTF-8.") from exc


def _pair(row: Mapping[str, str | None], number: int, path: Path) -> Pair:
    said = (row["same"] or "").strip().casefold()
    if said not in _SAID:
        raise UnreadablePairs(f'{path}, pair {number}: "same" is yes or no, not {said!r}.')
    isbn13 = isbns_in([row.get("isbn13") or ""])
    return Pair(
        book=WantedBook(
            number=number,
            title=row["title"] or "",
            author=row["author"] or None,
            isbn13=next(iter(isbn13), None),
            goodreads_id=row.get("goodreads_id") or None,
        ),
        candidate=Candidate(
            work=Work(
                source=Source.OPEN_LIBRARY,
                key=f"/works/OL{number}W",
                title=row["given_title"] or "",
                authors=tuple(_split(row["given_authors"])),
            ),
            subtitle=row.get("given_subtitle") or None,
            isbns=isbns_in(_split(row.get("given_isbns"))),
            goodreads_ids=frozenset(_split(row.get("given_goodreads_ids"))),
        ),
        is_same=_SAID[said],
        why=row.get("why") or "",
    )


def _split(cell: str | None) -> Iterator[str]:
    return (part.strip() for part in (cell or "").split("|") if part.strip())


def measure(pairs: Sequence[Pair]) -> dict[str, float]:
    """Counts, precision (of those recognised, how many are the same) and recall (of the same, how many)."""
    recognised = [pair for pair in pairs if pair.is_recognised]
    right = sum(pair.is_same for pair in recognised)
    same = sum(pair.is_same for pair in pairs)
    return {
        "pairs": len(pairs),
        "same": same,
        "different": len(pairs) - same,
        "recognised": len(recognised),
        "precision": round(right / max(1, len(recognised)), 4),
        "recall": round(right / max(1, same), 4),
    }


def _print_misses(pairs: Sequence[Pair]) -> None:
    for pair in pairs:
        if pair.is_recognised != pair.is_same:
            verdict = f"missed as {pair.refusal}" if pair.is_same else "WRONGLY RECOGNISED"
            print(f"{verdict}: {pair.book.title} | {pair.candidate.work.title} ({pair.why})")


def main() -> None:
    """Read the table, print the figures."""
    parser = argparse.ArgumentParser(description="Precision and recall of recognising books.")
    parser.add_argument("file", nargs="?", type=Path, default=PAIRS, help="a CSV file of pairs")
    parser.add_argument("--misses", action="store_true", help="print the pairs that were misjudged")
    asked = parser.parse_args()
    try:
        pairs = read_pairs(asked.file)
    except UnreadablePairs as exc:
        sys.exit(str(exc))
    print(json.dumps(measure(pairs)))
    if asked.misses:
        _print_misses(pairs)


if __name__ == "__main__":
    main()
