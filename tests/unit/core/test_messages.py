"""What crosses the queue."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fanfolio.domain.book import Book
from fanfolio.domain.enrichment import Enrichment, Match, MatchedBy, Outcome, Source, Work
from fanfolio.domain.errors import DocumentUnreadable
from fanfolio.messages import (
    ChunkMessage,
    ChunkResult,
    WantedBook,
    decode_chunk,
    decode_result,
    encode_chunk,
    encode_result,
)

# What a queue message may weigh, and ten of them in a batch.
MESSAGE_LIMIT_BYTES = 1024 * 1024 / 10

text = st.text(max_size=400)
wanted_books = st.builds(
    WantedBook,
    number=st.integers(1, 10**6),
    title=text,
    author=st.none() | text,
    isbn13=st.none() | st.just("9780306406157"),
    goodreads_id=st.none() | st.integers(1, 10**9).map(str),
)


@given(books=st.lists(wanted_books, max_size=5), attempt=st.integers(1, 4))
def test_a_chunk_message_survives_the_queue(books: list[WantedBook], attempt: int) -> None:
    message = ChunkMessage(job_id="a" * 32, chunk=7, attempt=attempt, books=tuple(books))

    assert decode_chunk(encode_chunk(message)) == message


def test_a_message_carries_nothing_that_is_the_readers_own() -> None:
    book = Book(number=3, title="A Title", authors=("An Author",), my_rating=4.0, shelves=("mine",))

    message = ChunkMessage(job_id="j", chunk=0, attempt=1, books=(WantedBook.of(book),))

    [sent] = json.loads(encode_chunk(message))["books"]
    assert sent.keys() == {"number", "title", "author", "isbn13", "goodreads_id"}


def test_a_hundred_books_with_endless_titles_fit_ten_messages_to_a_batch() -> None:
    book = Book(number=1, title="𝔘" * 5_000, authors=("ß" * 5_000,))
    message = ChunkMessage(job_id="j", chunk=0, attempt=1, books=(WantedBook.of(book),) * 100)

    assert len(encode_chunk(message).encode()) < 2 * MESSAGE_LIMIT_BYTES


@pytest.mark.parametrize(
    "body",
    ["", "null", "[]", "{}", '{"job_id":"j"}', "\x00", '{"job_id":1,"chunk":0,"attempt":1,"books":[]}'],
)
def test_what_is_no_chunk_message_is_named_so(body: str) -> None:
    with pytest.raises(DocumentUnreadable, match="not a chunk"):
        decode_chunk(body)


def test_a_message_of_another_version_is_refused_with_its_version() -> None:
    body = json.loads(encode_chunk(ChunkMessage(job_id="j", chunk=0, attempt=1, books=())))

    with pytest.raises(DocumentUnreadable, match="version 9"):
        decode_chunk(json.dumps(body | {"version": 9}))


def test_asking_again_counts_the_attempt() -> None:
    message = ChunkMessage(
        job_id="j",
        chunk=2,
        attempt=1,
        books=(WantedBook(number=1, title="A"), WantedBook(number=2, title="B")),
    )

    again = message.again((WantedBook(number=2, title="B"),))

    assert (again.attempt, again.chunk, [book.number for book in again.books]) == (2, 2, [2])


def test_a_result_survives_the_store() -> None:
    work = Work(
        source=Source.OPEN_LIBRARY, key="/works/OL1W", title="A", subjects=("fiction",), first_year=-800
    )
    result = ChunkResult(
        job_id="j",
        chunk=1,
        attempt=1,
        enrichments=(
            Enrichment(number=1, outcome=Outcome.MATCHED, match=Match(work=work, by=MatchedBy.ISBN)),
            Enrichment(number=2, outcome=Outcome.UNAVAILABLE, reason="open-library-timeout"),
        ),
    )

    assert decode_result(encode_result(result)) == result


@pytest.mark.parametrize("body", [b"", b"{}", b'{"version":1}', b"\xff\xfe"])
def test_what_is_no_result_is_named_so(body: bytes) -> None:
    with pytest.raises(DocumentUnreadable):
        decode_result(body)
