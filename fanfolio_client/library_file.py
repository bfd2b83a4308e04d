"""The export to upload: from wherever it comes, it can be sent as often as need be."""

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, TypeAlias, cast

Source: TypeAlias = str | os.PathLike[str] | bytes | BinaryIO
"""Where an export is: its path, its bytes, or an open binary file."""

_UNNAMED = "library.csv"
_SPOOL_BYTES = 8 * 1024 * 1024
_BLOCK_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class LibraryFile:
    """An open export: ``stream`` can be rewound."""

    name: str
    size_bytes: int
    stream: BinaryIO


@contextmanager
def opened(source: Source, *, name: str | None = None) -> Iterator[LibraryFile]:
    """Open an export until the end of the block; raises OSError. A pipe is read to its end first."""
    if isinstance(source, bytes):
        yield LibraryFile(name or _UNNAMED, len(source), io.BytesIO(source))
    elif isinstance(source, str | os.PathLike):
        with Path(source).open("rb") as stream:
            yield LibraryFile(name or Path(source).name, _size_of(stream), stream)
    elif source.seekable():
        yield LibraryFile(name or _name_of(source), _size_of(source), source)
    else:
        with SpooledTemporaryFile(max_size=_SPOOL_BYTES) as spooled:
            while block := source.read(_BLOCK_BYTES):
                spooled.write(block)
            yield LibraryFile(name or _name_of(source), spooled.tell(), cast(BinaryIO, spooled))


def _size_of(stream: BinaryIO) -> int:
    """From the beginning, wherever the stream stands now."""
    return stream.seek(0, io.SEEK_END)


def _name_of(stream: BinaryIO) -> str:
    name = getattr(stream, "name", None)
    # A pipe's name is a number or <stdin>.
    return Path(name).name if isinstance(name, str) and not name.startswith("<") else _UNNAMED
