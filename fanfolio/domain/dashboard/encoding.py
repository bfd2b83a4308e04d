"""The document as JSON: written in parts, so that a large one is not in memory a second time; read back whole."""

from collections.abc import Iterator, Sequence
from functools import cache

import msgspec

from fanfolio.domain.dashboard.document import DASHBOARD_VERSION, Dashboard
from fanfolio.domain.errors import DocumentUnreadable
from fanfolio.domain.statistics.entry import BookEntry

# About a megabyte.
_BOOKS_A_PART = 1_000

_encoder = msgspec.json.Encoder()


class _Versioned(msgspec.Struct):
    version: int


def encode_in_parts(dashboard: Dashboard) -> Iterator[bytes]:
    """The document as JSON, in the order of its fields: the same dashboard, the same bytes."""
    before = b"{"
    for name in Dashboard.__struct_fields__:
        yield before + _encoder.encode(name) + b":"
        if name == "books":
            yield from _list_in_parts(dashboard.books)
        else:
            yield _encoder.encode(getattr(dashboard, name))
        before = b","
    yield b"}"


def _list_in_parts(books: Sequence[BookEntry]) -> Iterator[bytes]:
    before = b"["
    for at in range(0, len(books), _BOOKS_A_PART):
        yield before + _encoder.encode(books[at : at + _BOOKS_A_PART])[1:-1]
        before = b","
    yield b"]" if books else b"[]"


def encode_dashboard(dashboard: Dashboard) -> bytes:
    """All parts as one."""
    return b"".join(encode_in_parts(dashboard))


def decode_dashboard(body: bytes) -> Dashboard:
    """Read a stored document; raises :class:`DocumentUnreadable` on another version or shape."""
    try:
        version = msgspec.json.decode(body, type=_Versioned).version
        if version != DASHBOARD_VERSION:
            raise DocumentUnreadable(f"stored dashboard version {version} is not {DASHBOARD_VERSION}")
        return _decoder().decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as exc:
        raise DocumentUnreadable(f"the stored dashboard is not of version {DASHBOARD_VERSION}") from exc


@cache
def _decoder() -> msgspec.json.Decoder[Dashboard]:
    """Made when it is first needed: who only writes documents need not wait for it at its start."""
    return msgspec.json.Decoder(Dashboard)
