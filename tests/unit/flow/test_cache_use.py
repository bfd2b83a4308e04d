"""What the worker asks its cache for: the surest key of each book, and others only where that finds nothing."""

from collections.abc import Collection, Mapping

from fanfolio.adapters.memory import MemoryCatalogueCache, ScriptedCatalogue
from fanfolio.ports import CachedAnswer
from tests.fixtures.pipeline import HEADER, Pipeline, export_of, match_of

ISBN = "9780441172719"
ROWS = [
    ["1", "Dune", "Frank Herbert", ISBN, "5", "4.2", "600", "", "read"],
    ["2", "The Glass Orchard", "Ada Merrin", "", "4", "3.9", "200", "", "read"],
]


class ListeningCache(MemoryCatalogueCache):
    """A cache that notes which keys it was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[set[str]] = []

    def get(self, keys: Collection[str]) -> Mapping[str, CachedAnswer]:
        self.asked.append(set(keys))
        return super().get(keys)


def listening_pipeline() -> tuple[Pipeline, ListeningCache]:
    pipeline, cache = Pipeline(ScriptedCatalogue({1: match_of(1), 2: match_of(2)})), ListeningCache()
    object.__setattr__(pipeline.enrich_chunk, "cache", cache)
    return pipeline, cache


def test_books_that_their_surest_key_finds_are_asked_for_once() -> None:
    pipeline, cache = listening_pipeline()
    pipeline.run(export_of(ROWS, HEADER))
    cache.asked.clear()

    pipeline.run(export_of(ROWS, HEADER))

    assert cache.asked == [{f"isbn:{ISBN}", "gr:2"}]


def test_a_book_of_another_edition_is_found_by_title_and_author() -> None:
    pipeline, cache = listening_pipeline()
    pipeline.run(export_of(ROWS, HEADER))
    other_edition = [["7", "Dune", "Frank Herbert", "9780340960196", "5", "4.2", "600", "", "read"]]

    job_id = pipeline.run(export_of(other_edition, HEADER)).job.job_id

    assert cache.asked[-2:] == [{"isbn:9780340960196"}, {"ta:dune|frank herbert"}]
    assert pipeline.dashboard(job_id).coverage.matched == 1
