"""What every lender of single objects promises: forms that take one file, links that give one, both for a while."""

import gzip
from collections.abc import Callable
from dataclasses import dataclass

import httpx
import pytest

from fanfolio.adapters.memory import FakeClock, MemoryObjects, MemoryTransfer
from fanfolio.adapters.s3 import S3Objects
from fanfolio.adapters.s3_transfer import S3Transfer
from fanfolio.ports import DirectTransfer, Objects, UploadForm
from tests.fixtures.asgi import AsgiClient
from tests.fixtures.live import with_store

KEY = "uploads/0123.csv"
LIMIT = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """A lender, the objects that it lends, and somebody outside who sends requests to it."""

    transfer: DirectTransfer
    objects: Objects
    request: Callable[..., httpx.Response]

    def send(self, form: UploadForm, body: bytes, **changes: str) -> httpx.Response:
        return self.request(
            "POST", form.url, data={**form.fields, **changes}, files={"file": ("a.csv", body)}
        )


@pytest.fixture(params=["memory", pytest.param("s3", marks=pytest.mark.emulator)])
def store(request: pytest.FixtureRequest) -> Store:
    if request.param == "memory":
        objects = MemoryObjects()
        transfer = MemoryTransfer(objects, clock=FakeClock(), base_url="http://fanfolio.test/_store")
        client = AsgiClient(with_store(_nothing, transfer))
        return Store(transfer=transfer, objects=objects, request=client.request)
    aws, bucket = request.getfixturevalue("aws"), request.getfixturevalue("bucket")
    return Store(
        transfer=S3Transfer(aws.s3_links, bucket=bucket),
        objects=S3Objects(aws.s3, bucket=bucket),
        request=httpx.request,
    )


class TestForms:
    def test_a_file_that_is_sent_with_a_form_is_kept_under_its_key(self, store: Store) -> None:
        form = store.transfer.upload_form(KEY, limit_bytes=LIMIT, lifetime_s=60)

        answer = store.send(form, b"Title,Author\n")

        assert answer.is_success
        assert store.objects.get(KEY) == b"Title,Author\n"

    def test_a_form_takes_exactly_its_limit(self, store: Store) -> None:
        form = store.transfer.upload_form(KEY, limit_bytes=LIMIT, lifetime_s=60)

        assert store.send(form, b"x" * LIMIT).is_success
        assert store.objects.size(KEY) == LIMIT

    @pytest.mark.parametrize("size", [0, LIMIT + 1])
    def test_an_empty_file_and_one_over_the_limit_are_refused(self, store: Store, size: int) -> None:
        form = store.transfer.upload_form(KEY, limit_bytes=LIMIT, lifetime_s=60)

        answer = store.send(form, b"x" * size)

        assert answer.is_client_error
        assert list(store.objects.keys("uploads/")) == []


class TestLinks:
    def test_a_link_gives_the_object_as_it_is_kept(self, store: Store) -> None:
        store.objects.put(
            "jobs/1/d.json.gz", gzip.compress(b"{}"), content_type="application/json", gzipped=True
        )

        answer = store.request("GET", store.transfer.download_link("jobs/1/d.json.gz", lifetime_s=60))

        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
        assert answer.json() == {}

    def test_a_link_with_a_name_gives_the_same_object(self, store: Store) -> None:
        store.objects.put("jobs/1/a.csv", b"Number\n", content_type="text/csv")

        link = store.transfer.download_link("jobs/1/a.csv", lifetime_s=60, file_name="fanfolio-1.csv")

        assert store.request("GET", link).content == b"Number\n"


def test_grants_in_memory_end() -> None:
    clock, objects = FakeClock(), MemoryObjects()
    transfer = MemoryTransfer(objects, clock=clock)
    objects.put("jobs/1/a.csv", b"Number\n", content_type="text/csv")
    form = transfer.upload_form(KEY, limit_bytes=LIMIT, lifetime_s=60)
    grant = transfer.download_link("jobs/1/a.csv", lifetime_s=60).rpartition("=")[2]
    assert transfer.fetch(grant) == ("jobs/1/a.csv", None)

    clock.advance(60)

    assert transfer.fetch(grant) is None
    assert not transfer.store(form.fields["policy"], b"late")


async def _nothing(scope: object, receive: object, send: object) -> None:
    raise AssertionError("only the store is asked")
