"""The verdict on jobs that went through real processes, and on what is left when all of them are deleted."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bench.fault_harness.real.reader import Ended
from services.local.clients import Clients
from services.local.resources import Resources, queue_url


def judge_job(ended: Ended, calm: Mapping[str, Any]) -> Iterator[str]:
    """A job that nobody deleted is complete, accounts for every row, and says what the calm one says."""
    if ended.trouble:
        yield ended.trouble
        return
    if ended.deleted:
        return
    if ended.job["state"] != "complete":
        yield f"job {ended.job_id} is {ended.job['state']}: {ended.job.get('failure')}"
        return
    coverage = ended.dashboard["coverage"]
    if len(ended.dashboard["books"]) + coverage["complaints"] != ended.library.rows:
        yield f"job {ended.job_id}: books and complaints are not the {ended.library.rows} rows"
    yield from _judge_books(ended, calm)
    yield from _judge_poison(ended)


def judge_remains(aws: Clients, names: Resources, *, endpoint_url: str) -> Iterator[str]:
    """Of deleted jobs tombstones are left, and nothing else: no object, no set, no message."""
    objects = [entry["Key"] for entry in aws.s3.list_objects_v2(Bucket=names.bucket).get("Contents", [])]
    if objects:
        yield f"{len(objects)} objects are left: {objects[:3]}"
    for item in _records(aws, names.jobs_table):
        record, state = item["record"]["S"], item.get("state", {}).get("S")
        if record.startswith("SETTLED") or (record == "META" and state != "deleted"):
            yield f"a record is left: {record} ({state})"
    for queue in (names.queue, names.dead_letter_queue):
        if count := messages_in(aws, queue_url(endpoint_url, queue)):
            yield f"{count} messages are left in {queue}"


def messages_in(aws: Clients, url: str) -> int:
    """Visible, in hand and delayed ones."""
    known = aws.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    return sum(int(count) for name, count in known.items() if name.startswith("ApproximateNumberOfMessages"))


def _judge_books(ended: Ended, calm: Mapping[str, Any]) -> Iterator[str]:
    books: Sequence[Mapping[str, Any]] = ended.dashboard["books"]
    calm_books: Sequence[Mapping[str, Any]] = calm["books"]
    if [book["number"] for book in books] != [book["number"] for book in calm_books]:
        yield f"job {ended.job_id}: the books are not those of the calm run"
        return
    differing = [
        (book, calm_book) for book, calm_book in zip(books, calm_books, strict=True) if book != calm_book
    ]
    for book, calm_book in differing:
        if book["outcome"] != "unavailable" or not book["reason"]:
            changed = [name for name in book if book[name] != calm_book[name]]
            yield f"job {ended.job_id}: book {book['number']} differs from the calm run's in {changed}"
    if not differing and ended.dashboard["statistics"] != calm["statistics"]:
        yield f"job {ended.job_id}: the books are those of the calm run, the figures are not"


def _judge_poison(ended: Ended) -> Iterator[str]:
    """The poisonous book is named as a failure, with its reason."""
    if ended.library.poison is None:
        return
    number, kind = ended.library.poison
    book = next((book for book in ended.dashboard["books"] if book["number"] == number), None)
    if book is None:
        return  # its row was a complaint
    if book["outcome"] != "unavailable":
        yield f"job {ended.job_id}: the book that kills by {kind} is {book['outcome']}"
    if number not in {failed["number"] for failed in ended.failures["books"]}:
        yield f"job {ended.job_id}: the book that kills by {kind} is not among the failures"


def _records(aws: Clients, table: str) -> Iterator[Mapping[str, Any]]:
    for page in aws.dynamodb.get_paginator("scan").paginate(TableName=table):
        yield from page["Items"]
