"""What the tests do with a deployed stack: import over HTTP, look into its queue, hold its workers back."""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

import httpx

_ENDED = frozenset({"complete", "failed", "deleted"})

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A deployed stack; the clients are boto3's."""

    name: str
    http: httpx.Client
    outputs: Mapping[str, str]
    s3: Any
    sqs: Any
    dynamodb: Any
    functions: Any
    logs: Any

    def upload(self, export: bytes) -> dict[str, Any]:
        """Post an export; the job that has begun, with its owner token."""
        answer = self.http.post("/v1/jobs", files={"file": ("library.csv", export, "text/csv")})
        assert answer.status_code == httpx.codes.ACCEPTED, answer.text
        return dict(answer.json())

    def job(self, job_id: str) -> dict[str, Any]:
        """How the job stands."""
        return dict(self.http.get(f"/v1/jobs/{job_id}").raise_for_status().json())

    def ended(self, job_id: str, *, within_s: float = 300) -> dict[str, Any]:
        """The job once it has ended; on a crowded machine workers die of slow starts, and their books come back."""

        def look() -> dict[str, Any] | None:
            job = self.job(job_id)
            return job if job["state"] in _ENDED else None

        return eventually(look, what=f"the end of job {job_id}", within_s=within_s)

    def dashboard(self, job_id: str) -> dict[str, Any]:
        """The published document."""
        answer = self.http.get(f"/v1/jobs/{job_id}/dashboard", follow_redirects=True)
        return dict(answer.raise_for_status().json())

    def keys(self, job_id: str) -> list[str]:
        """The objects that are kept of a job."""
        listed = self.s3.list_objects_v2(Bucket=self.outputs["Bucket"], Prefix=f"jobs/{job_id}/")
        return [item["Key"] for item in listed.get("Contents", [])]

    def records(self, job_id: str) -> list[dict[str, Any]]:
        """The records that are kept of a job."""
        found = self.dynamodb.query(
            TableName=self.outputs["JobsTable"],
            KeyConditionExpression="job_id = :job",
            ExpressionAttributeValues={":job": {"S": job_id}},
        )
        return list(found["Items"])

    @contextmanager
    def workers_held_back(self) -> Iterator[None]:
        """Nothing is taken from the queue until the end of the ``with``."""
        mapping = self._mapping_of_the_worker()
        self.functions.update_event_source_mapping(UUID=mapping, Enabled=False)
        try:
            yield
        finally:
            self.functions.update_event_source_mapping(UUID=mapping, Enabled=True)

    def take_message(self) -> dict[str, Any]:
        """The one message in the queue, taken out of it."""
        queue = self.outputs["QueueUrl"]

        def receive() -> Any:
            return self.sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=1).get("Messages")

        message = eventually(receive, what="a message in the queue")[0]
        self.sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
        return dict(json.loads(message["Body"]))

    def send_message(self, message: Mapping[str, Any]) -> None:
        """Put a message into the queue."""
        self.sqs.send_message(QueueUrl=self.outputs["QueueUrl"], MessageBody=json.dumps(message))

    def give_up_after(self, receives: int) -> None:
        """Have messages that fail go to the dead letters sooner: the fifth try would come after most of a minute."""
        queue = self.outputs["QueueUrl"]
        found = self.sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["RedrivePolicy"])
        policy = json.loads(found["Attributes"]["RedrivePolicy"]) | {"maxReceiveCount": receives}
        self.sqs.set_queue_attributes(QueueUrl=queue, Attributes={"RedrivePolicy": json.dumps(policy)})

    def send_form(self, form: Mapping[str, Any], body: bytes) -> httpx.Response:
        """Send a file with a signed form, as a page would; containers know the emulator by another name."""
        here = urlsplit(str(self.http.base_url))
        address = urlsplit(form["url"])._replace(netloc=here.netloc).geturl()
        return httpx.post(address, data=form["fields"], files={"file": ("a.csv", body)}, trust_env=False)

    def metrics(self, function: str) -> set[str]:
        """The names of the metrics that a function's log holds in CloudWatch's embedded format."""
        group = f"/aws/lambda/fanfolio-{self.name.removeprefix('Fanfolio-')}-{function}"
        pages = self.logs.get_paginator("filter_log_events").paginate(logGroupName=group)
        lines = [event["message"] for page in pages for event in page["events"]]
        documents = [json.loads(line) for line in lines if line.startswith('{"_aws"')]
        return {
            metric["Name"]
            for document in documents
            for directive in document["_aws"]["CloudWatchMetrics"]
            for metric in directive["Metrics"]
        }

    def dead_letters(self) -> int:
        """Messages in the dead-letter queue, visible or not."""
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        found = self.sqs.get_queue_attributes(QueueUrl=self.outputs["DeadLettersUrl"], AttributeNames=names)
        return sum(int(found["Attributes"][name]) for name in names)

    def _mapping_of_the_worker(self) -> str:
        function = f"fanfolio-{self.name.removeprefix('Fanfolio-')}-worker"
        found = self.functions.list_event_source_mappings(FunctionName=function)
        return str(found["EventSourceMappings"][0]["UUID"])


def eventually(look: Callable[[], Found | None], *, what: str, within_s: float = 30) -> Found:
    """What ``look`` finds, as soon as it finds anything; fails the test when that takes too long."""
    end = time.monotonic() + within_s
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.2)
    raise AssertionError(f"no sign of {what} within {within_s:.0f} s")
