"""What crosses the queue, versioned; and the results a worker leaves behind."""

from dataclasses import dataclass, replace

import msgspec

from fanfolio.domain.book import Book
from fanfolio.domain.enrichment import Enrichment
from fanfolio.domain.errors import DocumentUnreadable

CHUNK_VERSION = 1
RESULT_VERSION = 1

MAX_ATTEMPTS = 4

# A queue message holds at most 1 MiB; 100 titles of this length stay far below it.
_TITLE_CHARACTERS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedBook:
    """What a worker needs to look a book up: nothing that is the reader's own."""

    number: int
    title: str
    author: str | None = None
    isbn13: str | None = None
    goodreads_id: str | None = None

    @classmethod
    def of(cls, book: Book) -> "WantedBook":
        """The wanted form of a book of the library."""
        return cls(
            number=book.number,
            title=book.title[:_TITLE_CHARACTERS],
            author=book.author[:_TITLE_CHARACTERS] if book.author else None,
            isbn13=book.isbn13,
            goodreads_id=book.goodreads_id,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ChunkMessage:
    """Up to 100 books of one job to look up; ``attempt`` counts from 1."""

    job_id: str
    chunk: int
    attempt: int
    books: tuple[WantedBook, ...]
    version: int = CHUNK_VERSION

    def again(self, books: tuple[WantedBook, ...]) -> "ChunkMessage":
        """The smaller message that asks once more for the books that could not be answered for now."""
        return replace(self, attempt=self.attempt + 1, books=books)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChunkResult:
    """What one processed message found out: stored under a key of its own before its books count as settled."""

    job_id: str
    chunk: int
    attempt: int
    enrichments: tuple[Enrichment, ...]
    version: int = RESULT_VERSION


_encoder = msgspec.json.Encoder()
_chunk_decoder = msgspec.json.Decoder(ChunkMessage)
_result_decoder = msgspec.json.Decoder(ChunkResult)


def encode_chunk(message: ChunkMessage) -> str:
    """The message as it stands in the queue."""
    return _encoder.encode(message).decode()


def decode_chunk(body: str | bytes) -> ChunkMessage:
    """Read a queue message; raises :class:`DocumentUnreadable` on another version or shape."""
    try:
        message = _chunk_decoder.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as exc:
        raise DocumentUnreadable(f"the queue message is not a chunk of version {CHUNK_VERSION}") from exc
    if message.version != CHUNK_VERSION:
        raise DocumentUnreadable(
            f"chunk message version {message.version} is not {CHUNK_VERSION}: deploy workers before senders"
        )
    return message


def encode_result(result: ChunkResult) -> bytes:
    """The result as it is stored."""
    return _encoder.encode(result)


def decode_result(body: bytes) -> ChunkResult:
    """Read a stored result; raises :class:`DocumentUnreadable` on another version or shape."""
    try:
        result = _result_decoder.decode(body)
    except msgspec.DecodeError as exc:
        raise DocumentUnreadable(f"the stored result is not of version {RESULT_VERSION}") from exc
    if result.version != RESULT_VERSION:
        raise DocumentUnreadable(f"stored result version {result.version} is not {RESULT_VERSION}")
    return result
