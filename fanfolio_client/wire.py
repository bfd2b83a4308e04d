"""What a conversation with the service consists of, without any input or output of its own.

A conversation is a generator: it yields what is to be done next (`Send`, `Pause`, `Tell`), is sent what came of it,
and returns its result or raises. Whoever holds it, in a thread or in an event loop, does just these three things, so
that everything there is to decide is decided once, and can be tested without a network or a clock.
"""

from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypeVar

from fanfolio_client.job import Progress
from fanfolio_client.library_file import LibraryFile

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileForm:
    """A form whose last field, ``file``, is the file."""

    file: LibraryFile
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One HTTP request. ``target`` is a path of the service, or a whole address elsewhere.

    ``held_s`` is how long the service may hold its answer back on purpose, on top of the usual time limit.
    """

    method: str
    target: str
    params: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: FileForm | Mapping[str, Any] | None = None
    held_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back; header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    content: bytes


@dataclass(frozen=True, slots=True)
class Lost:
    """No answer came; ``reason`` completes the sentence "No answer from …: "."""

    reason: str


@dataclass(frozen=True, slots=True)
class Send:
    """Send this; the reply is an `Answer` or `Lost`."""

    request: Request


@dataclass(frozen=True, slots=True)
class Pause:
    """Let so much time pass; there is no reply."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Tell:
    """Tell whoever is waiting how far the job is; there is no reply."""

    progress: Progress


Step: TypeAlias = Send | Pause | Tell
Reply: TypeAlias = Answer | Lost | None
Conversation: TypeAlias = Generator[Step, Reply, T]
