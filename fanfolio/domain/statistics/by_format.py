"""Read books by format."""

from fanfolio.domain.statistics.formats import Format
from fanfolio.domain.statistics.library import Library
from fanfolio.domain.statistics.tally import Running, Tally


class FormatRow(Tally, frozen=True, kw_only=True, gc=False):
    """A format's read books; ``in_library`` counts the unread ones too."""

    format: Format
    in_library: int


def count_formats(library: Library) -> tuple[FormatRow, ...]:
    """Every format once, in the enum's order, those without a book too."""
    read = {each: Running() for each in Format}
    in_library = dict.fromkeys(Format, 0)
    for entry in library.entries:
        in_library[entry.format] += 1
        if entry.read:
            read[entry.format].add(entry)
    return tuple(
        FormatRow(format=each, in_library=in_library[each], **read[each].fields()) for each in Format
    )
