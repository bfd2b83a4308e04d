"""What a deployed function is told, for other containers: ``python -m infra.emulated.variables STACK ADDRESS``.

Prints lines for ``docker run --env-file``; ADDRESS is where containers reach the emulator.
"""

import sys

import boto3


def main() -> None:
    """Print the worker's settings and how to reach the emulated AWS, with keys that may do everything."""
    stack, address = sys.argv[1:]
    function = f"fanfolio-{stack.removeprefix('Fanfolio-')}-worker"
    deployed = boto3.client("lambda").get_function_configuration(FunctionName=function)
    aws = {
        "AWS_ENDPOINT_URL": address,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": "us-east-1",
    }
    for name, value in {**deployed["Environment"]["Variables"], **aws}.items():
        print(f"{name}={value}")  # noqa: T201 - a command's answer


if __name__ == "__main__":
    main()
