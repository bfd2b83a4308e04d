"""What a play is about: a library, what is poisonous in it, and what its owner does meanwhile."""

from dataclasses import dataclass, field
from random import Random

from bench.fault_harness.catalogue import Poison
from bench.fault_harness.library import export_of

_POISONS = ("bug", "crash", "hang", "memory")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """All of it follows from the seed and the play's number.

    ``keyed``: the reader sends an idempotency key; ``doubled``: several requests with it go out at once; ``direct``:
    the file waits in the store, and the request names it. The owner deletes and retries when a port is called for the
    so manieth time, whatever the job is doing just then; ``retries_at_end`` once more when it has ended.
    ``starving`` books are held up by our own pace until long after the job's deadline.
    """

    rows: int
    books_per_message: int
    export: bytes
    poison: Poison = field(default_factory=Poison)
    keyed: bool = True
    deleted_at_call: int | None = None
    retried_at_calls: tuple[int, ...] = ()
    retries_at_end: bool = False
    starving: frozenset[int] = frozenset()
    doubled: bool = False
    direct: bool = False

    @classmethod
    def roll(cls, dice: Random) -> "Plot":
        """A small library; some have poison in them, some are deleted on the way, some are retried."""
        rows, keyed = dice.randrange(1, 41), dice.random() < 0.7
        return cls(
            rows=rows,
            books_per_message=dice.choice((1, 3, 10, 100)),
            export=export_of(rows, dice),
            poison=_poison(rows, dice) if dice.random() < 0.25 else Poison(),
            keyed=keyed,
            deleted_at_call=_moment(dice) if dice.random() < 0.3 else None,
            retried_at_calls=tuple(_moment(dice) for _ in range(dice.choice((0, 0, 1, 2)))),
            retries_at_end=dice.random() < 0.3,
            starving=frozenset({dice.randrange(1, rows + 1)}) if dice.random() < 0.1 else frozenset(),
            doubled=keyed and dice.random() < 0.5,
            # Without a key, a request that died once it had taken the file would ask for it in vain for ever.
            direct=keyed and dice.random() < 0.5,
        )

    def calm(self) -> "Plot":
        """The same library without poison, deletion and retry."""
        return Plot(rows=self.rows, books_per_message=self.books_per_message, export=self.export)


def _moment(dice: Random) -> int:
    """A call's number: early ones matter as much as late ones, and most plays have more than a hundred."""
    return dice.randrange(1, dice.choice((20, 60, 150, 400)))


def _poison(rows: int, dice: Random) -> Poison:
    return Poison(**{dice.choice(_POISONS): frozenset({dice.randrange(1, rows + 1)})})
