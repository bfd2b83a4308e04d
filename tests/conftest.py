"""Fixtures for all tests; nothing here runs until a test asks for it."""

from hypothesis import settings

pytest_plugins = [
    "tests.fixtures.emulator",
    "tests.fixtures.deployment",
    "tests.fixtures.scripted_aws",
    "tests.fixtures.lambda_loop",
]

# How long an example takes says how busy the machine is; what is fast enough is for `bench/` to say.
settings.register_profile("fanfolio", deadline=None)
settings.load_profile("fanfolio")
