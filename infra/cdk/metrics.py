"""The services' own metrics, which they write into their logs, as CloudWatch reads them."""

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch

from fanfolio.metrics import METRICS
from fanfolio.observability import NAMESPACE


class Metrics:
    """A stage's own metrics; each must be declared in ``fanfolio.metrics``."""

    def __init__(self, stage: str) -> None:
        self._stage = stage

    def __call__(
        self, name: str, statistic: str = "Sum", *, minutes: int = 1, label: str | None = None
    ) -> cloudwatch.Metric:
        """The metric of that name; raises KeyError for one that nobody emits."""
        unit = METRICS[name]
        return cloudwatch.Metric(
            namespace=NAMESPACE,
            metric_name=name,
            dimensions_map={"stage": self._stage},
            statistic=statistic,
            period=Duration.minutes(minutes),
            label=label,
            unit=cloudwatch.Unit(unit.upper()),
        )
