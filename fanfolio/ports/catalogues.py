"""Who knows books, what is remembered of it, and how fast may be asked."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from fanfolio.domain.enrichment import Match, Source
from fanfolio.messages import WantedBook


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """Why a catalogue could not say anything about a book for now; ``reason`` is a documented code."""

    reason: str
    retry_after_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """A catalogue's word on the books it was asked for, by number; every asked book is in exactly one of them."""

    matched: Mapping[int, Match]
    absent: frozenset[int]
    unanswered: Mapping[int, Unanswered]
    requests: int = 0


class Catalogue(Protocol):
    """An open catalogue that answers for many books at once and never raises for what a catalogue does."""

    @property
    def source(self) -> Source: ...

    async def find(self, books: Sequence[WantedBook], *, until: float) -> Answers:
        """Look books up; be back by ``until`` (on the clock's monotonic scale), with what is known then."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CachedAnswer:
    """What the cache knows under a key: a match, or (``None``) that the catalogues know nothing."""

    match: Match | None


class CatalogueCache(Protocol):
    """Remembered answers by look-up key (``isbn:…``, ``gr:…``, ``ta:title|author``); losing it costs time only."""

    def get(self, keys: Collection[str]) -> Mapping[str, CachedAnswer]:
        """The answers that are known and not expired; never raises for an unavailable cache."""
        ...

    def put(self, answers: Mapping[str, CachedAnswer]) -> None:
        """Remember answers; never raises for an unavailable cache."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Permit:
    """Leave to make one request ``wait_s`` from now; ``None`` in its place means: not before ``until``."""

    wait_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """No leave to ask now: the circuit is open or the quota spent; ``reason`` is a documented code."""

    reason: str
    retry_after_s: float


class Pacer(Protocol):
    """A deployment's shared pace towards each catalogue."""

    def reserve(self, source: Source, *, patience_s: float) -> Permit | Refusal:
        """Reserve the next free slot if it comes within ``patience_s``; a refused reservation takes no slot."""
        ...

    def report(self, source: Source, *, ok: bool, retry_after_s: float = 0.0) -> None:
        """Tell how a request went: failures in a row open the circuit for everybody, a success closes it."""
        ...
