"""A worker takes a message: while it lives nobody else gets it, and soon after its death somebody does."""

from dataclasses import asdict, dataclass

from fanfolio.domain.errors import StorageUnavailable
from fanfolio.flow.dead_letters import BuryDeadLetter
from fanfolio.flow.enrich_chunk import ChunkReport, EnrichChunk
from fanfolio.metrics import emit
from fanfolio.observability import EventLog
from fanfolio.ports import Clock, Deliveries, Delivery

# What a message stays hidden beyond its worker's life: two never hold it because their clocks differ a little.
_HIDDEN_LONGER_S = 10.0

# After a failure that was reported: 3, 6, 12, then 24 seconds.
_FIRST_PAUSE_S = 3.0
_LONGEST_PAUSE_S = 60.0

# A chunk is split when its second worker finds it abandoned. A single book may have met two deaths that were not
# its doing, its chunk's and its own, so it is tried alone twice.
_TRIES_OF_A_CHUNK = 1
_TRIES_OF_A_BOOK = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeMessage:
    """Has one delivered message processed, or split where it is what its workers died of.

    Lambda hides a message for six times the worker's time limit; a job would be over by the time its poison had
    killed enough workers. So a worker that has the message in hand shortens that to its own life.
    """

    deliveries: Deliveries
    enrich_chunk: EnrichChunk
    bury: BuryDeadLetter
    clock: Clock
    log: EventLog

    async def __call__(self, delivery: Delivery, *, until: float, life_s: float) -> ChunkReport:
        """Settle or split by ``until`` (monotonic); ``life_s`` is how long this process may still live.

        After an error (StorageUnavailable) the message is visible again within seconds.
        """
        message = delivery.message
        log = self.log.bind(job_id=message.job_id, chunk=message.chunk, attempt=message.attempt)
        self._hide(delivery, life_s + _HIDDEN_LONGER_S, log)
        try:
            with log.reporting("chunk_failed", receives=delivery.receives):
                return await self._process(delivery, log, until=until, life_s=life_s)
        except Exception:
            self._hide(delivery, _pause_s(delivery.receives), log)
            raise

    async def _process(
        self, delivery: Delivery, log: EventLog, *, until: float, life_s: float
    ) -> ChunkReport:
        if is_abandoned(delivery, life_s=life_s):
            self.bury(delivery.message)
            return ChunkReport()
        started = self.clock.monotonic()
        report = await self.enrich_chunk(delivery.message, until=until)
        log.info("chunk_settled", ms=round((self.clock.monotonic() - started) * 1000), **asdict(report))
        _count(report, log)
        return report

    def _hide(self, delivery: Delivery, seconds: float, log: EventLog) -> None:
        try:
            self.deliveries.hide(delivery.receipt, visibility_timeout_s=seconds)
        except StorageUnavailable:
            # Only slower: the queue's own timeout holds.
            log.warning("message_not_hidden")


def is_abandoned(delivery: Delivery, *, life_s: float) -> bool:
    """Whether earlier workers died of this message: they are gone, and none has reported a failure.

    A reported failure brings the message back within seconds; a silent one takes at least a worker's life.
    """
    tries = _TRIES_OF_A_CHUNK if len(delivery.message.books) > 1 else _TRIES_OF_A_BOOK
    return delivery.receives > tries and delivery.waited_s >= tries * life_s


def _count(report: ChunkReport, log: EventLog) -> None:
    emit(
        log,
        {
            "BooksSettled": report.matched + report.unmatched + report.unavailable,
            "BooksPostponed": report.postponed,
            "BooksFromCache": report.from_cache,
            "CatalogueRequests": report.requests,
        },
    )


def _pause_s(receives: int) -> float:
    return min(_FIRST_PAUSE_S * 2.0 ** (receives - 1), _LONGEST_PAUSE_S)
