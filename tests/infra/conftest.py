"""The synthesised stack; in an environment without CDK nothing here is collected (`make test-infra` has one)."""

from importlib.util import find_spec

if find_spec("aws_cdk") is None:
    collect_ignore_glob = ["test_*"]
else:
    pytest_plugins = ["tests.fixtures.synthesised"]
