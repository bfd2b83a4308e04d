"""Dead letters: split a chunk that killed its worker into single books; what is single and still dies is named."""

from dataclasses import dataclass, replace

from fanfolio.domain.enrichment import Enrichment, Outcome
from fanfolio.domain.errors import JobNotFound
from fanfolio.flow.deletion import Deletion
from fanfolio.keys import result_key
from fanfolio.messages import ChunkMessage, ChunkResult, encode_result
from fanfolio.observability import EventLog
from fanfolio.ports import BookQueue, JobStore, Objects

POISONOUS = "worker-gave-up"


@dataclass(frozen=True, slots=True, kw_only=True)
class BuryDeadLetter:
    """Gives every book of a dead message one more chance alone, then settles it as unavailable."""

    jobs: JobStore
    objects: Objects
    queue: BookQueue
    deletion: Deletion
    log: EventLog

    def __call__(self, message: ChunkMessage) -> None:
        """Split or settle one dead message; repeating it changes nothing."""
        log = self.log.bind(job_id=message.job_id, chunk=message.chunk, attempt=message.attempt)
        if not self._is_wanted(message.job_id):
            self.deletion.finish_if_deleted(message.job_id)
            log.info("dead_letter_dropped")
        elif len(message.books) > 1:
            self.queue.send([replace(message, books=(book,)) for book in message.books])
            log.warning("dead_letter_split", books=len(message.books))
        else:
            self._settle(message)
            self.deletion.finish_if_deleted(message.job_id)
            log.error("book_given_up", numbers=[book.number for book in message.books])

    def _is_wanted(self, job_id: str) -> bool:
        try:
            return self.jobs.read(job_id).is_open
        except JobNotFound:
            return False

    def _settle(self, message: ChunkMessage) -> None:
        enrichments = tuple(
            Enrichment(number=book.number, outcome=Outcome.UNAVAILABLE, reason=POISONOUS)
            for book in message.books
        )
        result = ChunkResult(
            job_id=message.job_id, chunk=message.chunk, attempt=message.attempt, enrichments=enrichments
        )
        key = result_key(message.job_id, message.chunk, message.attempt)
        self.objects.put(key, encode_result(result), content_type="application/json")
        self.jobs.settle(message.job_id, {Outcome.UNAVAILABLE: [book.number for book in message.books]})
