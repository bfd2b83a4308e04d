"""The main figures of a dashboard in a terminal: two columns where there is room for them, else one."""

from collections.abc import Iterator, Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from fanfolio_client.command.bars import Marks, Row, chart, heading
from fanfolio_client.command.known import known
from fanfolio_client.command.terminal import plain
from fanfolio_client.dashboard import Dashboard, Tally

_WIDEST = 112
_ENOUGH_FOR_TWO = 96
_ENOUGH_FOR_NUMBERS = 70
_GAP = 4
_MOST_YEARS = 16
_MOST_GENRES = 10
_MOST_AUTHORS = 10


def figures(dashboard: Dashboard, console: Console, *, page_url: str) -> RenderableType:
    """All of them, as wide as the console allows."""
    marks = Marks.of(console)
    width = min(console.width - 2, _WIDEST)
    two = width >= _ENOUGH_FOR_TWO
    column = (width - _GAP) // 2 if two else width
    years, genres, ratings, authors = (
        Group(heading(title, column), chart(rows, marks, width=column, style=style))
        for title, rows, style in (
            ("Books a year", _years(dashboard), "cyan"),
            ("Genres", _genres(dashboard), "magenta"),
            ("Ratings", _ratings(dashboard, marks), "yellow"),
            ("Authors", _authors(dashboard.authors), "green"),
        )
    )
    parts: list[RenderableType] = [_headline(dashboard, marks, width)]
    parts += (
        [_beside(years, genres, column), _beside(ratings, authors, column)]
        if two
        else [years, genres, ratings, authors]
    )
    parts += [known(dashboard.coverage, marks, width=width), Text(page_url, style="dim")]
    return Padding(Group(*_spaced(parts)), (0, 1))


def _headline(dashboard: Dashboard, marks: Marks, width: int) -> RenderableType:
    totals, mean = dashboard.totals, dashboard.ratings.mean
    numbers = [
        (f"{totals.read:,}", "read"),
        (f"{totals.books:,}", "books in all"),
        (f"{totals.pages:,}", "pages read"),
        (f"{totals.authors:,}", "authors"),
        ("unrated" if mean is None else f"{mean:.2f} {marks.star}", "on average"),
    ]
    if width < _ENOUGH_FOR_NUMBERS:
        return Text(f" {marks.dot} ".join(f"{number} {label}" for number, label in numbers), style="bold")
    table = Table.grid(padding=(0, 4, 0, 0))
    table.add_row(*(Text(number, style="bold", no_wrap=True) for number, _ in numbers))
    table.add_row(*(Text(label, style="dim", no_wrap=True) for _, label in numbers))
    return table


def _beside(left: RenderableType, right: RenderableType, width: int) -> RenderableType:
    table = Table.grid(padding=(0, _GAP, 0, 0))
    table.add_column(width=width)
    table.add_column(width=width)
    table.add_row(left, right)
    return table


def _spaced(parts: Sequence[RenderableType]) -> Iterator[RenderableType]:
    for number, part in enumerate(parts):
        if number:
            yield Text()
        yield part


def _years(dashboard: Dashboard) -> list[Row]:
    shown = dashboard.years[-_MOST_YEARS:]
    earlier = dashboard.years[: len(dashboard.years) - len(shown)]
    rows = [Row(label=row.key, count=row.books) for row in shown]
    if earlier:
        rows.insert(
            0, Row(label=f"until {earlier[-1].key}", count=sum(row.books for row in earlier), aside=True)
        )
    return [*rows, *_unknown("no date", dashboard.coverage.undated)]


def _genres(dashboard: Dashboard) -> list[Row]:
    ranked = sorted((row for row in dashboard.genres if row.books), key=lambda row: -row.books)
    rows = [Row(label=row.key, count=row.books) for row in ranked[:_MOST_GENRES]]
    return [*rows, *_unknown("no genre known", dashboard.coverage.without_genres)]


def _ratings(dashboard: Dashboard, marks: Marks) -> list[Row]:
    rows = [
        Row(label=_stars(stars, marks), count=books) for stars, books in reversed(dashboard.ratings.histogram)
    ]
    return [*rows, *_unknown("read, not rated", dashboard.coverage.unrated)]


def _authors(authors: Sequence[Tally]) -> list[Row]:
    return [Row(label=plain(row.key), count=row.books) for row in authors[:_MOST_AUTHORS]]


def _unknown(label: str, count: int) -> list[Row]:
    return [Row(label=label, count=count, aside=True)] if count else []


def _stars(stars: float, marks: Marks) -> str:
    whole = int(stars)
    return marks.star * whole if stars == whole else f"{stars:g} {marks.star}"
