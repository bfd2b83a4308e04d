"""A DynamoDB update put together fact by fact; every name is aliased, for many plain words are reserved there."""

from typing import TYPE_CHECKING, Any

from fanfolio.adapters.job_items import attribute

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

    from fanfolio.adapters.job_items import Item


class Update:
    """Collects what an UpdateItem sets, adds and removes; paths are names joined by dots."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.values: Item = {}
        self._clauses: dict[str, list[str]] = {"SET": [], "REMOVE": [], "ADD": [], "DELETE": []}

    @property
    def expression(self) -> str:
        """The update expression."""
        return " ".join(f"{verb} {', '.join(parts)}" for verb, parts in self._clauses.items() if parts)

    def set(self, path: str, fact: Any, *, keep_first: bool = False) -> None:
        """Write a fact; with ``keep_first`` only where there is none yet."""
        self.set_attribute(path, attribute(fact), keep_first=keep_first)

    def set_attribute(self, path: str, value: "AttributeValueTypeDef", *, keep_first: bool = False) -> None:
        """The same for a fact that is written down already."""
        name, token = self.name(path), self._token(path, value)
        written = f"if_not_exists({name}, {token})" if keep_first else token
        self._clauses["SET"].append(f"{name} = {written}")

    def add(self, path: str, numbers: frozenset[int]) -> None:
        """Add numbers to a set: a union, so repeatable."""
        self._clauses["ADD"].append(f"{self.name(path)} {self._token(path, attribute(numbers))}")

    def subtract(self, path: str, numbers: frozenset[int]) -> None:
        """Take numbers out of a set: repeatable, and no matter whether they are in it."""
        self._clauses["DELETE"].append(f"{self.name(path)} {self._token(path, attribute(numbers))}")

    def remove(self, path: str) -> None:
        """Forget a fact, if it is there."""
        self._clauses["REMOVE"].append(self.name(path))

    def name(self, path: str) -> str:
        """The alias of a path, for use in a condition too."""
        segments = path.split(".")
        self.names |= {f"#{segment}": segment for segment in segments}
        return ".".join(f"#{segment}" for segment in segments)

    def value(self, label: str, fact: Any) -> str:
        """The alias of a value that a condition compares with."""
        return self._token(f"if.{label}", attribute(fact))

    def one_of(self, path: str, facts: "frozenset[Any]") -> str:
        """The condition that a fact is one of these."""
        options = [self.value(f"{path}.{index}", fact) for index, fact in enumerate(sorted(facts))]
        return f"{self.name(path)} IN ({', '.join(options)})"

    def _token(self, label: str, value: "AttributeValueTypeDef") -> str:
        token = f":{label.replace('.', '_')}"
        self.values[token] = value
        return token
