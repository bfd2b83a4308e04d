"""The jobs table in DynamoDB: every step is one conditional write, settled books are sets that grow by union."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from fanfolio.adapters.job_items import (
    ERASING,
    META,
    OPEN,
    SETTLED_PREFIX,
    attribute,
    expiry_attribute,
    facts_of,
    item_of,
    job_id_of,
    job_of,
    key_of,
    outcomes_of,
    shards_of,
)
from fanfolio.adapters.job_rules import (
    FREE_STATES,
    STEPS_AHEAD,
    TAKEN_OVER_STATES,
    is_created,
    is_written,
    refuse_description,
    refuse_second_creation,
    refuse_transition,
    tombstone,
)
from fanfolio.adapters.shapes import JOBS_TABLE, OPEN_JOBS_INDEX, OPEN_JOBS_KEY
from fanfolio.adapters.table import Table
from fanfolio.adapters.updates import Update
from fanfolio.domain.enrichment import Outcome
from fanfolio.domain.errors import DocumentUnreadable, JobNotFound
from fanfolio.domain.job import OPEN_STATES, Failure, Job, JobState, Progress, sources_of
from fanfolio.ports import Clock, UnreadableJob

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

    from fanfolio.adapters.job_items import StoredItem


class DynamoJobStore:
    """Jobs in a table of the shape ``JOBS_TABLE``.

    ``settled_lifetime`` is how long the sets of settled books are kept after they last grew: at least a job's own
    retention, and so never shorter than their job. Even sets written after a job's deletion go by themselves.
    """

    def __init__(
        self, client: "DynamoDBClient", *, table: str, clock: Clock, settled_lifetime: timedelta
    ) -> None:
        self._table = Table(client, name=table, clock=clock)
        self._clock = clock
        self._settled_lifetime = settled_lifetime

    def create(self, job: Job) -> None:
        """Write a new job; another one with the same id raises IllegalTransition."""
        if self._table.put_new(item_of(job), key_attribute=JOBS_TABLE.partition_key):
            return
        if not is_created(job, self.read(job.job_id)):
            refuse_second_creation(job.job_id)

    def read(self, job_id: str) -> Job:
        """The job, whatever its state (a tombstone too); raises JobNotFound."""
        return _job_or_not_found(job_id, self._table.get(key_of(job_id)))

    def advance(
        self,
        job_id: str,
        to: JobState,
        *,
        at: datetime,
        deadline: datetime | None = None,
        counts: Mapping[str, int] | None = None,
        document: str | None = None,
        failure: Failure | None = None,
        since: datetime | None = None,
    ) -> Job:
        """Enter state ``to`` by one conditional write; raises IllegalTransition, JobNotFound."""
        sources = sources_of(to)
        if not sources:
            refuse_transition(self.read(job_id).state, to)
        update = _entering(to, at=at)
        facts = {
            "deadline": deadline,
            "counts": counts,
            "document": document,
            "failure": facts_of(failure) if failure else None,
        }
        _set_known(update, facts)
        condition = update.one_of("state", sources) if since is None else _since(update, sources, since)
        written, before = self._table.update_if(key_of(job_id), update, condition=condition)
        if written is not None:
            return job_of(written)
        job = _job_or_not_found(job_id, before)
        if not is_written(job, to, at=at, document=document, failure=failure):
            refuse_transition(job.state, to)
        return job

    def describe(
        self,
        job_id: str,
        *,
        layout: str,
        rows: int,
        total: int,
        complaints: int,
        notes: Mapping[str, int],
        chunks: int,
    ) -> None:
        """Record what reading the file found out; legal while READING, else IllegalTransition."""
        update = Update()
        counts = {"rows": rows, "total": total, "complaints": complaints, "chunks": chunks}
        _set_known(update, {"layout": layout, **counts, "notes": notes})
        reading = update.one_of("state", frozenset({JobState.READING}))
        written, before = self._table.update_if(key_of(job_id), update, condition=reading)
        if written is None:
            refuse_description(_job_or_not_found(job_id, before).state)

    def settle(self, job_id: str, outcomes: Mapping[Outcome, Collection[int]]) -> None:
        """Add book numbers to the sets of their outcomes: a union, so repeatable."""
        expires_at = expiry_attribute(self._clock.now() + self._settled_lifetime)
        for record, sets in shards_of(outcomes).items():
            update = Update()
            update.set_attribute(JOBS_TABLE.ttl_attribute, expires_at)
            for outcome, numbers in sets.items():
                update.add(outcome.value, numbers)
            self._table.update(key_of(job_id, record), update)

    def reopen(self, job_id: str, numbers: Collection[int]) -> None:
        """Take book numbers out of the set of unavailable ones: they are outstanding again. Repeatable."""
        expires_at = expiry_attribute(self._clock.now() + self._settled_lifetime)
        for record, sets in shards_of({Outcome.UNAVAILABLE: numbers}).items():
            update = Update()
            update.set_attribute(JOBS_TABLE.ttl_attribute, expires_at)
            update.subtract(Outcome.UNAVAILABLE.value, sets[Outcome.UNAVAILABLE])
            self._table.update(key_of(job_id, record), update)

    def progress(self, job_id: str) -> Progress:
        """Which books are settled so far.

        The read is consistent: whoever sees the last book settled assembles, and nobody asks again after that.
        """
        return Progress.of(outcomes_of(self._settled_items(job_id)))

    def standing(self, job_id: str) -> tuple[Job, Progress]:
        """The job and, while it is open, its settled books, in one consistent read; raises JobNotFound.

        The job sorts before its sets. With a library of up to 1,000 books they are two records, which a page of
        three ends with; of a larger one that has ended, no more than that page is read.
        """
        records = self._table.query(
            first_items=3,
            KeyConditionExpression="#job = :job",
            ExpressionAttributeNames={"#job": JOBS_TABLE.partition_key},
            ExpressionAttributeValues={":job": attribute(job_id)},
            ConsistentRead=True,
        )
        job = _job_or_not_found(job_id, _meta_first(records))
        return job, Progress.of(outcomes_of(records)) if job.is_open else Progress()

    def watch(self, job_id: str, *, now: datetime, until: datetime, renew: datetime | None = None) -> bool:
        """Take the lease to watch an open job, or renew the one ending at ``renew``; False if another holds it.

        A lease that ends now is over. Nobody can watch a job that has ended, or is not there.
        """
        update = Update()
        update.set("watched_until", until)
        lease = update.name("watched_until")
        free = [f"attribute_not_exists({lease})", f"{lease} <= {update.value('now', now)}"]
        if renew is not None:
            free.append(f"{lease} = {update.value('renew', renew)}")
        condition = f"{update.one_of('state', OPEN_STATES)} AND ({' OR '.join(free)})"
        written, _ = self._table.update_if(key_of(job_id), update, condition=condition)
        return written is not None

    def open_jobs(self) -> Iterator[Job | UnreadableJob]:
        """Every job that has not ended, in no order; the index may lag by a second behind the writes."""
        return map(_job_or_unreadable, self._listed(OPEN))

    def erase(self, job_id: str, *, owner_digest: str, at: datetime, expires_at: datetime) -> None:
        """Leave a tombstone until ``expires_at`` and drop the job's sets; again, or for no job, does no harm.

        The tombstone comes first: what dies in between is finished by erasing again, and steps under way notice.
        """
        stone = item_of(tombstone(job_id, owner_digest=owner_digest, at=at, expires_at=expires_at))
        self._table.put({**stone, OPEN_JOBS_KEY: attribute(ERASING)})
        key_names = key_of(job_id).keys()
        self._table.delete({name: item[name] for name in key_names} for item in self._settled_items(job_id))

    def confirm_erased(self, job_id: str) -> None:
        """Take a deleted job off the list of erasures; a tombstone that has expired needs nothing more."""
        update = Update()
        update.remove(OPEN_JOBS_KEY)
        deleted = update.one_of("state", frozenset({JobState.DELETED}))
        self._table.update_if(key_of(job_id), update, condition=deleted)

    def erasures(self) -> Iterator[Job | UnreadableJob]:
        """The tombstones of jobs of which something may be left; the index may lag behind the writes."""
        return map(_job_or_unreadable, self._listed(ERASING))

    def _listed(self, what: str) -> "Iterator[StoredItem]":
        return self._table.query(
            IndexName=OPEN_JOBS_INDEX,
            KeyConditionExpression="#open = :what",
            ExpressionAttributeNames={"#open": OPEN_JOBS_KEY},
            ExpressionAttributeValues={":what": attribute(what)},
        )

    def _settled_items(self, job_id: str) -> "Iterator[StoredItem]":
        return self._table.query(
            KeyConditionExpression="#job = :job AND begins_with(#record, :settled)",
            ExpressionAttributeNames={"#job": JOBS_TABLE.partition_key, "#record": JOBS_TABLE.sort_key},
            ExpressionAttributeValues={":job": attribute(job_id), ":settled": attribute(SETTLED_PREFIX)},
            ConsistentRead=True,
        )


def _meta_first(records: "Iterator[StoredItem]") -> "StoredItem | None":
    """The job's own record, which comes first; sets that outlived it do not stand for it."""
    first = next(records, None)
    return first if first is not None and first["record"] == attribute(META) else None


def _entering(to: JobState, *, at: datetime) -> Update:
    """The update by which a job enters a state: its time, and whether the index of open jobs lists it."""
    update = Update()
    update.set("state", to.value)
    update.set(f"steps.{to.value}", at, keep_first=to in TAKEN_OVER_STATES)
    for ahead in STEPS_AHEAD.get(to, ()):
        update.remove(f"steps.{ahead.value}")
    if to in FREE_STATES:
        update.remove("watched_until")
    if to in OPEN_STATES:
        update.set(OPEN_JOBS_KEY, OPEN)
    else:
        update.remove(OPEN_JOBS_KEY)
    return update


def _since(update: Update, states: frozenset[JobState], since: datetime) -> str:
    """The condition that a job is in one of these states and has been since then."""
    state, then = update.name("state"), update.value("since", since)
    entered = [
        f"({state} = {update.value(f'state.{one}', one.value)} AND {update.name(f'steps.{one}')} = {then})"
        for one in sorted(states)
    ]
    return " OR ".join(entered)


def _set_known(update: Update, facts: Mapping[str, Any]) -> None:
    for name, fact in facts.items():
        if fact is not None:
            update.set(name, fact)


def _job_or_unreadable(item: "StoredItem") -> Job | UnreadableJob:
    try:
        return job_of(item)
    except DocumentUnreadable:
        return UnreadableJob(job_id=job_id_of(item))


def _job_or_not_found(job_id: str, item: "StoredItem | None") -> Job:
    if item is None:
        raise JobNotFound(f"there is no job {job_id}: it never was, was deleted or has expired")
    return job_of(item)
