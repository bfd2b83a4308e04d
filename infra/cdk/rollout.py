"""Brings new workers in gradually, and back out when an alarm goes off."""

from collections.abc import Sequence

from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_codedeploy as codedeploy
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.cdk.acknowledgements import acknowledge


class Rollout(Construct):
    """Moves ``alias`` to a new version: a tenth of the messages for five minutes, then all; back on any alarm."""

    def __init__(
        self, scope: Construct, name: str, *, alias: lambda_.Alias, alarms: Sequence[cloudwatch.IAlarm]
    ) -> None:
        super().__init__(scope, name)
        self.group = codedeploy.LambdaDeploymentGroup(
            self,
            "Worker",
            alias=alias,
            alarms=list(alarms),
            deployment_config=codedeploy.LambdaDeploymentConfig.CANARY_10_PERCENT_5_MINUTES,
            auto_rollback=codedeploy.AutoRollbackConfig(
                failed_deployment=True, stopped_deployment=True, deployment_in_alarm=True
            ),
        )
        acknowledge(
            self.group,
            "AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSCodeDeployRoleForLambdaLimited]",
            "AWS keeps this policy for exactly this use: CodeDeploy moves aliases and reads alarms with it.",
        )
