"""The catalogue cache: what is remembered is found again by any of a book's keys, for as long as it holds."""

import random
from typing import Any
from uuid import uuid4

import pytest
from msgspec.structs import replace

from fanfolio.adapters.aws import Aws
from fanfolio.adapters.cache_entries import MOST_BYTES, decode_answer, encode_answer
from fanfolio.adapters.catalogue_cache import DynamoCatalogueCache, ForgettingCatalogueCache
from fanfolio.adapters.memory.clock import FakeClock
from fanfolio.adapters.shapes import CACHE_TABLE
from fanfolio.domain.enrichment import Match, MatchedBy, Source, Work
from fanfolio.ports import CachedAnswer, CatalogueCache

DAY_S = 24 * 3_600.0
WORK = Work(
    source=Source.OPEN_LIBRARY,
    key="/works/OL1W",
    title="The Glass Orchard",
    authors=("Ada Merrin",),
    subjects=("Fiction", "Fiction, fantasy, general", "Orchards"),
    cover_id=7,
    first_year=1961,
    pages=240,
    average_rating=4.25,
    ratings_count=17,
    languages=("eng", "ger"),
    description="A quiet story of glass and apples.",
)
FOUND = CachedAnswer(match=Match(work=WORK, by=MatchedBy.TITLE_AUTHOR, score=0.97))
MISSING = CachedAnswer(match=None)


@pytest.fixture(params=["memory", pytest.param("dynamodb", marks=pytest.mark.emulator)])
def cache(request: pytest.FixtureRequest, clock: FakeClock) -> CatalogueCache:
    if request.param == "memory":
        return ForgettingCatalogueCache(clock=clock)
    aws, table = request.getfixturevalue("aws"), request.getfixturevalue("cache_table")
    return DynamoCatalogueCache(aws.dynamodb, table=table, clock=clock)


def fresh_key(name: str = "isbn") -> str:
    return f"{name}:{uuid4().hex}"


def test_what_was_put_is_known_again_in_full(cache: CatalogueCache) -> None:
    found, missing, unknown = fresh_key(), fresh_key("gr"), fresh_key("ta")

    cache.put({found: FOUND, missing: MISSING})

    assert cache.get([found, missing, unknown]) == {found: FOUND, missing: MISSING}


def test_more_keys_than_one_call_takes_are_written_and_read(cache: CatalogueCache) -> None:
    keys = [fresh_key() for _ in range(230)]

    cache.put(dict.fromkeys(keys, FOUND))

    assert set(cache.get(keys)) == set(keys)


def test_a_later_answer_replaces_an_earlier_one(cache: CatalogueCache) -> None:
    key = fresh_key()
    cache.put({key: MISSING})

    cache.put({key: FOUND})

    assert cache.get([key]) == {key: FOUND}


def test_asking_for_a_key_twice_is_no_error(cache: CatalogueCache) -> None:
    key = fresh_key()
    cache.put({key: FOUND})

    assert cache.get([key, key]) == {key: FOUND}


def test_no_keys_and_no_answers_are_no_error(cache: CatalogueCache) -> None:
    cache.put({})

    assert cache.get([]) == {}


def test_a_find_is_believed_for_ninety_days(cache: CatalogueCache, clock: FakeClock) -> None:
    key = fresh_key()
    cache.put({key: FOUND})

    clock.advance(90 * DAY_S - 1)
    before = cache.get([key])
    clock.advance(1)

    assert before == {key: FOUND}
    assert cache.get([key]) == {}


def test_a_miss_is_believed_for_seven_days(cache: CatalogueCache, clock: FakeClock) -> None:
    key = fresh_key()
    cache.put({key: MISSING})

    clock.advance(7 * DAY_S - 1)
    before = cache.get([key])
    clock.advance(1)

    assert before == {key: MISSING}
    assert cache.get([key]) == {}


def test_titles_in_any_script_are_keys(cache: CatalogueCache) -> None:
    key = f"ta:海辺の灯台守|灯 {uuid4().hex}"

    cache.put({key: FOUND})

    assert cache.get([key]) == {key: FOUND}


@pytest.mark.emulator
@pytest.mark.parametrize(
    "spoiled",
    [
        {"shape": {"N": "0"}},
        {"answer": {"B": b"not packed"}},
        {"answer": {"S": "text"}},
        {"expires_at": {"N": "0"}},
    ],
)
def test_an_entry_of_another_shape_is_as_good_as_missing(
    aws: Aws, cache_table: str, clock: FakeClock, spoiled: dict[str, Any]
) -> None:
    cache, key = DynamoCatalogueCache(aws.dynamodb, table=cache_table, clock=clock), fresh_key()
    cache.put({key: FOUND})
    item = aws.dynamodb.get_item(TableName=cache_table, Key={"key": {"S": key}})["Item"]

    aws.dynamodb.put_item(TableName=cache_table, Item={**item, **spoiled})

    assert cache.get([key]) == {}


@pytest.mark.emulator
def test_the_expiry_stands_where_the_table_looks_for_it(aws: Aws, cache_table: str, clock: FakeClock) -> None:
    key = fresh_key()

    DynamoCatalogueCache(aws.dynamodb, table=cache_table, clock=clock).put({key: FOUND})

    item = aws.dynamodb.get_item(TableName=cache_table, Key={"key": {"S": key}})["Item"]
    assert int(item[CACHE_TABLE.ttl_attribute]["N"]) == int(clock.now().timestamp() + 90 * DAY_S)


class Hesitant:
    """A table that leaves over all but the first of what it is asked, for so many calls."""

    def __init__(self, client: Any, *, calls: int) -> None:
        self._client = client
        self._calls = calls

    def batch_get_item(self, *, RequestItems: Any) -> Any:  # noqa: N803 - AWS's name
        return self._hesitate(self._client.batch_get_item, RequestItems, "Keys", "UnprocessedKeys")

    def batch_write_item(self, *, RequestItems: Any) -> Any:  # noqa: N803 - AWS's name
        return self._hesitate(self._client.batch_write_item, RequestItems, None, "UnprocessedItems")

    def _hesitate(self, call: Any, asked: Any, inner: str | None, rest: str) -> Any:
        if self._calls == 0:
            return call(RequestItems=asked)
        self._calls -= 1
        ((table, items),) = asked.items()
        listed = items[inner] if inner else items
        first, others = listed[:1], listed[1:]
        answer = call(RequestItems={table: {inner: first} if inner else first})
        return {**answer, rest: {table: {inner: others} if inner else others} if others else {}}


@pytest.mark.emulator
def test_what_a_call_leaves_over_is_asked_again(aws: Aws, cache_table: str, clock: FakeClock) -> None:
    hesitant: Any = Hesitant(aws.dynamodb, calls=2)
    cache = DynamoCatalogueCache(hesitant, table=cache_table, clock=clock)
    keys = [fresh_key() for _ in range(5)]

    cache.put(dict.fromkeys(keys, FOUND))
    hesitant._calls = 2

    assert set(cache.get(keys)) == set(keys)


@pytest.mark.emulator
def test_a_table_that_keeps_leaving_things_over_costs_few_calls(
    aws: Aws, cache_table: str, clock: FakeClock
) -> None:
    keys = [fresh_key() for _ in range(9)]
    DynamoCatalogueCache(aws.dynamodb, table=cache_table, clock=clock).put(dict.fromkeys(keys, FOUND))
    hesitant: Any = Hesitant(aws.dynamodb, calls=100)

    known = DynamoCatalogueCache(hesitant, table=cache_table, clock=clock).get(keys)

    assert len(known) == 3


@pytest.mark.emulator
def test_a_cache_that_cannot_be_reached_knows_nothing_and_raises_nothing() -> None:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("AWS_ACCESS_KEY_ID", "test")
        environment.setenv("AWS_SECRET_ACCESS_KEY", "test")
        nowhere = Aws(endpoint_url="http://127.0.0.1:9", attempts=1, connect_timeout_s=0.2).dynamodb
        lost = DynamoCatalogueCache(nowhere, table="none", clock=FakeClock())

        lost.put({fresh_key(): FOUND})

        assert lost.get([fresh_key()]) == {}


def test_an_ordinary_entry_fits_the_kilobyte_that_a_write_is_billed_by() -> None:
    work = replace(
        WORK,
        subjects=(
            *[f"Fiction, {kind}, general" for kind in ("fantasy", "epic", "romance", "war", "sea", "ghost")],
            *("Orchards", "Glass blowing", "Brothers and sisters", "New York Times bestseller", "Islands"),
        ),
        description=" ".join(
            f"Sentence {number} tells of the orchard, the glass and the tide." for number in range(9)
        ),
    )

    assert len(encode_answer(CachedAnswer(match=Match(work=work, by=MatchedBy.ISBN)))) < 800


def test_a_huge_entry_is_trimmed_to_the_bound_and_stays_readable() -> None:
    dice = random.Random(1)
    noise = tuple("".join(chr(0x4E00 + dice.randrange(20_000)) for _ in range(200)) for _ in range(400))
    huge = CachedAnswer(match=Match(work=replace(WORK, subjects=noise), by=MatchedBy.ISBN))

    body = encode_answer(huge)

    assert len(body) <= MOST_BYTES
    kept = decode_answer(body)
    assert kept is not None
    assert kept.match is not None
    assert kept.match.work.title == WORK.title
    assert 0 < len(kept.match.work.subjects) < 400
