"""Asking the genre rules about books: the worker about a work, the aggregator about what a reader's shelves add."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Protocol

from fanfolio.domain.classified import Classified, Evidence
from fanfolio.domain.enrichment import Enrichment, Work

if TYPE_CHECKING:
    from fanfolio.domain.genres import BookGenres, GenreEvidence

EVIDENCE_A_GENRE = 2


class Classify(Protocol):
    """Raw subjects, categories and the reader's shelves in; genres with their evidence out."""

    def __call__(
        self, *, subjects: tuple[str, ...], categories: tuple[str, ...], shelves: tuple[str, ...]
    ) -> "BookGenres": ...


def read_the_rules() -> None:
    """Read the rules' tables, which takes longer than asking them about a hundred books."""
    from fanfolio.domain import genres

    genres.read_tables()


class Classifier:
    """Classifies books.

    What a worker has made of a work stands, unless the rules have changed since or the reader's shelves have
    something to say. ``classify`` is the rules; those of :mod:`fanfolio.domain.genres` unless given.
    """

    def __init__(self, classify: Classify | None = None) -> None:
        # Loaded here and not above: the tables cost a process that classifies nothing its start.
        from fanfolio.domain import genres

        genres.read_tables()
        self._classify = classify or genres.classify
        self._rules = genres.RULES_VERSION
        self._shelf_speaks: Callable[[str], bool] = genres.shelf_speaks
        self._telling: dict[tuple[str, ...], bool] = {}
        self._by_shelves: dict[tuple[str, ...], Classified] = {}

    def of_work(self, work: Work) -> Classified:
        """The genres of a work by itself."""
        return self._of(work.subjects, work.categories, ())

    def of_book(self, enrichment: Enrichment | None, *, shelves: tuple[str, ...]) -> Classified:
        """The genres of a book, by what its work and its reader's shelves say."""
        if enrichment is None or enrichment.match is None:
            return self._of_shelves(shelves)
        found = enrichment.classified
        if found is not None and found.rules == self._rules and not self._tell(shelves):
            return found
        work = enrichment.match.work
        return self._of(work.subjects, work.categories, shelves)

    def _of_shelves(self, shelves: tuple[str, ...]) -> Classified:
        """The genres of a book that no catalogue knows; a library has few sets of shelves."""
        known = self._by_shelves.get(shelves)
        if known is None:
            known = self._by_shelves[shelves] = self._of((), (), shelves)
        return known

    def _tell(self, shelves: tuple[str, ...]) -> bool:
        """Whether any of the shelves has a say in what a book is: most are about a reader's house and time."""
        telling = self._telling.get(shelves)
        if telling is None:
            telling = self._telling[shelves] = any(map(self._shelf_speaks, shelves))
        return telling

    def _of(
        self, subjects: tuple[str, ...], categories: tuple[str, ...], shelves: tuple[str, ...]
    ) -> Classified:
        # Not remembered: hardly two works have the same headings, and a warm worker sees works without end.
        found = self._classify(subjects=subjects, categories=categories, shelves=shelves)
        return Classified(
            rules=self._rules,
            genres=tuple(found.genres),
            fiction=found.fiction,
            audience=str(found.audience) if found.audience else None,
            topics=tuple(found.topics),
            evidence=_most_telling(found.evidence),
        )


def _most_telling(evidence: "Iterable[GenreEvidence]") -> tuple[Evidence, ...]:
    """The first pieces for each genre: the rules name the best first."""
    kept: list[Evidence] = []
    seen: dict[str, int] = {}
    for each in evidence:
        times = seen.get(each.genre, 0)
        if times < EVIDENCE_A_GENRE:
            seen[each.genre] = times + 1
            kept.append(Evidence(genre=each.genre, term=each.term, kind=each.kind, weight=each.weight))
    return tuple(kept)
