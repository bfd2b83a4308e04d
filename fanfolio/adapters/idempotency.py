"""Idempotency keys in the jobs table: one item a key, under a partition that is no job's id."""

from datetime import datetime
from typing import TYPE_CHECKING

from fanfolio.adapters.job_items import expiry_attribute, key_of, plain_facts
from fanfolio.adapters.shapes import JOBS_TABLE
from fanfolio.adapters.table import Table
from fanfolio.adapters.updates import Update
from fanfolio.ports import LONG_AGO, Claim, Clock

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

    from fanfolio.adapters.job_items import Item, StoredItem

_RECORD = "IDEMPOTENCY"


class DynamoIdempotencyKeys:
    """Claims in a table of the shape ``JOBS_TABLE``; they go by its time to live."""

    def __init__(self, client: "DynamoDBClient", *, table: str, clock: Clock) -> None:
        self._table = Table(client, name=table, clock=clock)
        self._clock = clock

    def claim(self, claim: Claim, *, expires_at: datetime) -> Claim:
        """Write the claim unless the key is taken: the claim that stands, this one or the earlier one."""
        update = Update()
        update.set("file_digest", claim.file_digest)
        # The partition's name is "job_id" already.
        update.set("claimed_job_id", claim.job_id)
        update.set("salt", claim.salt)
        update.set("claimed_at", claim.claimed_at)
        update.set_attribute(JOBS_TABLE.ttl_attribute, expiry_attribute(expires_at))
        expiry = update.name(JOBS_TABLE.ttl_attribute)
        # Time to live deletes within days: until then an expired claim is as good as none.
        over = f"{expiry} <= {update.value('now', int(self._clock.now().timestamp()))}"
        written, earlier = self._table.update_if(
            _key(claim.key_digest), update, condition=f"attribute_not_exists({expiry}) OR {over}"
        )
        if written is not None or earlier is None:
            return claim
        return _claim_of(claim.key_digest, earlier)

    def release(self, claim: Claim) -> None:
        """Forget a claim, if it still stands: it is over as of now."""
        update = Update()
        update.set_attribute(JOBS_TABLE.ttl_attribute, expiry_attribute(self._clock.now()))
        self._update_standing(claim, update)

    def abandon(self, claim: Claim) -> None:
        """Leave a claim to whoever comes next with its key: it stands, but as one from long ago."""
        update = Update()
        update.set("claimed_at", LONG_AGO)
        self._update_standing(claim, update)

    def _update_standing(self, claim: Claim, update: Update) -> None:
        """Update a claim unless the key belongs to another job by now."""
        stands = f"{update.name('claimed_job_id')} = {update.value('job', claim.job_id)}"
        self._table.update_if(_key(claim.key_digest), update, condition=stands)


def _key(key_digest: str) -> "Item":
    return key_of(f"idempotency#{key_digest}", _RECORD)


def _claim_of(key_digest: str, item: "StoredItem") -> Claim:
    facts = plain_facts(item)
    return Claim(
        key_digest=key_digest,
        file_digest=facts["file_digest"],
        job_id=facts["claimed_job_id"],
        salt=facts["salt"],
        claimed_at=datetime.fromisoformat(facts["claimed_at"]),
    )
