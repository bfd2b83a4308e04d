"""Equal parts of a library's books and look-ups are one object, and nothing else about them changes."""

from datetime import date

import msgspec

from fanfolio.domain.book import Book
from fanfolio.domain.classification import Classifier
from fanfolio.domain.enrichment import Enrichment, Outcome
from fanfolio.flow.shared import Shared
from fanfolio.messages import ChunkResult, decode_result, encode_result
from tests.fixtures.pipeline import match_of


def book_of(number: int) -> Book:
    """Made of parts of its own, as what is read from JSON is."""
    book = Book(
        number=number,
        title=f"Title {number}",
        authors=("Ada Holt", "Bruno Ede"),
        publisher="House 1",
        date_read=date(2024, 3, 1),
        shelves=("favourites",),
    )
    return msgspec.json.decode(msgspec.json.encode(book), type=Book)


def look_up_of(number: int) -> Enrichment:
    classified = Classifier().of_work(match_of(1).work)
    enrichment = Enrichment(
        number=number, outcome=Outcome.MATCHED, match=match_of(number), classified=classified
    )
    result = ChunkResult(job_id="j", chunk=0, attempt=1, enrichments=(enrichment,))
    return decode_result(encode_result(result)).enrichments[0]


def test_books_are_equal_to_what_they_were_and_share_their_parts() -> None:
    shared = Shared()

    one, other = shared.book(book_of(1)), shared.book(book_of(2))

    assert (one, other) == (book_of(1), book_of(2))
    assert one.shelves is other.shelves
    assert one.publisher is other.publisher
    assert one.date_read is other.date_read


def test_look_ups_are_equal_to_what_they_were_and_share_their_genres() -> None:
    shared = Shared()

    one, other = shared.enrichment(look_up_of(1)), shared.enrichment(look_up_of(2))

    assert (one, other) == (look_up_of(1), look_up_of(2))
    assert one.classified is not None
    assert other.classified is not None
    assert one.classified.evidence[0] is other.classified.evidence[0]
    assert one.classified.genres is other.classified.genres


def test_what_nothing_was_found_about_stays_as_it_is() -> None:
    unmatched = Enrichment(number=1, outcome=Outcome.UNMATCHED)

    assert Shared().enrichment(unmatched) is unmatched
