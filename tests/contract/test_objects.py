"""What every object store promises."""

import gzip
import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from fanfolio.adapters.memory import MemoryObjects
from fanfolio.adapters.s3 import S3Objects
from fanfolio.ports import ObjectNotFound, Objects

# More than one page of a listing, and more than one request's worth of deletions.
MANY = 1_050


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """A store, and a look at what it was told about an object: its content type and encoding."""

    objects: Objects
    described: Callable[[str], tuple[str, str | None]]


@pytest.fixture(params=["memory", pytest.param("s3", marks=pytest.mark.emulator)])
def store(request: pytest.FixtureRequest) -> Store:
    if request.param == "memory":
        memory = MemoryObjects()
        return Store(objects=memory, described=lambda key: _in_memory(memory, key))
    client, bucket = request.getfixturevalue("aws").s3, request.getfixturevalue("bucket")

    def described(key: str) -> tuple[str, str | None]:
        head = client.head_object(Bucket=bucket, Key=key)
        return head["ContentType"], head.get("ContentEncoding") or None

    return Store(objects=S3Objects(client, bucket=bucket), described=described)


@pytest.fixture
def objects(store: Store) -> Objects:
    return store.objects


class TestObjects:
    @pytest.mark.parametrize("body", [b"", b"title,author\r\n", bytes(range(256)) * 40])
    def test_bytes_come_back_as_they_were(self, objects: Objects, body: bytes) -> None:
        objects.put("jobs/1/upload.csv", body, content_type="text/csv")

        assert objects.get("jobs/1/upload.csv") == body

    @pytest.mark.parametrize("count", [0, 1, 2, 70])
    def test_many_objects_come_in_the_order_that_was_asked_for(self, objects: Objects, count: int) -> None:
        bodies = {f"jobs/1/results/{number % 7}-{number}.json": b"%d" % number for number in range(count)}
        for key, body in bodies.items():
            objects.put(key, body, content_type="application/json")

        assert list(objects.get_all(list(bodies))) == list(bodies.values())

    def test_one_missing_object_among_many_is_told(self, objects: Objects) -> None:
        objects.put("jobs/1/there.json", b"{}", content_type="application/json")

        with pytest.raises(ObjectNotFound):
            list(objects.get_all(["jobs/1/there.json"] * 5 + ["jobs/1/gone.json"]))

    def test_a_stream_is_stored_from_where_it_stands(self, objects: Objects) -> None:
        stream = io.BytesIO(b"skipped,kept")
        stream.seek(8)

        objects.put("jobs/1/upload.csv", stream, content_type="text/csv")

        assert objects.get("jobs/1/upload.csv") == b"kept"

    def test_a_stream_larger_than_memory_should_hold_comes_back_whole(self, store: Store) -> None:
        body = bytes(range(256)) * (9 * 4096)
        stream = io.BytesIO(b"##" + body)
        stream.seek(2)

        store.objects.put("jobs/1/large.csv", stream, content_type="text/csv")

        with store.objects.open("jobs/1/large.csv") as opened:
            assert opened.read() == body
        assert store.described("jobs/1/large.csv") == ("text/csv", None)

    def test_a_store_leaves_the_callers_stream_open(self, objects: Objects) -> None:
        stream = io.BytesIO(b"mine")

        objects.put("jobs/1/upload.csv", stream, content_type="text/csv")

        assert not stream.closed

    def test_an_opened_object_can_be_read_again_from_its_beginning(self, objects: Objects) -> None:
        objects.put("jobs/1/upload.csv", b"line 1\nline 2\n", content_type="text/csv")

        with objects.open("jobs/1/upload.csv") as opened:
            assert opened.readline() == b"line 1\n"
            assert opened.seek(0) == 0
            assert opened.read() == b"line 1\nline 2\n"

    def test_a_later_object_under_the_same_key_stands(self, objects: Objects) -> None:
        objects.put("jobs/1/a.json", b"first", content_type="application/json")
        objects.put("jobs/1/a.json", b"second", content_type="application/json")

        assert objects.get("jobs/1/a.json") == b"second"

    def test_compressed_bytes_stay_compressed_and_say_so(self, store: Store) -> None:
        body = gzip.compress(b'{"books": []}')

        store.objects.put("jobs/1/d.json.gz", body, content_type="application/json", gzipped=True)

        assert store.objects.get("jobs/1/d.json.gz") == body
        with store.objects.open("jobs/1/d.json.gz") as opened:
            assert opened.read() == body
        assert store.described("jobs/1/d.json.gz") == ("application/json", "gzip")

    def test_what_is_not_there_is_not_found(self, objects: Objects) -> None:
        with pytest.raises(ObjectNotFound):
            objects.get("jobs/1/nothing")
        with pytest.raises(ObjectNotFound):
            objects.open("jobs/1/nothing")

    def test_a_size_is_known_without_reading(self, objects: Objects) -> None:
        objects.put("jobs/1/upload.csv", b"x" * 4_321, content_type="text/csv")

        assert objects.size("jobs/1/upload.csv") == 4_321
        with pytest.raises(ObjectNotFound):
            objects.size("jobs/1/nothing")

    def test_keys_are_listed_by_prefix(self, objects: Objects) -> None:
        for key in ("jobs/1/a.json", "jobs/1/results/b.json", "jobs/11/c.json", "jobs/2/d.json"):
            objects.put(key, b"{}", content_type="application/json")

        assert sorted(objects.keys("jobs/1/")) == ["jobs/1/a.json", "jobs/1/results/b.json"]
        assert list(objects.keys("jobs/3/")) == []

    def test_deleting_takes_what_is_there_and_nothing_else(self, objects: Objects) -> None:
        for key in ("jobs/1/a.json", "jobs/1/b.json", "jobs/2/a.json"):
            objects.put(key, b"{}", content_type="application/json")

        objects.delete(["jobs/1/a.json", "jobs/1/never-was.json"])
        objects.delete([])

        assert sorted(objects.keys("jobs/")) == ["jobs/1/b.json", "jobs/2/a.json"]

    def test_more_keys_than_a_page_holds_are_listed_and_deleted_while_listing(self, objects: Objects) -> None:
        keys = [f"jobs/1/results/{number:05d}.json" for number in range(MANY)]
        with ThreadPoolExecutor(max_workers=8) as pool:
            stored = pool.map(lambda key: objects.put(key, b"{}", content_type="application/json"), keys)
            assert len(list(stored)) == MANY

        assert sorted(objects.keys("jobs/1/")) == keys
        objects.delete(objects.keys("jobs/1/"))

        assert list(objects.keys("jobs/1/")) == []


def _in_memory(memory: MemoryObjects, key: str) -> tuple[str, str | None]:
    stored = memory.stored[key]
    return stored.content_type, "gzip" if stored.gzipped else None
