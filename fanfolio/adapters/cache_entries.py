"""Remembered answers as they are stored: small, versioned, and readable for as long as their shape is known."""

import zlib

import msgspec
from msgspec.structs import replace

from fanfolio.domain.enrichment import Match
from fanfolio.ports import CachedAnswer

# Raise it when Match or Work change shape, or the words below do: older entries are then as good as missing.
SHAPE = 1

MOST_BYTES = 50_000

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(CachedAnswer)
_LARGEST_DECODED = 1_000_000

# What most entries hold, the most frequent last, so that an entry fits the kilobyte a write is billed by.
_WORDS = (
    b"Biography & Autobiography Juvenile fiction Literature History and criticism Social life and customs "
    b"Open Library Staff Picks Protected DAISY Accessible book In library Large type books New York Times bestseller "
    b"English fiction American literature Long Now Manual for Civilization Reading Level-Grade Children's stories "
    b"United States Great Britain Translations into Psychological fiction Historical fiction Love stories "
    b"Detective and mystery stories Young adult fiction Science fiction Fantasy fiction romance "
    b'general","Fiction, fantasy, general","Fiction, science fiction, general","Fiction, thrillers, '
    b'"Fiction, mystery & detective, general","Fiction, historical, general","Fiction, romance, general",'
    b'"languages":["eng","spa","fre","ger","ita","por","rus","pol"],"description":"'
    b'"by":"goodreads-id","score":1.0}}"by":"title-author","score":0.9"by":"isbn","score":1.0}}'
    b'"categories":[],"cover_id":null,"cover_url":null,"first_year":null,"pages":null,"average_rating":null,'
    b'"ratings_count":null,"languages":[],"description":null}'
    b'{"match":{"work":{"source":"open-library","key":"/works/OL","title":"The ","authors":["John "],'
    b'"subjects":["Fiction",'
)


def encode_answer(answer: CachedAnswer) -> bytes:
    """The answer, compressed and at most 50 KB: subjects and the description give way where that needs it."""
    body = _packed(answer)
    match = answer.match
    while match is not None and len(body) > MOST_BYTES:
        match = _smaller(match)
        body = _packed(CachedAnswer(match=match))
    return body


def decode_answer(body: bytes) -> CachedAnswer | None:
    """The stored answer, or ``None`` where it cannot be read: an unreadable entry is a missing one."""
    unpacker = zlib.decompressobj(zdict=_WORDS)
    try:
        return _decoder.decode(unpacker.decompress(body, _LARGEST_DECODED))
    except (zlib.error, msgspec.DecodeError, UnicodeDecodeError):
        return None


def _packed(answer: CachedAnswer) -> bytes:
    packer = zlib.compressobj(level=6, zdict=_WORDS)
    return packer.compress(_encoder.encode(answer)) + packer.flush()


def _smaller(match: Match) -> Match:
    work = match.work
    if work.description is not None:
        return replace(match, work=replace(work, description=None))
    if work.subjects or work.categories:
        half = len(work.subjects) // 2, len(work.categories) // 2
        return replace(
            match,
            work=replace(work, subjects=work.subjects[: half[0]], categories=work.categories[: half[1]]),
        )
    return replace(match, work=replace(work, title=work.title[:500], authors=work.authors[:1], languages=()))
