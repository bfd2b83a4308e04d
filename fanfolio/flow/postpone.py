"""Which books of a message could not be asked for now: in what smaller messages they come back, and when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from fanfolio.domain.pacing import PACED
from fanfolio.messages import MAX_ATTEMPTS, ChunkMessage, WantedBook
from fanfolio.ports import Unanswered

_DELAY_S_BY_ATTEMPT = (3, 6, 12)
_LONGEST_DELAY_S = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Postponement:
    """A message of books to ask for once more, after ``delay_s``."""

    message: ChunkMessage
    delay_s: int


def postpone(message: ChunkMessage, unanswered: Mapping[int, Unanswered]) -> tuple[Postponement, ...]:
    """What comes back of a message: nothing of books that have failed so often that they are given up.

    An attempt is used up only by failures: books that were held up by our own pace come back as they were.
    """
    paced = [book for book in message.books if _reason(unanswered, book) == PACED]
    failed = [book for book in message.books if _reason(unanswered, book) not in (None, PACED)]
    postponed = []
    if paced:
        again = replace(message, books=tuple(paced))
        delay_s = _delay_s(unanswered, paced, least=1, most=_LONGEST_DELAY_S)
        postponed.append(Postponement(message=again, delay_s=delay_s))
    if failed and message.attempt < MAX_ATTEMPTS:
        least = _DELAY_S_BY_ATTEMPT[message.attempt - 1]
        # An open circuit may say five minutes; a job that has nothing else to wait for should end before that.
        delay_s = _delay_s(unanswered, failed, least=least, most=2 * least)
        postponed.append(Postponement(message=message.again(tuple(failed)), delay_s=delay_s))
    return tuple(postponed)


def _reason(unanswered: Mapping[int, Unanswered], book: WantedBook) -> str | None:
    why = unanswered.get(book.number)
    return why.reason if why else None


def _delay_s(
    unanswered: Mapping[int, Unanswered], books: Sequence[WantedBook], *, least: int, most: int
) -> int:
    asked_for = max(unanswered[book.number].retry_after_s for book in books)
    return min(max(least, round(asked_for)), most)
