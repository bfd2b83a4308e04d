"""The AWS emulator for functions that run as containers, run by the Python of ``.venv-e2e``: keeps nothing.

Usage: python emulator.py PORT ADDRESS…   (it listens on exactly these addresses: loopback and the containers' bridge)
"""

import asyncio
import importlib
import json
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from typing import Any

Asgi = Callable[[dict[str, Any], Any, Any], Awaitable[None]]


def main() -> None:
    """Serve until SIGTERM or SIGINT, then remove the functions' containers."""
    port, addresses = int(sys.argv[1]), sys.argv[2:]
    os.environ |= {
        "GATEWAY_PORT": str(port),
        "PERSIST_STATE": "0",
        "S3_PERSIST": "0",
        # Custom resources are zip functions, if there ever are any: they need no container.
        "LAMBDA_EXECUTOR": "local",
        # Longer than a test takes: a container that is stopped early would start cold.
        "LAMBDA_WARM_TTL_SECONDS": "600",
        # Functions get their roles' credentials, and what a role does not allow is denied.
        "AUTH": os.environ.get("AUTH", "true"),
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "LOG_LEVEL": os.environ.get("LOG_LEVEL", "WARNING"),
    }
    if "LAMBDA_DOCKER_NETWORK" not in os.environ:
        # What functions are told is then derived from the port: our own way to the emulator is not theirs.
        os.environ.pop("AWS_ENDPOINT_URL", None)
    asyncio.run(_serve([f"{address}:{port}" for address in addresses]))


async def _serve(bind: list[str]) -> None:
    emulator = importlib.import_module("ministack.app")
    _tell_missing_images_from_none(importlib.import_module("ministack.services.ecr"))
    _accept_alarms_on_expressions(importlib.import_module("ministack.services.cloudformation.provisioners"))
    _authorise_as_aws_does(importlib.import_module("ministack.core.iam_evaluator"))
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    config = importlib.import_module("hypercorn.config").Config()
    config.bind = bind
    config.graceful_timeout = 2.0
    config.loglevel = "WARNING"
    serve = importlib.import_module("hypercorn.asyncio").serve
    await serve(_as_if_by_tls(emulator.app), config, shutdown_trigger=stopping.wait)


def _as_if_by_tls(app: Asgi) -> Asgi:
    """Queues and buckets deny what does not come by TLS; that the last step here is plain is not what is tested."""

    async def passing_on(scope: dict[str, Any], receive: Any, send: Any) -> None:
        await app({**scope, "scheme": "https"} if scope["type"] == "http" else scope, receive, send)

    return passing_on


def _authorise_as_aws_does(evaluator: Any) -> None:
    """Hold functions to their roles: batches of SQS need the right to the single call, as there is no other.

    CDK's own roles are denied nothing: their policies are CDK's concern.
    """
    enforce = evaluator.enforce

    def enforce_as_aws(access_key: str, action: str, *arguments: Any, **named: Any) -> Any:
        if action.startswith("sqs:"):
            action = action.removesuffix("Batch")
        denied = enforce(access_key, action, *arguments, **named)
        return None if ":assumed-role/cdk-" in getattr(denied, "principal_arn", "") else denied

    evaluator.enforce = enforce_as_aws


def _tell_missing_images_from_none(ecr: Any) -> None:
    """Answer for an unknown image as AWS does: to an empty list CDK would say "is there" and build nothing."""
    describe = ecr._describe_images

    def describe_images(request: dict[str, Any]) -> Any:
        answer = describe(request)
        found = json.loads(answer[2]).get("imageDetails") if answer[0] == 200 else None
        if request.get("imageIds") and found == []:
            return ecr.error_response_json("ImageNotFoundException", "The image does not exist", 400)
        return answer

    ecr._describe_images = describe_images


def _accept_alarms_on_expressions(provisioners: Any) -> None:
    """Take an alarm on several metrics as one on the first of them: the emulator has alarms on single ones only."""
    record = provisioners._cw_metric_alarm_record

    def record_simplified(name: str, properties: dict[str, Any]) -> Any:
        metrics = properties.get("Metrics")
        if not metrics:
            return record(name, properties)
        first = next(one["MetricStat"]["Metric"] for one in metrics if "MetricStat" in one)
        named = {key: first[key] for key in ("Namespace", "MetricName")}
        return record(name, {**properties, "Metrics": None, **named})

    provisioners._cw_metric_alarm_record = record_simplified


if __name__ == "__main__":
    main()
