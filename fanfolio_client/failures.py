"""What went wrong with single rows and books of a job."""

from collections.abc import Iterable
from dataclasses import dataclass

from fanfolio_client.reading import Members


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """A row that is no book: its ``line`` and ``column`` in the file, and what to do about it."""

    line: int
    column: str | None
    kind: str
    advice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedBook:
    """A book that is ``unmatched`` (no catalogue knows it) or ``unavailable`` (none could be asked: ``reason``)."""

    number: int
    title: str
    authors: tuple[str, ...]
    outcome: str
    reason: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Failures:
    """All complaints in the order of the file, and all books without a match in the order of the file."""

    complaints: tuple[Complaint, ...] = ()
    books: tuple[FailedBook, ...] = ()

    @property
    def unmatched(self) -> tuple[FailedBook, ...]:
        """Books that no catalogue knows: asking again will hardly help."""
        return self._with_outcome("unmatched")

    @property
    def unavailable(self) -> tuple[FailedBook, ...]:
        """Books that no catalogue could be asked about: a retry may help."""
        return self._with_outcome("unavailable")

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self.complaints or self.books)

    def _with_outcome(self, outcome: str) -> tuple[FailedBook, ...]:
        return tuple(book for book in self.books if book.outcome == outcome)


@dataclass(frozen=True, slots=True, kw_only=True)
class FailuresPage:
    """A page of them, and the address of the next one."""

    failures: Failures
    following: str | None

    @classmethod
    def read(cls, members: Members) -> "FailuresPage":
        """The page that an answer is; raises UnexpectedAnswer."""
        failures = Failures(
            complaints=tuple(map(_complaint, members.objects("complaints"))),
            books=tuple(map(_book, members.objects("books"))),
        )
        return cls(failures=failures, following=members.maybe_text("next"))


def joined(pages: Iterable[Failures]) -> Failures:
    """Several pages as one."""
    together = list(pages)
    return Failures(
        complaints=tuple(complaint for page in together for complaint in page.complaints),
        books=tuple(book for page in together for book in page.books),
    )


def _complaint(members: Members) -> Complaint:
    return Complaint(
        line=members.count("line"),
        column=members.maybe_text("column"),
        kind=members.text("kind"),
        advice=members.text("advice"),
    )


def _book(members: Members) -> FailedBook:
    return FailedBook(
        number=members.count("number"),
        title=members.text("title"),
        authors=members.texts("authors"),
        outcome=members.text("outcome"),
        reason=members.maybe_text("reason"),
    )
