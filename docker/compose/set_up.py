"""Creates what the pipeline needs in the emulator, functions included, once for `docker compose up`."""

import json
import os
import time
from typing import Any

import boto3

from fanfolio.settings import PREFIX
from services.local.clients import connected
from services.local.function_shapes import BATCH_SIZE, DEAD_LETTERS, FUNCTIONS, SWEEP, WORKER, FunctionShape
from services.local.resources import Resources, create_resources, queue_arn

_ROLE = "arn:aws:iam::000000000000:role/fanfolio"
# A laptop is slow to start many containers at once, and a worker's time is limited.
_CONTAINERS_AT_ONCE = 3
_IMAGES = {"api": "fanfolio-api", "worker": "fanfolio-worker", "aggregator": "fanfolio-aggregator"}


def main() -> None:
    """Create what is missing and say so."""
    names = Resources()
    with connected(os.environ["AWS_ENDPOINT_URL"]) as clients:
        create_resources(clients, names)
    functions = boto3.client("lambda")
    known = {one["FunctionName"] for one in functions.list_functions()["Functions"]}
    for shape in FUNCTIONS:
        if shape.name not in known:
            _create(functions, shape)
    for queue, shape in ((names.queue, WORKER), (names.dead_letter_queue, DEAD_LETTERS)):
        if shape.name not in known:
            _feed(functions, queue, shape)
    _schedule_sweep(boto3.client("events"))
    print(f"{len(FUNCTIONS)} functions are ready.")  # noqa: T201 - a command's answer


def _create(functions: Any, shape: FunctionShape) -> None:
    """The function's image is that of the service its handler belongs to."""
    settings = {name: value for name, value in os.environ.items() if name.startswith(PREFIX)}
    functions.create_function(
        FunctionName=shape.name,
        Role=_ROLE,
        PackageType="Image",
        Code={"ImageUri": _IMAGES[shape.handler.split(".")[1]]},
        ImageConfig={"Command": [shape.handler.replace(":", ".")]},
        Timeout=shape.timeout_s,
        MemorySize=shape.memory_mb,
        Environment={"Variables": settings},
    )
    while functions.get_function_configuration(FunctionName=shape.name)["State"] == "Pending":
        time.sleep(0.2)


def _feed(functions: Any, queue: str, shape: FunctionShape) -> None:
    functions.create_event_source_mapping(
        EventSourceArn=queue_arn(queue),
        FunctionName=shape.name,
        BatchSize=BATCH_SIZE,
        FunctionResponseTypes=["ReportBatchItemFailures"],
        ScalingConfig={"MaximumConcurrency": min(shape.concurrency, _CONTAINERS_AT_ONCE)},
    )


def _schedule_sweep(events: Any) -> None:
    events.put_rule(Name="fanfolio-sweep", ScheduleExpression="rate(1 minute)")
    target = {"Id": "sweep", "Arn": f"arn:aws:lambda:us-east-1:000000000000:function:{SWEEP.name}"}
    events.put_targets(Rule="fanfolio-sweep", Targets=[{**target, "Input": json.dumps({})}])


if __name__ == "__main__":
    main()
