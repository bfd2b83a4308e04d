"""Signed forms and links to single objects in S3."""

from typing import TYPE_CHECKING, Any

from fanfolio.ports import UploadForm

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


class S3Transfer:
    """Signs with the credentials of this process; nothing is sent anywhere.

    ``client`` must sign with version 4 (``Aws.s3_links``). A form or link ends with the credentials at the latest.
    """

    def __init__(self, client: "S3Client", *, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def upload_form(self, key: str, *, limit_bytes: int, lifetime_s: int) -> UploadForm:
        """A form with which one object of 1 to ``limit_bytes`` bytes can be stored under ``key``."""
        signed = self._client.generate_presigned_post(
            self._bucket,
            key,
            Fields={"Content-Type": "text/csv"},
            Conditions=[{"Content-Type": "text/csv"}, ["content-length-range", 1, limit_bytes]],
            ExpiresIn=lifetime_s,
        )
        return UploadForm(url=signed["url"], fields=signed["fields"])

    def download_link(self, key: str, *, lifetime_s: int, file_name: str | None = None) -> str:
        """An address that answers with the object; ``file_name`` is ASCII without quotes."""
        parameters: dict[str, Any] = {"Bucket": self._bucket, "Key": key}
        if file_name is not None:
            parameters["ResponseContentDisposition"] = f'attachment; filename="{file_name}"'
        return self._client.generate_presigned_url("get_object", Params=parameters, ExpiresIn=lifetime_s)
