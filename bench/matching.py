"""How well books are recognised: precision and recall over a table of right and wrong pairs.

``python -m bench.matching [FILE] [--misses]`` prints one JSON line; ``--misses`` adds each pair that was misjudged.
"""

import argparse
import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fanfolio.adapters.untrusted import isbns_in
from fanfolio.domain.enrichment import Source, Work
from fanfolio.domain.matching import Candidate, by_identifier, by_title
from fanfolio.messages import WantedBook

PAIRS = Path(__file__).with_name("matching_pairs.csv")


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


def read_pairs(path: Path) -> Iterator[Pair]:
    """The pairs of a table; lists inside a cell are separated by ``|``."""
    with path.open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines), start=1):
            yield Pair(
                book=WantedBook(
                    number=number,
                    title=row["title"],
                    author=row["author"] or None,
                    isbn13=row["isbn13"] or None,
                    goodreads_id=row["goodreads_id"] or None,
                ),
                candidate=Candidate(
                    work=Work(
                        source=Source.OPEN_LIBRARY,
                        key=f"/works/OL{number}W",
                        title=row["given_title"],
                        authors=tuple(filter(None, row["given_authors"].split("|"))),
                    ),
                    subtitle=row["given_subtitle"] or None,
                    isbns=isbns_in(row["given_isbns"].split("|")),
                    goodreads_ids=frozenset(filter(None, row["given_goodreads_ids"].split("|"))),
                ),
                is_same=row["same"] == "yes",
                why=row["why"],
            )


def measure(pairs: list[Pair]) -> dict[str, float]:
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


def main() -> None:
    """Read the table, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=PAIRS)
    parser.add_argument("--misses", action="store_true", help="print the pairs that were misjudged")
    asked = parser.parse_args()
    pairs = list(read_pairs(asked.file))
    print(json.dumps(measure(pairs)))
    if asked.misses:
        for pair in pairs:
            if pair.is_recognised != pair.is_same:
                verdict = "missed" if pair.is_same else "WRONGLY RECOGNISED"
                print(f"{verdict}: {pair.book.title} | {pair.candidate.work.title} ({pair.why})")


if __name__ == "__main__":
    main()
