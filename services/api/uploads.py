"""The uploaded file out of a request, spooled to disk, never larger than the limit; or a reference to it."""

import hashlib
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from tempfile import SpooledTemporaryFile
from typing import Annotated, BinaryIO, cast

from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from python_multipart.exceptions import MultipartParseError
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.types import Message, Receive

from fanfolio.domain.errors import EmptyUpload, NotAnExport
from fanfolio.domain.exports import too_large
from services.api.problem_kinds import CONTENT_TOO_LARGE, ENCODED_CONTENT
from services.api.problems import HttpProblem
from services.api.views import UploadReference

_SPOOL_BYTES = 1024 * 1024

# What a multipart body may hold beside the file: boundaries and headers.
_ENVELOPE_BYTES = 64 * 1024

_MOST_JSON_BYTES = 1_000_000
_HASH_BLOCK_BYTES = 1024 * 1024

_UNREADABLE_FORM = "The form could not be read. Send it once more, with one file, in the field “file”."


class Uploaded:
    """A received file and the name it came with."""

    def __init__(self, stream: BinaryIO, file_name: str) -> None:
        self.stream = stream
        self.file_name = file_name

    def digest(self) -> str:
        """The SHA-256 of the file, hex; the stream is left anywhere."""
        self.stream.seek(0)
        digest = hashlib.sha256()
        while block := self.stream.read(_HASH_BLOCK_BYTES):
            digest.update(block)
        return digest.hexdigest()


async def received_file(request: Request) -> AsyncIterator[Uploaded | UploadReference]:
    """Dependency: the file of a form (field ``file``) or of a bare CSV body, or JSON that names one."""
    limit_bytes: int = request.app.state.front.max_upload_bytes
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > limit_bytes + _ENVELOPE_BYTES:
        raise too_large(limit_bytes)
    if request.headers.get("content-encoding", "").strip().lower() not in ("", "identity"):
        raise HttpProblem(ENCODED_CONTENT, headers={"accept-encoding": "identity"})
    media_type = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if media_type == "multipart/form-data":
        async with _form_file(request, limit_bytes) as uploaded:
            yield uploaded
    elif media_type == "application/json":
        yield await _reference(request)
    elif media_type == "application/x-www-form-urlencoded":
        raise NotAnExport(
            "Send the export as the field “file” of a form (multipart/form-data) or as a body of type text/csv."
        )
    else:
        # Whatever else is sent is judged by its content.
        async with _bare_file(request, limit_bytes) as uploaded:
            yield uploaded


FileOfRequest = Annotated[Uploaded | UploadReference, Depends(received_file)]


async def _reference(request: Request) -> UploadReference:
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > _MOST_JSON_BYTES:
            raise HttpProblem(CONTENT_TOO_LARGE)
    try:
        return UploadReference.model_validate_json(bytes(body))
    except ValidationError as exc:
        faults = [{**fault, "loc": ("body", *fault["loc"])} for fault in exc.errors(include_input=False)]
        raise RequestValidationError(faults) from None


@asynccontextmanager
async def _form_file(request: Request, limit_bytes: int) -> AsyncIterator[Uploaded]:
    counted = Request(request.scope, _counting(request, limit_bytes + _ENVELOPE_BYTES, limit_bytes))
    try:
        form = await counted.form(max_files=1, max_fields=10)
    except (MultipartParseError, HTTPException, KeyError) as exc:
        raise NotAnExport(_UNREADABLE_FORM) from exc
    if not form:
        # A form that breaks off inside of its only part is one without parts to the framework.
        raise NotAnExport(_UNREADABLE_FORM)
    try:
        file = form.get("file")
        if isinstance(file, UploadFile):
            yield Uploaded(file.file, file.filename or "")
        elif file:
            # Sent as text, without a name.
            yield Uploaded(io.BytesIO(file.encode()), "library.csv")
        else:
            raise EmptyUpload("The form has no file. Choose your export and send it in the field “file”.")
    finally:
        await form.close()


@asynccontextmanager
async def _bare_file(request: Request, limit_bytes: int) -> AsyncIterator[Uploaded]:
    with SpooledTemporaryFile(max_size=_SPOOL_BYTES) as file:
        received = 0
        async for piece in request.stream():
            received += len(piece)
            if received > limit_bytes:
                raise too_large(limit_bytes)
            file.write(piece)
        yield Uploaded(cast(BinaryIO, file), "library.csv")


def _counting(request: Request, most_bytes: int, limit_bytes: int) -> Receive:
    received = 0

    async def receive() -> Message:
        nonlocal received
        message = await request.receive()
        received += len(message.get("body", b""))
        if received > most_bytes:
            raise too_large(limit_bytes)
        return message

    return receive
