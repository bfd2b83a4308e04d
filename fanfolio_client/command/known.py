"""How much of the picture is known, and how much is not."""

from collections.abc import Sequence

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from fanfolio_client.command.bars import Marks, heading
from fanfolio_client.dashboard import Coverage

_COMPLETE = 1.0
_WORDS = 56
_LONGEST_BAR = 40
_SHORTEST_BAR = 8


def known(coverage: Coverage, marks: Marks, *, width: int) -> RenderableType:
    """A bar for each thing that may be unknown of a book: how many books it is known of."""
    table = Table.grid(padding=(0, 1, 0, 0))
    for _ in range(3):
        table.add_column(no_wrap=True)
    bar = _bar_width(width)
    _add(
        table,
        marks,
        bar,
        "found in a catalogue",
        coverage.matched,
        coverage.total,
        _not_found(coverage, marks),
    )
    for label, unknown in _of_read_books(coverage):
        beside = f"{unknown:,} unknown" if unknown else ""
        _add(table, marks, bar, label, coverage.read - unknown, coverage.read, beside)
    parts: list[RenderableType] = [heading("What is known", width), table]
    if coverage.complaints:
        rows = "1 row" if coverage.complaints == 1 else f"{coverage.complaints:,} rows"
        parts.append(Text(f"{rows} of the file did not become a book: see fanfolio failures", style="yellow"))
    return Group(*parts)


def _bar_width(width: int) -> int:
    """What labels and words leave; too little for a bar is no bar."""
    left = min(_LONGEST_BAR, width - _WORDS)
    return left if left >= _SHORTEST_BAR else 0


def _of_read_books(coverage: Coverage) -> Sequence[tuple[str, int]]:
    """What may be unknown of a book that was read, and of how many it is."""
    if not coverage.read:
        return ()
    return (
        ("date read", coverage.undated),
        ("your rating", coverage.unrated),
        ("pages", coverage.without_pages),
        ("first year", coverage.without_first_year),
        ("genres", coverage.without_genres),
    )


def _add(table: Table, marks: Marks, width: int, label: str, count: int, of: int, beside: str) -> None:
    share = count / of if of else _COMPLETE
    table.add_row(
        label,
        _bar(share, marks, width),
        Text.assemble(
            (f"{count:,}", "bold"),
            (f" of {of:,}", "dim"),
            (f" {marks.dot} {beside}" if beside else "", "dim"),
        ),
    )


def _bar(share: float, marks: Marks, width: int) -> Text:
    if not width:
        return Text()
    return Text.assemble((marks.bar(share, width), "blue"), (marks.rest(share, width), "bright_black"))


def _not_found(coverage: Coverage, marks: Marks) -> str:
    parts = [
        f"{count:,} {outcome}"
        for count, outcome in ((coverage.unmatched, "unmatched"), (coverage.unavailable, "unavailable"))
        if count
    ]
    return f" {marks.dot} ".join(parts)
