"""What a file is when it is not text: told by its first bytes, answered with a sentence that helps."""

import re

GET_THE_CSV = (
    "On Goodreads, open My Books, then Import and export, and choose Export Library; on StoryGraph, open Manage "
    "Account and choose Export StoryGraph Library. Then upload the CSV file you get, as it is."
)

WORKBOOK = (
    "This is a spreadsheet workbook, and Fanfolio reads CSV files. "
    + GET_THE_CSV
    + " If the workbook is all you "
    "have, open it and save its sheet as “CSV UTF-8”."
)
_ZIP = "This is a compressed archive. Please unpack it and upload the CSV file that is inside."
_PDF = "This is a PDF document. " + GET_THE_CSV
_PICTURE = "This is a picture. " + GET_THE_CSV
_DOCUMENT = "This is a text document or an e-book, not a table. " + GET_THE_CSV
_WEB_PAGE = (
    "This is a web page, perhaps the export page itself rather than the file it links to. " + GET_THE_CSV
)
_JSON = "This is a JSON file, and Fanfolio reads CSV files. " + GET_THE_CSV
_NOT_TEXT = "This file does not hold readable text. " + GET_THE_CSV

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", WORKBOOK),
    (b"%PDF", _PDF),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"II*\0", _PICTURE),
    (b"MM\0*", _PICTURE),
    (b"\x1f\x8b", _ZIP),
    (b"BZh", _ZIP),
    (b"7z\xbc\xaf\x27\x1c", _ZIP),
    (b"Rar!\x1a\x07", _ZIP),
    (b"\xfd7zXZ\0", _ZIP),
    (b"\x28\xb5\x2f\xfd", _ZIP),
    (b"{\\rtf", _DOCUMENT),
)
# What a zip holds is told by the names inside, at its start and in the directory at its end.
_INSIDE_ZIPS: tuple[tuple[bytes, str], ...] = (
    (b"xl/", WORKBOOK),
    (b"opendocument.spreadsheet", WORKBOOK),
    (b"Index/Tables/", WORKBOOK),
    (b"word/", _DOCUMENT),
    (b"opendocument.text", _DOCUMENT),
    (b"epub+zip", _DOCUMENT),
)
_MARKUP = re.compile(rb"<(?:!doctype|html|head|body|\?xml|!--|svg)", re.IGNORECASE)
_JSON_START = re.compile(rb'(?:\{\s*"|\[\s*[\[{"\d])')
_CONTROL_CHARACTERS = bytes(set(range(32)) - {0x09, 0x0A, 0x0D, 0x0C, 0x1A, 0x1B, 0x00})
# Stray NULs happen in files that programs have damaged; many of them, or other control characters, do not.
_NULS_SHARE = 0.2
_CONTROLS_SHARE = 0.02
_TELLING_BYTES = 16


def sentence_about(head: bytes, tail: bytes) -> str | None:
    """Why a file with these first and last bytes is no CSV text, or ``None`` when it may be."""
    if head[:2] == b"PK" and head[2:4] in (b"\x03\x04", b"\x05\x06", b"\x07\x08"):
        return _about_zip(head + tail)
    for signature, sentence in _SIGNATURES:
        if head.startswith(signature):
            return sentence
    if (head[:4] == b"RIFF" and head[8:12] == b"WEBP") or head[4:8] == b"ftyp":
        return _PICTURE
    return _about_text(head)


def _about_zip(content: bytes) -> str:
    return next((sentence for name, sentence in _INSIDE_ZIPS if name in content), _ZIP)


def _about_text(head: bytes) -> str | None:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if _MARKUP.match(start):
        return _WEB_PAGE
    if _JSON_START.match(start):
        return _JSON
    controls = len(head) - len(head.translate(None, _CONTROL_CHARACTERS))
    if controls > max(_TELLING_BYTES, _CONTROLS_SHARE * len(head)):
        return _NOT_TEXT
    if head.count(0) > max(_TELLING_BYTES, _NULS_SHARE * len(head)):
        return _NOT_TEXT
    return None
