"""Dead letters: a chunk that killed its worker is split, down to single books; what still kills alone is named."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from fanfolio.domain.enrichment import Enrichment, Outcome
from fanfolio.flow.deletion import Deletion
from fanfolio.flow.settling import settle
from fanfolio.messages import ChunkMessage, WantedBook
from fanfolio.metrics import emit
from fanfolio.observability import EventLog
from fanfolio.ports import BookQueue, JobStore, Objects

POISONOUS = "worker-gave-up"

# A hundred books in ten parts and a tenth of them alone are 20 messages, not 100: where a slow machine and no book
# was at fault, a hundred questions in place of one would only make it slower.
_PARTS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class BuryDeadLetter:
    """Gives the books of a dead message one more chance in smaller company, then alone, then settles them.

    Books that are settled by now are left out: their worker may have died just before it said so.
    """

    jobs: JobStore
    objects: Objects
    queue: BookQueue
    deletion: Deletion
    log: EventLog

    def __call__(self, message: ChunkMessage) -> None:
        """Split or settle one dead message; repeating it changes nothing."""
        log = self.log.bind(job_id=message.job_id, chunk=message.chunk, attempt=message.attempt)
        if not self.deletion.is_still_wanted(message.job_id):
            log.info("dead_letter_dropped")
            return
        emit(log, {"DeadMessages": 1})
        outstanding = self._outstanding(message)
        if len(message.books) > 1:
            parts = _parts(outstanding)
            self.queue.send([replace(message, books=part) for part in parts])
            log.warning("dead_letter_split", books=len(outstanding), parts=len(parts))
        elif outstanding:
            settle(message, [_given_up(book) for book in message.books], objects=self.objects, jobs=self.jobs)
            log.error("book_given_up", numbers=[book.number for book in outstanding])
            emit(log, {"BooksGivenUp": len(outstanding)})
        self.deletion.finish_if_deleted(message.job_id)

    def _outstanding(self, message: ChunkMessage) -> list[WantedBook]:
        progress = self.jobs.progress(message.job_id)
        settled = progress.matched | progress.unmatched | progress.unavailable
        return [book for book in message.books if book.number not in settled]


def _given_up(book: WantedBook) -> Enrichment:
    return Enrichment(number=book.number, outcome=Outcome.UNAVAILABLE, reason=POISONOUS)


def _parts(books: Sequence[WantedBook]) -> list[tuple[WantedBook, ...]]:
    size = -(-len(books) // _PARTS)
    return [tuple(books[at : at + size]) for at in range(0, len(books), size)] if books else []
