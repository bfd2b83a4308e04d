"""The front door's address: an HTTP API that passes everything on to one function, throttled and logged."""

import json

from aws_cdk import RemovalPolicy
from aws_cdk import aws_apigatewayv2 as gateway
from aws_cdk import aws_apigatewayv2_integrations as integrations
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.cdk.acknowledgements import acknowledge

# Far above what people need and far below what a runaway client costs.
_REQUESTS_PER_S = 50
_BURST = 100

# No path: it holds job ids, and who knows a job's id may read its dashboard.
_ACCESS_LOG_FIELDS = {
    "requestId": "$context.requestId",
    "time": "$context.requestTime",
    "method": "$context.httpMethod",
    "route": "$context.routeKey",
    "status": "$context.status",
    "latencyMs": "$context.responseLatency",
    "integrationLatencyMs": "$context.integrationLatency",
    "responseBytes": "$context.responseLength",
    "error": "$context.integrationErrorMessage",
}


class Api(Construct):
    """``http_api`` in front of ``function``; ``url`` is where it answers, without a slash at its end."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        function: lambda_.IFunction,
        stage: str,
        log_days: logs.RetentionDays,
    ) -> None:
        super().__init__(scope, name)
        log_group = logs.LogGroup(self, "AccessLog", retention=log_days, removal_policy=RemovalPolicy.DESTROY)
        self.http_api = gateway.HttpApi(
            self,
            "Http",
            api_name=f"fanfolio-{stage}",
            create_default_stage=False,
            default_integration=integrations.HttpLambdaIntegration("Front", function),
        )
        self.stage = gateway.HttpStage(
            self,
            "Default",
            http_api=self.http_api,
            stage_name="$default",
            auto_deploy=True,
            detailed_metrics_enabled=False,
            throttle=gateway.ThrottleSettings(rate_limit=_REQUESTS_PER_S, burst_limit=_BURST),
        )
        self._log_access(log_group)
        self.url = self.http_api.api_endpoint
        acknowledge(
            self,
            "AwsSolutions-APIG4",
            "Anyone may upload a library: there are no accounts. A job's id is a secret link for reading, and its "
            "owner token, which the function checks, is asked for whatever changes it.",
        )

    def _log_access(self, log_group: logs.LogGroup) -> None:
        resource = self.stage.node.default_child
        assert isinstance(resource, gateway.CfnStage)  # noqa: S101 - what a stage is made of
        resource.access_log_settings = gateway.CfnStage.AccessLogSettingsProperty(
            destination_arn=log_group.log_group_arn, format=json.dumps(_ACCESS_LOG_FIELDS)
        )
