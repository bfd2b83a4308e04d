"""The library as it is stored between reading and assembly: one JSON line a book, gzipped, written as a stream."""

import gzip
from collections.abc import Iterable, Iterator
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import BinaryIO, Generic, Self, TypeVar, cast

import msgspec

from fanfolio.domain.book import Book
from fanfolio.domain.errors import Complaint, DocumentUnreadable

_SPOOL_BYTES = 8 * 1024 * 1024

# The level at which a library of 100,000 books costs a third of the default's time for a tenth more bytes.
_GZIP_LEVEL = 3

T = TypeVar("T")


class LinesWriter:
    """Collects values as gzipped JSON Lines in bounded memory; ``finish`` hands out the stream to store."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=_SPOOL_BYTES)  # noqa: SIM115 — closed by __exit__
        # A fixed time stamp and no name: the same library gives the same bytes.
        self._gzip = gzip.GzipFile(
            filename="", fileobj=cast(BinaryIO, self._file), mode="wb", compresslevel=_GZIP_LEVEL, mtime=0
        )
        self._encoder = msgspec.json.Encoder()
        self._buffer = bytearray()
        self.count = 0

    def add(self, value: object) -> None:
        """Append one value."""
        line = bytearray()
        self._encoder.encode_into(value, line)
        self._buffer += line
        self._buffer += b"\n"
        self.count += 1
        if len(self._buffer) > 65_536:
            self._flush()

    def finish(self) -> BinaryIO:
        """The complete stream, rewound."""
        self._flush()
        self._gzip.close()
        self._file.seek(0)
        return cast(BinaryIO, self._file)

    def _flush(self) -> None:
        self._gzip.write(self._buffer)
        self._buffer.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, tb: TracebackType | None
    ) -> None:
        self._gzip.close()
        self._file.close()


def compressed(parts: Iterable[bytes]) -> BinaryIO:
    """One gzipped stream of all parts, rewound; on disk past 8 MiB. The same parts give the same bytes."""
    spool = cast(BinaryIO, SpooledTemporaryFile(max_size=_SPOOL_BYTES))  # noqa: SIM115 - the caller closes it
    with gzip.GzipFile(filename="", fileobj=spool, mode="wb", compresslevel=_GZIP_LEVEL, mtime=0) as packed:
        for part in parts:
            packed.write(part)
    spool.seek(0)
    return spool


class LinesReader(Generic[T]):
    """Reads gzipped JSON Lines back, a value at a time; raises DocumentUnreadable on anything else."""

    def __init__(self, kind: type[T]) -> None:
        self._decoder = msgspec.json.Decoder(kind)

    def read(self, stream: BinaryIO) -> Iterator[T]:
        """Every value of the stream, in order."""
        decode = self._decoder.decode
        try:
            # The mode is given: gzip would take a temporary file's own, which is for writing.
            with gzip.GzipFile(fileobj=stream, mode="rb") as lines:
                for line in lines:
                    yield decode(line)
        except (msgspec.DecodeError, OSError, EOFError) as exc:
            raise DocumentUnreadable("a stored library cannot be read back") from exc


def read_books(stream: BinaryIO) -> Iterator[Book]:
    """The books of a stored library."""
    return LinesReader(Book).read(stream)


def read_complaints(stream: BinaryIO) -> Iterator[Complaint]:
    """The complaints stored beside it."""
    return LinesReader(Complaint).read(stream)
