"""Reading a library: a stream of rows that are books, and complaints about those that are not."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import BinaryIO

from fanfolio.domain.errors import Complaint, NoBooksFound, UploadTooLarge
from fanfolio.domain.exports.complaints import complain
from fanfolio.domain.exports.dates import Dates
from fanfolio.domain.exports.goodreads import goodreads_rows
from fanfolio.domain.exports.header import Opening, open_export
from fanfolio.domain.exports.layout import ExportSource, Layout, recognise_header
from fanfolio.domain.exports.rows import Reading, Row, RowsReader
from fanfolio.domain.exports.shape import Misfit, fit
from fanfolio.domain.exports.signatures import GET_THE_CSV
from fanfolio.domain.exports.storygraph import storygraph_rows
from fanfolio.domain.exports.survey import survey_dates
from fanfolio.domain.exports.table import Record
from fanfolio.domain.exports.upload import Upload, open_upload
from fanfolio.domain.limits import UPLOAD_LIMIT_BYTES

HEADER_ONLY = "This export has column names but no books below them. " + GET_THE_CSV
NO_ROW_IS_A_BOOK = (
    "Fanfolio could read none of the rows in this file as a book. The list says where the first of them stand and "
    "what to do about them. If it is easier: "
)
TOO_MANY_ROWS = (
    "This file has more rows than the 1,000,000 Fanfolio reads. No library is that large, so it may be another file "
    "than your export. "
)

# Small rows are many: without these limits, a file of allowed size could keep its readers busy for minutes.
ROWS_LIMIT = 1_000_000
ROWS_WITHOUT_A_BOOK_LIMIT = 10_000

_COMPLAINTS_SHOWN = 20
# Enough for reading by columns to pay; more rows only leave the processor's caches.
_BLOCK_ROWS = 128
_NO_TITLES = frozenset({"", "title"})
_ROW_READERS = {ExportSource.GOODREADS: goodreads_rows, ExportSource.STORYGRAPH: storygraph_rows}
_IDENTITIES = {ExportSource.GOODREADS: "book id", ExportSource.STORYGRAPH: "isbn uid"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """What a file held: ``rows`` = ``books`` + all ``complaints``; those and the ``notes`` on cells are by kind."""

    rows: int
    books: int
    complaints: Mapping[str, int]
    notes: Mapping[str, int]


def read_library(
    stream: BinaryIO, *, size_bytes: int | None = None, limit_bytes: int = UPLOAD_LIMIT_BYTES
) -> "LibraryReader":
    """Recognise the export in a seekable stream; iterate the answer once for its rows.

    Raises EmptyUpload, UploadTooLarge or NotAnExport at once; iterating raises NoBooksFound at its end or when the
    first 10,000 rows are no books, and UploadTooLarge after 1,000,000 rows.
    """
    upload = open_upload(stream, size_bytes=size_bytes, limit_bytes=limit_bytes)
    return LibraryReader(upload, open_export(upload))


def check_upload(
    stream: BinaryIO, *, size_bytes: int | None = None, limit_bytes: int = UPLOAD_LIMIT_BYTES
) -> Layout:
    """Recognise the export and read on until its first book; raises what reading it all would raise."""
    library = read_library(stream, size_bytes=size_bytes, limit_bytes=limit_bytes)
    next(row for row in library if isinstance(row, Row))
    return library.layout


class LibraryReader:
    """An export's rows in file order, once; memory does not grow with the file but for the ids seen.

    ``layout`` is the export's shape. ``counts`` and ``decoding_replacements`` (bytes that are no text) are
    complete when the rows are exhausted.
    """

    def __init__(self, upload: Upload, opening: Opening) -> None:
        self.layout = opening.layout
        self._records = opening.records
        self._table = opening.table
        self._complaints: Counter[str] = Counter()
        self._notes: Counter[str] = Counter()
        self._dates = Dates(partial(survey_dates, upload), self._notes)
        self._first_complaints: list[Complaint] = []
        self._rows = 0
        self._seen: set[str] = set()
        self._follow(opening.layout)

    @property
    def decoding_replacements(self) -> int:
        """How many invalid pieces of text were replaced by U+FFFD so far."""
        return self._table.lines.replacements

    @property
    def counts(self) -> Counts:
        """What was read so far."""
        lines = self._table.lines
        damage = {"nul-byte-dropped": lines.nul_bytes, "character-unreadable": lines.replacements}
        notes = dict(self._notes) | {kind: count for kind, count in damage.items() if count}
        complaints = dict(self._complaints)
        return Counts(
            rows=self._rows, books=self._rows - sum(complaints.values()), complaints=complaints, notes=notes
        )

    def __iter__(self) -> Iterator[Row | Complaint]:
        for block in self._blocks():
            if self._is_plain(block):
                yield from self._read_plain(block)
            else:
                yield from self._read_one_by_one(block)
        if self.counts.books == 0:
            raise self._no_books()

    def _blocks(self) -> Iterator[list[Record]]:
        """Records that came out of the same lines; one that may change the table's width ends its block."""
        table, lines, block_end = self._table, self._table.lines, 0
        block: list[Record] = []
        for record in self._records:
            if lines.last_line != block_end:
                if block:
                    yield block
                block, block_end = [], lines.last_line
            block.append(record)
            if len(record[1]) != table.width or len(block) == _BLOCK_ROWS:
                yield block
                block = []
        if block:
            yield block

    def _is_plain(self, block: list[Record]) -> bool:
        """Whether all are Goodreads' rows and new books, so that they can be read column by column."""
        if not self._is_goodreads or self._is_wrapped or self._rows + len(block) > ROWS_LIMIT:
            return False
        # A damaged record has no cells.
        if {len(cells) for _, cells, _ in block} != {self._width}:
            return False
        titles = {cells[self._title_at].strip().lower() for _, cells, _ in block}
        return _NO_TITLES.isdisjoint(titles) and self._are_new(block)

    def _are_new(self, block: list[Record]) -> bool:
        """Whether each has an id of digits that no other row has; remembers them, if so."""
        at = self._identity_at
        if at < 0:
            return True
        ids = {cells[at] for _, cells, _ in block}
        if len(ids) < len(block) or not all(map(str.isdigit, ids)) or not self._seen.isdisjoint(ids):
            return False
        self._seen |= ids
        return True

    def _read_plain(self, block: list[Record]) -> list[Row]:
        first = self._rows + 1
        self._rows += len(block)
        return self._read(first, [cells for _, cells, _ in block])

    def _read_one_by_one(self, block: list[Record]) -> Iterator[Row | Complaint]:
        for record in block:
            yield self._read_record(record)
            if self._rows == ROWS_WITHOUT_A_BOOK_LIMIT and self.counts.books == 0:
                raise self._no_books()

    def _read_record(self, record: Record) -> Row | Complaint:
        line, cells, damage = record
        self._rows += 1
        if self._rows > ROWS_LIMIT:
            raise UploadTooLarge(TOO_MANY_ROWS + GET_THE_CSV)
        try:
            if damage is not None:
                raise Misfit(damage)
            return self._read_row(cells)
        except Misfit as misfit:
            return self._complain(misfit.kind, line)

    def _read_row(self, cells: list[str]) -> Row:
        if len(cells) != self._width or self._is_wrapped:
            cells = self._fit(cells)
        title = cells[self._title_at]
        if not title or title.isspace():
            raise Misfit("title-missing" if any(map(str.strip, cells)) else "empty-row")
        if title.lower().strip() == "title" and recognise_header(cells):
            self._follow_header(cells)
            raise Misfit("repeated-header")
        self._require_new(cells[self._identity_at] if self._identity_at >= 0 else "", title)
        return self._read(self._rows, [cells])[0]

    def _fit(self, cells: list[str]) -> list[str]:
        try:
            return fit(cells, self._layout)
        except Misfit as misfit:
            if misfit.kind == "repeated-header":
                self._follow_header(cells)
            raise

    def _require_new(self, identity: str, title: str) -> None:
        """Raise unless this is the first row with its id; ids that identify nothing don't count."""
        key = identity if identity.isdigit() else identity.strip(' ="').removesuffix(".0")
        if not self._is_goodreads:
            # The id of an edition and a title: two rows that agree in both are doubles.
            key = key and f"{key} {title}"
        elif not key.isdigit():
            return
        if key in self._seen:
            raise Misfit("duplicate-book")
        if key:
            self._seen.add(key)

    def _complain(self, kind: str, line: int) -> Complaint:
        self._complaints[kind] += 1
        column = self._layout.column("title") if kind == "title-missing" else None
        complaint = complain(kind, line=line, column=column)
        if len(self._first_complaints) < _COMPLAINTS_SHOWN:
            self._first_complaints.append(complaint)
        return complaint

    def _no_books(self) -> NoBooksFound:
        sentence = NO_ROW_IS_A_BOOK + GET_THE_CSV if self._rows else HEADER_ONLY
        return NoBooksFound(sentence, complaints=self._first_complaints)

    def _follow_header(self, cells: list[str]) -> None:
        """Two exports put into one file may differ in their columns: the later header holds from here."""
        source = recognise_header(cells)
        columns = tuple(cells)
        if source is not None and columns != self._layout.columns:
            self._follow(replace(self._layout, source=source, columns=columns))

    def _follow(self, layout: Layout) -> None:
        self._layout = layout
        self._width = layout.width
        self._is_wrapped = layout.is_wrapped
        self._is_goodreads = layout.source is ExportSource.GOODREADS
        self._title_at = layout.position("title")
        self._identity_at = layout.position(_IDENTITIES[layout.source])
        self._table.width = None if layout.is_wrapped else layout.width
        reading = Reading(layout=layout, dates=self._dates, notes=self._notes)
        self._read: RowsReader = _ROW_READERS[layout.source](reading)
