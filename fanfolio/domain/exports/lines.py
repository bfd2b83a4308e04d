"""A text's lines, in blocks at C speed, with bounded memory and a way back to the line a record began on."""

import io
from collections import deque
from collections.abc import Iterator
from itertools import chain

from fanfolio.domain.exports.upload import UTF_8, Readable

# Marks between lines: no text holds them, because NULs are dropped.
END_MARK = "\0end"
LONG_LINE_MARK = "\0long"

LINE_LIMIT_BYTES = 1024 * 1024
_BLOCK_BYTES = 256 * 1024
# A record may span the block it began in and eight more: some 2 MB.
_BLOCKS_OF_A_RECORD = 9


class RecordTooLong(Exception):
    """The record that began at ``record_line`` goes on and on: a quotation mark is open."""


class Lines:
    """Lines of UTF-8 text, ended by LF, CR or CRLF, numbered from 1; :data:`END_MARK` follows the last.

    ``last_line`` is the last that was taken from the text, which happens in blocks; ``long_lines`` were dropped.
    Keep ``record_line`` at the line on which the current record begins: lines from there on can be read again.
    A line over 1 MB is dropped; :data:`LONG_LINE_MARK` stands in its place.
    """

    def __init__(self, source: Readable) -> None:
        self.record_line = 1
        self.last_line = 0
        self.replacements = 0
        self.nul_bytes = 0
        self.long_lines = 0
        self._source = source
        self._kept: deque[tuple[int, list[str]]] = deque()
        self._rest = b""
        self._skipping = False

    def since(self, line: int) -> Iterator[str]:
        """All lines from ``line`` (not before ``record_line``) on; raises RecordTooLong while reading."""
        return chain.from_iterable(self._blocks(line))

    def between(self, first: int, last: int) -> list[str]:
        """The kept lines from ``first`` to ``last``, both included."""
        return [
            text
            for start, lines in self._kept
            for text in lines[max(0, first - start) : max(0, last + 1 - start)]
        ]

    def _blocks(self, line: int) -> Iterator[list[str]]:
        for start, lines in list(self._kept):
            if start + len(lines) > line:
                yield lines[max(0, line - start) :]
        while True:
            self._forget()
            block = self._read_block()
            if block is None:
                break
            yield block
        yield [END_MARK]

    def _forget(self) -> None:
        while self._kept and self._kept[0][0] + len(self._kept[0][1]) <= self.record_line:
            self._kept.popleft()
        if len(self._kept) >= _BLOCKS_OF_A_RECORD:
            raise RecordTooLong

    def _read_block(self) -> list[str] | None:
        """The next lines, or ``None`` at the end of the text."""
        while chunk := self._source.read(_BLOCK_BYTES):
            lines = self._lines_ending_in(chunk)
            if lines:
                return self._keep(lines)
        if not self._rest and not self._skipping:
            return None
        lines = [LONG_LINE_MARK] if self._skipping else self._decode(self._rest)
        self._rest, self._skipping = b"", False
        return self._keep(lines) if lines else None

    def _lines_ending_in(self, chunk: bytes) -> list[str]:
        ends = _after_last_line_end(chunk)
        if ends == 0:
            self._hold_back(chunk)
            return []
        if self._skipping:
            self._skipping = False
            begins = _after_first_line_end(chunk)
            lines = [LONG_LINE_MARK, *self._decode(chunk[begins:ends])]
        else:
            lines = self._decode(self._rest + chunk[:ends])
        self._rest = chunk[ends:]
        return lines

    def _hold_back(self, chunk: bytes) -> None:
        if not self._skipping:
            self._rest += chunk
        if len(self._rest) > LINE_LIMIT_BYTES:
            self._rest, self._skipping = b"", True
            self.long_lines += 1

    def _decode(self, block: bytes) -> list[str]:
        if b"\0" in block:
            self.nul_bytes += block.count(0)
            block = block.replace(b"\0", b"")
        try:
            text = block.decode(UTF_8)
        except UnicodeDecodeError:
            text = block.decode(UTF_8, "replace")
            self.replacements += text.count("\ufffd") - block.count("\ufffd".encode())
        return io.StringIO(text, newline="").readlines()

    def _keep(self, lines: list[str]) -> list[str]:
        self._kept.append((self.last_line + 1, lines))
        self.last_line += len(lines)
        return lines


def _after_last_line_end(chunk: bytes) -> int:
    """Where the last line that surely ends in this chunk ends; a CR at the very end may be half of a CRLF."""
    return max(chunk.rfind(b"\n"), chunk.rfind(b"\r", 0, -1)) + 1


def _after_first_line_end(chunk: bytes) -> int:
    end = min(end for end in (chunk.find(b"\n"), chunk.find(b"\r")) if end >= 0)
    return end + (2 if chunk[end : end + 2] == b"\r\n" else 1)
