"""JSON read with types: a member that is missing or of another kind is an answer that was not expected."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from fanfolio_client.errors import UnexpectedAnswer

K = TypeVar("K")


class Members:
    """The members of a JSON object; ``what`` names it in messages."""

    def __init__(self, value: object, what: str) -> None:
        if not isinstance(value, Mapping):
            raise UnexpectedAnswer(f"{what} is not a JSON object. Is this address Fanfolio's?")
        self.raw: Mapping[str, Any] = value
        self._what = what

    @classmethod
    def of_json(cls, content: bytes, what: str) -> "Members":
        """The object that ``content`` is the text of."""
        try:
            return cls(json.loads(content), what)
        except ValueError as exc:
            raise UnexpectedAnswer(f"{what} is not JSON. Is this address Fanfolio's?") from exc

    def text(self, name: str) -> str:
        """A text."""
        return self._checked(name, str)

    def maybe_text(self, name: str) -> str | None:
        """A text, or null where it is unknown."""
        return None if self.raw.get(name) is None else self.text(name)

    def count(self, name: str) -> int:
        """A whole number."""
        return self._checked(name, int)

    def maybe_count(self, name: str) -> int | None:
        """A whole number, or null where it is unknown."""
        return None if self.raw.get(name) is None else self.count(name)

    def maybe_number(self, name: str) -> float | None:
        """A number, or null where it is unknown."""
        if self.raw.get(name) is None:
            return None
        value = self.raw[name]
        return float(value) if isinstance(value, int) else self._checked(name, float)

    def moment(self, name: str) -> datetime:
        """A time with its zone."""
        return self._moment(self.text(name), name)

    def moments(self, name: str) -> dict[str, datetime]:
        """Times by name."""
        named = self.object(name)
        return {key: self._moment(str(value), key) for key, value in named.raw.items()}

    def maybe_day(self, name: str) -> date | None:
        """A day, or null where it is unknown."""
        value = self.maybe_text(name)
        return None if value is None else self._moment(value, name).date()

    def object(self, name: str) -> "Members":
        """An object."""
        return Members(self.raw.get(name), f"“{name}” of {self._what}")

    def maybe_object(self, name: str) -> "Members | None":
        """An object, or null where there is none."""
        return None if self.raw.get(name) is None else self.object(name)

    def objects(self, name: str) -> tuple["Members", ...]:
        """A list of objects."""
        return tuple(Members(value, f"an entry of “{name}”") for value in self._checked(name, list))

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts."""
        return tuple(str(value) for value in self._checked(name, list))

    def _checked(self, name: str, kind: type[K]) -> K:
        value = self.raw.get(name)
        if not isinstance(value, kind):
            raise UnexpectedAnswer(
                f"{self._what} has no “{name}” that could be read. Does this client's version fit the service's?"
            )
        return value

    def _moment(self, value: str, name: str) -> datetime:
        try:
            # Python 3.11 reads every form of ISO 8601 that the service writes, “Z” too.
            return datetime.fromisoformat(value)
        except ValueError as exc:
            raise UnexpectedAnswer(f"“{name}” of {self._what} is not a time.") from exc
