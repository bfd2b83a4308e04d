"""Calls that take so many things at a time."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def batches(values: Iterable[T], *, size: int) -> Iterator[list[T]]:
    """The values in lists of ``size``, the last as long as it gets; reads no further than it hands out."""
    rest = iter(values)
    while batch := list(islice(rest, size)):
        yield batch
