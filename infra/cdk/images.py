"""The container images of the functions: one a target of docker/Dockerfile, shared where only the handler differs."""

from pathlib import Path

from aws_cdk import aws_ecr_assets as assets
from aws_cdk import aws_lambda as lambda_

from infra.cdk.options import StackOptions

ARCHITECTURES = {"arm64": lambda_.Architecture.ARM_64, "x86_64": lambda_.Architecture.X86_64}

_PLATFORMS = {"arm64": assets.Platform.LINUX_ARM64, "x86_64": assets.Platform.LINUX_AMD64}
_PROJECT = Path(__file__).resolve().parents[2]


def image_code(target: str, handler: str, options: StackOptions) -> lambda_.DockerImageCode:
    """The image of ``target``, started with ``handler`` (module:name)."""
    return lambda_.DockerImageCode.from_image_asset(
        str(_PROJECT),
        file="docker/Dockerfile",
        target=target,
        cmd=[handler.replace(":", ".")],
        build_args={"BASE_IMAGE": options.base_image} if options.base_image else None,
        platform=_PLATFORMS[options.architecture],
        asset_name=f"fanfolio-{target}",
    )
