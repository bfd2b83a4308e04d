"""The genre rules as the document needs them: asked once for equal books, their evidence cut to what convinces."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from fanfolio.domain.enrichment import Work
from fanfolio.domain.statistics.entry import Evidence

if TYPE_CHECKING:
    from fanfolio.domain.genres import BookGenres, GenreEvidence

EVIDENCE_A_GENRE = 2

ParentsOf = Callable[[str], Iterable[str]]


class Classify(Protocol):
    """Raw subjects, categories and the reader's shelves in; genres with their evidence out."""

    def __call__(
        self, *, subjects: tuple[str, ...], categories: tuple[str, ...], shelves: tuple[str, ...]
    ) -> "BookGenres": ...


class Classified(Struct, frozen=True, kw_only=True, gc=False):
    """A book's genres in the document's terms."""

    genres: tuple[str, ...]
    fiction: bool | None
    audience: str | None
    topics: tuple[str, ...]
    evidence: tuple[Evidence, ...]


class Classifier:
    """Classifies books, each distinct set of subjects, categories and shelves once.

    ``classify`` is the rules; those of :mod:`fanfolio.domain.genres` unless given.
    """

    def __init__(self, classify: Classify | None = None) -> None:
        if classify is None:
            # Loaded here and not above: its tables cost a process that classifies nothing its start.
            from fanfolio.domain import genres

            classify = genres.classify
        self._classify = classify
        self._known: dict[tuple[tuple[str, ...], ...], Classified] = {}

    def of(self, *, work: Work | None, shelves: tuple[str, ...]) -> Classified:
        """The genres of a book, by what its work and its reader's shelves say."""
        key = (work.subjects, work.categories, shelves) if work else ((), (), shelves)
        known = self._known.get(key)
        if known is None:
            subjects, categories, _ = key
            found = self._classify(subjects=subjects, categories=categories, shelves=shelves)
            known = self._known[key] = Classified(
                genres=tuple(found.genres),
                fiction=found.fiction,
                audience=str(found.audience) if found.audience else None,
                topics=tuple(found.topics),
                evidence=_most_telling(found.evidence),
            )
        return known


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
