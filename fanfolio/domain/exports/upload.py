"""An upload as bytes: not too many, text at all, and in which encoding."""

import codecs
import os
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from fanfolio.domain.errors import EmptyUpload, NotAnExport, UploadTooLarge
from fanfolio.domain.exports.signatures import GET_THE_CSV, sentence_about

NOTHING_IN_IT = "This file is empty. " + GET_THE_CSV

_HEAD_BYTES = 64 * 1024
_MIB = 1024 * 1024
# White space, with the zeros and marks that encodings put around it.
_BLANK_BYTES = b" \t\r\n\0\xef\xbb\xbf\xfe\xff"
UTF_8 = "utf-8"


class Readable(Protocol):
    """Something that gives bytes until it gives none."""

    def read(self, size_bytes: int, /) -> bytes: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A seekable stream of text: ``encoding`` is what it is written in, ``skip_bytes`` its byte order mark."""

    stream: BinaryIO
    encoding: str
    skip_bytes: int

    def as_utf8(self) -> Readable:
        """The text from its beginning as UTF-8; any number of them may be read side by side."""
        window = _Window(self.stream, self.skip_bytes)
        return window if self.encoding == UTF_8 else _Recoded(window, self.encoding)


def open_upload(stream: BinaryIO, *, size_bytes: int | None, limit_bytes: int) -> Upload:
    """Look at size, first and last bytes; raises EmptyUpload, UploadTooLarge or NotAnExport."""
    size = max(stream.seek(0, os.SEEK_END), size_bytes or 0)
    if size == 0:
        raise EmptyUpload(NOTHING_IN_IT)
    if size > limit_bytes:
        raise too_large(limit_bytes)
    if _is_blank(stream):
        raise EmptyUpload(NOTHING_IN_IT)
    head = _Window(stream, 0).read(_HEAD_BYTES)
    encoding, skip_bytes = _marked_encoding(head)
    if encoding == UTF_8:
        sentence = sentence_about(head, _Window(stream, max(0, size - _HEAD_BYTES)).read(_HEAD_BYTES))
        if sentence is not None:
            raise NotAnExport(sentence)
        if _is_mac_roman(stream, head):
            encoding = "mac-roman"
    return Upload(stream=stream, encoding=encoding, skip_bytes=skip_bytes)


def _is_blank(stream: BinaryIO) -> bool:
    window = _Window(stream, 0)
    while block := window.read(_MIB):
        if block.lstrip(_BLANK_BYTES):
            return False
    return True


def too_large(limit_bytes: int) -> UploadTooLarge:
    """The refusal of a file that has more bytes than are read."""
    limit = f"{limit_bytes / _MIB:.3g} MB" if limit_bytes >= _MIB else f"{limit_bytes:,} bytes"
    return UploadTooLarge(
        f"This file is larger than the {limit} Fanfolio reads. Even a library of 100,000 books fits into that, so it "
        "may be another file than your export. " + GET_THE_CSV
    )


def _marked_encoding(head: bytes) -> tuple[str, int]:
    """The encoding that a byte order mark, or UTF-16's zeros without one, shows; and the mark's length."""
    if head.startswith(codecs.BOM_UTF8):
        return UTF_8, len(codecs.BOM_UTF8)
    if head.startswith(codecs.BOM_UTF16_LE) and not head.startswith(codecs.BOM_UTF32_LE):
        return "utf-16-le", 2
    if head.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be", 2
    header = head[:64]
    if len(header) >= 16 and header[1::2].count(0) == len(header) // 2 and 0 not in header[::2]:
        return "utf-16-le", 0
    if len(header) >= 16 and header[::2].count(0) == (len(header) + 1) // 2 and 0 not in header[1::2]:
        return "utf-16-be", 0
    return UTF_8, 0


def _is_mac_roman(stream: BinaryIO, head: bytes) -> bool:
    """Old spreadsheets on a Mac end lines with CR alone and write Mac Roman: no line feed, and no valid UTF-8."""
    if b"\n" in head or b"\r" not in head:
        return False
    decoder = codecs.getincrementaldecoder(UTF_8)()
    window = _Window(stream, 0)
    try:
        while block := window.read(_MIB):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return True
    return False


class _Window:
    """A place of its own in a stream that others read too."""

    def __init__(self, stream: BinaryIO, start: int) -> None:
        self._stream = stream
        self._position = start

    def read(self, size_bytes: int) -> bytes:
        self._stream.seek(self._position)
        block = self._stream.read(size_bytes)
        self._position += len(block)
        return block


class _Recoded:
    """Text of another encoding as UTF-8; what does not decode comes out as invalid UTF-8, to be counted there."""

    def __init__(self, source: Readable, encoding: str) -> None:
        self._source = source
        self._decoder = codecs.getincrementaldecoder(encoding)(errors="surrogatepass")

    def read(self, size_bytes: int) -> bytes:
        while block := self._source.read(size_bytes):
            # An odd last byte of UTF-16 stays in the decoder: half a character is nobody's text.
            if text := self._decoder.decode(block):
                return text.encode(UTF_8, "surrogatepass")
        return b""
