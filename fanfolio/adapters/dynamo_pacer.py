"""The shared pace towards the catalogues: one small DynamoDB item a catalogue, in the cache table.

Where the catalogue is busy, taking a slot is one update that many workers can make at once: it moves the arrival
time on by one interval under the condition that a slot comes soon enough, so nobody has to read first and
nobody has to try again. Only the step out of idleness and a circuit's probe are compare-and-set.
"""

import random
from collections.abc import Collection, Iterator, Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from fanfolio.adapters.aws import outages_of
from fanfolio.adapters.pacing import leave_of
from fanfolio.adapters.shapes import CACHE_TABLE
from fanfolio.domain.enrichment import Source
from fanfolio.domain.errors import StorageUnavailable
from fanfolio.domain.pacing import (
    PaceRule,
    PaceState,
    failed,
    quota_day,
    reserve,
    succeeded,
    to_ms,
    wait_for,
)
from fanfolio.ports import Clock, Permit, Refusal

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

UNREACHABLE = "pacer-unreachable"

_PACER = "the pacer's item"
_TRIES = 12
_LONGEST_WAIT_S = 0.2
_UNREACHABLE_RETRY_S = 2.0

_FACTS = tuple(field.name for field in fields(PaceState))
# What a report compares. Pace and quota it only ever tightens, whatever others have taken meanwhile.
_CIRCUIT = ("failures", "openings", "open_until_ms", "probing")


class DynamoPacer:
    """The pace of a deployment; may be shared between threads."""

    def __init__(
        self, client: "DynamoDBClient", *, table: str, rules: Mapping[Source, PaceRule], clock: Clock
    ) -> None:
        self._client = client
        self._table = table
        self._rules = rules
        self._clock = clock
        # As this process last saw it: a success need not be written where there was no failure.
        self._troubled: dict[Source, bool] = {}

    def reserve(self, source: Source, *, patience_s: float) -> Permit | Refusal:
        """Reserve the next free slot if it comes within ``patience_s``; a refused reservation takes no slot."""
        try:
            with outages_of(_PACER):
                return self._reserve(source, patience_ms=int(patience_s * 1000))
        except StorageUnavailable:
            # Without the shared item nobody knows the pace: not asking is the polite guess.
            return Refusal(reason=UNREACHABLE, retry_after_s=_UNREACHABLE_RETRY_S)

    def report(self, source: Source, *, ok: bool, retry_after_s: float = 0.0) -> None:
        """Tell how a request went: failures in a row open the circuit for everybody, a success closes it."""
        if ok and not self._troubled.get(source, False):
            return
        try:
            with outages_of(_PACER):
                self._report(source, ok=ok, retry_after_ms=int(retry_after_s * 1000))
        except StorageUnavailable:
            return

    def _reserve(self, source: Source, *, patience_ms: int) -> Permit | Refusal:
        rule = self._rules[source]
        for _ in self._tries():
            taken = self._take_busy_slot(source, rule, patience_ms=patience_ms)
            if isinstance(taken, Permit):
                return taken
            now = self._clock.now()
            state, outcome = reserve(taken, rule, now=now, patience_ms=patience_ms)
            self._troubled[source] = taken.is_troubled
            if state is taken or self._replace(source, taken, state, unless_changed=_FACTS, facts=_FACTS):
                return leave_of(outcome)
        return Refusal(reason=UNREACHABLE, retry_after_s=_UNREACHABLE_RETRY_S)

    def _take_busy_slot(self, source: Source, rule: PaceRule, *, patience_ms: int) -> Permit | PaceState:
        """A slot behind those of others, in one unread update; where that cannot be, the state as it is."""
        now = self._clock.now()
        now_ms = to_ms(now)
        conditions = ["#tat >= :now", "#tat <= :latest", "#open = :zero"]
        changes = ["#tat = #tat + :interval"]
        names = {"#tat": "tat_ms", "#open": "open_until_ms"}
        values: dict[str, Any] = {
            ":now": _number(now_ms),
            ":latest": _number(now_ms + patience_ms + rule.ahead_ms - rule.interval_ms),
            ":interval": _number(rule.interval_ms),
            ":zero": _number(0),
        }
        if rule.per_day is not None:
            conditions += ["#day = :day", "#used < :quota"]
            changes.append("#used = #used + :one")
            names |= {"#day": "day", "#used": "used"}
            values |= {":day": {"S": quota_day(now)}, ":quota": _number(rule.per_day), ":one": _number(1)}
        try:
            updated = self._client.update_item(
                TableName=self._table,
                Key=_key(source),
                UpdateExpression="SET " + ", ".join(changes),
                ConditionExpression=" AND ".join(conditions),
                ExpressionAttributeNames=names,
                ExpressionAttributeValues=values,
                ReturnValues="ALL_NEW",
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        except self._client.exceptions.ConditionalCheckFailedException as exc:
            return _state(dict(exc.response).get("Item", {}))
        state = _state(updated["Attributes"])
        self._troubled[source] = state.is_troubled
        return Permit(wait_s=wait_for(state.tat_ms, rule, now_ms=now_ms) / 1000)

    def _report(self, source: Source, *, ok: bool, retry_after_ms: int) -> None:
        rule = self._rules[source]
        for _ in self._tries():
            found = self._client.get_item(TableName=self._table, Key=_key(source), ConsistentRead=True)
            old = _state(found.get("Item", {}))
            new = (
                succeeded(old)
                if ok
                else failed(old, rule, now=self._clock.now(), retry_after_ms=retry_after_ms)
            )
            self._troubled[source] = new.is_troubled
            changed = [name for name in _FACTS if getattr(old, name) != getattr(new, name)]
            if not changed or self._replace(source, old, new, unless_changed=_CIRCUIT, facts=changed):
                return

    def _replace(
        self,
        source: Source,
        old: PaceState,
        new: PaceState,
        *,
        unless_changed: Collection[str],
        facts: Collection[str],
    ) -> bool:
        """Write these facts of ``new``, if ``old`` still stands in what must not have changed meanwhile."""
        try:
            self._client.update_item(
                TableName=self._table,
                Key=_key(source),
                UpdateExpression="SET " + ", ".join(f"#{name} = :new_{name}" for name in facts),
                ConditionExpression=" AND ".join(
                    f"(attribute_not_exists(#{name}) OR #{name} = :old_{name})" for name in unless_changed
                ),
                ExpressionAttributeNames={f"#{name}": name for name in {*unless_changed, *facts}},
                ExpressionAttributeValues={
                    **{f":old_{name}": _attribute(getattr(old, name)) for name in unless_changed},
                    **{f":new_{name}": _attribute(getattr(new, name)) for name in facts},
                },
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return False
        return True

    def _tries(self) -> Iterator[None]:
        """Bounded and out of step with other workers; the first two at once, for losing one race is ordinary."""
        for place in range(_TRIES):
            if place > 1:
                self._clock.sleep(random.uniform(0.0, _LONGEST_WAIT_S * place / _TRIES))  # noqa: S311 - jitter
            yield


def _key(source: Source) -> Any:
    return {CACHE_TABLE.partition_key: {"S": f"pacer#{source}"}}


def _state(item: Any) -> PaceState:
    return PaceState(**{name: _fact(item[name]) for name in _FACTS if name in item})


def _fact(attribute: Mapping[str, Any]) -> Any:
    if "N" in attribute:
        return int(attribute["N"])
    return attribute.get("BOOL", attribute.get("S"))


def _attribute(fact: bool | int | str) -> Any:
    if isinstance(fact, bool):
        return {"BOOL": fact}
    return _number(fact) if isinstance(fact, int) else {"S": fact}


def _number(value: int) -> Any:
    return {"N": str(value)}
