"""How a queue calls a function: one message an invocation, failures reported one by one."""

from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_lambda_event_sources as sources
from aws_cdk import aws_sqs as sqs

from infra.cdk.acknowledgements import acknowledge
from services.local.function_shapes import BATCH_SIZE


def feed(
    function: lambda_.IFunction,
    queue: sqs.IQueue,
    *,
    max_concurrency: int,
    provisioned_pollers: int = 0,
    most_pollers: int = 0,
) -> None:
    """Have a queue call a function, one message an invocation.

    Pollers of its own, from ``provisioned_pollers`` to ``most_pollers``, replace the ceiling on concurrency: AWS
    allows one or the other.
    """
    pollers = provisioned_pollers
    function.add_event_source(
        sources.SqsEventSource(
            queue,
            batch_size=BATCH_SIZE,
            report_batch_item_failures=True,
            max_concurrency=None if pollers else max_concurrency,
            provisioned_poller_config=(
                lambda_.ProvisionedPollerConfig(minimum_pollers=pollers, maximum_pollers=most_pollers)
                if pollers
                else None
            ),
        )
    )
    acknowledge(
        function,
        "Serverless-LambdaEventSourceMappingDestination",
        "On-failure destinations are for streams: the queue's own redrive policy takes what fails.",
    )
