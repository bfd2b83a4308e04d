"""Library exports become books: Goodreads in every layout, StoryGraph; a row is a book or a complaint."""

from fanfolio.domain.exports.layout import ExportSource, Layout
from fanfolio.domain.exports.library import Counts, LibraryReader, check_upload, read_library
from fanfolio.domain.exports.rows import Row
from fanfolio.domain.exports.signatures import GET_THE_CSV
from fanfolio.domain.exports.upload import too_large

__all__ = [
    "GET_THE_CSV",
    "Counts",
    "ExportSource",
    "Layout",
    "LibraryReader",
    "Row",
    "check_upload",
    "read_library",
    "too_large",
]
