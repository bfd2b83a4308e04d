"""The one way in which books of a message become settled: durable first, counted second."""

from collections.abc import Mapping, Sequence

from fanfolio.domain.enrichment import Enrichment, Outcome
from fanfolio.keys import result_key
from fanfolio.messages import ChunkMessage, ChunkResult, encode_result
from fanfolio.ports import JobStore, Objects


def settle(
    message: ChunkMessage, enrichments: Sequence[Enrichment], *, objects: Objects, jobs: JobStore
) -> Mapping[Outcome, Sequence[int]]:
    """Store what is known of a message's books, then count them; the book numbers under their outcomes.

    A settled book always has its result: dying in between leaves a result that nobody has counted, and the message
    comes again.
    """
    result = ChunkResult(
        job_id=message.job_id,
        chunk=message.chunk,
        attempt=message.attempt,
        enrichments=tuple(enrichments),
    )
    key = result_key(message.job_id, message.chunk, message.attempt)
    objects.put(key, encode_result(result), content_type="application/json")
    outcomes = numbers_by_outcome(enrichments)
    jobs.settle(message.job_id, outcomes)
    return outcomes


def numbers_by_outcome(enrichments: Sequence[Enrichment]) -> dict[Outcome, list[int]]:
    """Book numbers under their outcomes; outcomes without books are left out."""
    outcomes: dict[Outcome, list[int]] = {}
    for enrichment in enrichments:
        outcomes.setdefault(enrichment.outcome, []).append(enrichment.number)
    return outcomes
