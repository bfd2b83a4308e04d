"""The CDK application: ``cdk synth -c stage=test -c contact=you@example.org`` in this directory, or `make synth`."""

import os

from aws_cdk import App, Environment, Validations
from cdk_nag import AwsSolutionsChecks, ServerlessChecks

from infra.cdk.options import StackOptions
from infra.cdk.stack import FanfolioStack


def build(app: App) -> FanfolioStack:
    """Add the stack that the application's context asks for, held to the rules of both packs."""
    options = StackOptions.from_context(app.node.get_all_context())
    stack = FanfolioStack(app, f"Fanfolio-{options.stage}", options=options, env=_environment())
    Validations.of(app).add_plugins(AwsSolutionsChecks(app), ServerlessChecks(app))
    return stack


def _environment() -> Environment:
    """The account and region of whoever calls the CDK command line; none for synthesis without an account."""
    return Environment(
        account=os.environ.get("CDK_DEFAULT_ACCOUNT"), region=os.environ.get("CDK_DEFAULT_REGION")
    )


if __name__ == "__main__":
    application = App()
    build(application)
    application.synth()
