"""Reading a library: a stream of rows that are books, and complaints about those that are not."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import BinaryIO

from fanfolio.domain.errors import Complaint, NoBooksFound, UploadTooLarge
from fanfolio.domain.exports.admission import Admission
from fanfolio.domain.exports.blocks import Block
from fanfolio.domain.exports.complaints import complain
from fanfolio.domain.exports.dates import Dates
from fanfolio.domain.exports.goodreads import goodreads_rows
from fanfolio.domain.exports.header import Opening, open_export
from fanfolio.domain.exports.layout import ExportSource, Layout, recognise_header
from fanfolio.domain.exports.rows import Columns, Reading, Row, RowsReader
from fanfolio.domain.exports.shape import Misfit
from fanfolio.domain.exports.signatures import GET_THE_CSV
from fanfolio.domain.exports.storygraph import storygraph_rows
from fanfolio.domain.exports.survey import survey_dates
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
_ROW_READERS = {ExportSource.GOODREADS: goodreads_rows, ExportSource.STORYGRAPH: storygraph_rows}


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
        self._blocks = opening.blocks
        self._table = opening.table
        self._complaints: Counter[str] = Counter()
        self._notes: Counter[str] = Counter()
        self._dates = Dates(partial(survey_dates, upload), self._notes)
        self._first_complaints: list[Complaint] = []
        self._rows = 0
        self._admission = Admission(opening.layout)
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
        for block in self._blocks:
            columns = self._plain_columns(block)
            if columns:
                first = self._rows + 1
                self._rows += len(block.rows)
                yield from self._read(first, columns)
            else:
                yield from self._sort_out(block)
        if self.counts.books == 0:
            raise self._no_books()

    def _plain_columns(self, block: Block) -> Columns:
        """The block by columns, if all of its rows are books; none where each has to be looked at."""
        is_whole = block.damage is None and len(block.rows[-1]) == self._layout.width
        if not is_whole or self._layout.is_wrapped or self._rows + len(block.rows) > ROWS_LIMIT:
            return []
        columns = [*zip(*block.rows, strict=True)]
        return columns if self._admission.admits_all(columns) else []

    def _sort_out(self, block: Block) -> Iterator[Row | Complaint]:
        """Each row by itself; the books between two complaints are read together all the same."""
        books: list[list[str]] = []
        for line, cells in zip(block.lines(), block.rows, strict=True):
            self._rows += 1
            if self._rows > ROWS_LIMIT:
                yield from self._read_until(self._rows, books)
                raise UploadTooLarge(TOO_MANY_ROWS + GET_THE_CSV)
            try:
                if not cells and block.damage is not None:
                    raise Misfit(block.damage)
                books.append(self._admission.admit(cells))
            except Misfit as misfit:
                yield from self._read_until(self._rows, books)
                books = []
                yield self._complain(misfit, line)
                if self._rows == ROWS_WITHOUT_A_BOOK_LIMIT and self.counts.books == 0:
                    raise self._no_books() from None
        yield from self._read_until(self._rows + 1, books)

    def _read_until(self, number: int, books: list[list[str]]) -> list[Row]:
        """The rows that come right before this one."""
        return self._read(number - len(books), [*zip(*books, strict=True)]) if books else []

    def _complain(self, misfit: Misfit, line: int) -> Complaint:
        kind = misfit.kind
        self._complaints[kind] += 1
        column = self._layout.column("title") if kind == "title-missing" else None
        complaint = complain(kind, line=line, column=column)
        if len(self._first_complaints) < _COMPLAINTS_SHOWN:
            self._first_complaints.append(complaint)
        if misfit.header is not None:
            self._follow_header(misfit.header)
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
        self._table.width = None if layout.is_wrapped else layout.width
        self._admission.follow(layout)
        reading = Reading(layout=layout, dates=self._dates, notes=self._notes)
        self._read: RowsReader = _ROW_READERS[layout.source](reading)
