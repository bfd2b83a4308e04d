"""A dashboard document in a terminal: a screenful, the same through a pipe."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

_GENRES_SHOWN = 6
_YEARS_SHOWN = 12
_BAR_WIDTH = 24


def show_dashboard(console: Console, dashboard: Mapping[str, Any]) -> None:
    """Print what the document says in short: totals, coverage, ratings, genres, years."""
    statistics = dashboard["statistics"]
    bars = _Bars(console)
    table = Table.grid(padding=(0, 3, 0, 0))
    table.add_column(style="bold", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_row("Library", _totals(statistics["totals"]))
    table.add_row("Looked up", _coverage(dashboard["coverage"]))
    table.add_row("Ratings", _ratings(statistics["ratings"]))
    table.add_row("Not known", _unknown(dashboard["coverage"]))
    table.add_row("Top genres", _genres(statistics["genres"]["rows"][:_GENRES_SHOWN], bars))
    table.add_row("Books a year", _years(statistics["by_time"]["years"][-_YEARS_SHOWN:], bars))
    console.print(table)


def _totals(totals: Mapping[str, Any]) -> str:
    return _dotted(
        [
            f"{totals['books']:,} books",
            f"{totals['read']:,} read",
            f"{totals['pages']:,} pages",
            f"{totals['authors']:,} authors",
        ]
    )


def _coverage(coverage: Mapping[str, Any]) -> str:
    return _dotted(f"{coverage[outcome]:,} {outcome}" for outcome in ("matched", "unmatched", "unavailable"))


def _ratings(ratings: Mapping[str, Any]) -> str:
    mean = "no ratings" if ratings["mean"] is None else f"{ratings['mean']:.2f} stars on average"
    return _dotted([mean, f"{ratings['rated']:,} rated"])


def _unknown(coverage: Mapping[str, Any]) -> str:
    """What the figures leave out, of the read books."""
    return _dotted(
        [
            f"{coverage['undated']:,} read without a date",
            f"{coverage['unrated']:,} without my rating",
            f"{coverage['without_genres']:,} without genre",
        ]
    )


def _genres(rows: Sequence[Mapping[str, Any]], bars: "_Bars") -> RenderableType:
    return bars.chart([(str(row["genre"]), int(row["books"])) for row in rows])


def _years(rows: Sequence[Mapping[str, Any]], bars: "_Bars") -> RenderableType:
    return bars.chart([(str(row["year"]), int(row["books"])) for row in rows])


def _dotted(parts: Iterable[str]) -> str:
    return " · ".join(parts)


class _Bars:
    """Bars in the characters that the terminal or pipe can carry."""

    def __init__(self, console: Console) -> None:
        self._mark = "█" if "utf" in console.encoding.lower() else "#"

    def chart(self, rows: Sequence[tuple[str, int]]) -> RenderableType:
        """A row for each label: its bar and its count."""
        if not rows:
            return Text("unknown", style="dim")
        most = max(count for _, count in rows) or 1
        table = Table.grid(padding=(0, 2, 0, 0))
        table.add_column(no_wrap=True)
        table.add_column(no_wrap=True, style="cyan")
        table.add_column(no_wrap=True, justify="right", style="dim")
        for label, count in rows:
            table.add_row(
                label, self._mark * max(1 if count else 0, round(_BAR_WIDTH * count / most)), f"{count:,}"
            )
        return table
