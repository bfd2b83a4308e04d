"""Which requests have been made before."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """An idempotency key's first use: for which file, as which job, and since when somebody is at it.

    With ``salt``, whoever has the key can derive the owner token once more; without the key nobody can.
    """

    key_digest: str
    file_digest: str
    job_id: str
    salt: str
    claimed_at: datetime


# When an abandoned claim was made: before anything that could still be under way.
LONG_AGO = datetime.fromtimestamp(0, UTC)


class IdempotencyKeys(Protocol):
    """Remembers for a day which key belongs to which job. Errors: StorageUnavailable."""

    def claim(self, claim: Claim, *, expires_at: datetime) -> Claim:
        """Write the claim unless the key is taken: the claim that stands, this one or the earlier one."""
        ...

    def release(self, claim: Claim) -> None:
        """Forget a claim, if it still stands: its file was refused, so that another may follow under the same key."""
        ...

    def abandon(self, claim: Claim) -> None:
        """Leave a claim to whoever comes next with its key: it stands, but as one from long ago."""
        ...
