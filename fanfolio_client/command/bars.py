"""Bars in the characters that a terminal can show."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from fanfolio_client.command.terminal import plain

_EIGHTHS = " ▏▎▍▌▋▊▉"
_LONGEST_LABEL = 26
_SHORTEST_BAR = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A labelled count. What stands ``aside`` is said and not drawn: it would dwarf what can be compared."""

    label: str
    count: int
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Marks:
    """What a terminal can show: blocks and stars, or only letters and signs of ASCII."""

    unicode: bool

    @classmethod
    def of(cls, console: Console) -> "Marks":
        """Those of a console."""
        return cls("utf" in console.encoding.lower())

    @property
    def star(self) -> str:
        """A star."""
        return "★" if self.unicode else "*"

    @property
    def dot(self) -> str:
        """What stands between two facts."""
        return "·" if self.unicode else "-"

    def bar(self, share: float, width: int) -> str:
        """A bar of ``share`` (0 to 1) of ``width`` cells; something that is not nothing can be seen."""
        if not self.unicode:
            return "#" * max(1 if share > 0 else 0, round(share * width))
        eighths = max(1 if share > 0 else 0, round(share * width * 8))
        whole, rest = divmod(eighths, 8)
        return "█" * whole + (_EIGHTHS[rest] if rest else "")

    def rest(self, share: float, width: int) -> str:
        """What a bar of ``share`` leaves empty of ``width`` cells."""
        return ("░" if self.unicode else ".") * (width - len(self.bar(share, width)))


def heading(title: str, width: int) -> Text:
    """A title, ruled over ``width`` cells."""
    return Text(title.ljust(width), style="bold underline", no_wrap=True)


def chart(rows: Sequence[Row], marks: Marks, *, width: int, style: str) -> RenderableType:
    """A row each: label, bar, count, over ``width`` cells; the longest bar takes what labels and counts leave."""
    if not rows:
        return Text("nothing yet", style="dim")
    most = max((row.count for row in rows if not row.aside), default=0) or 1
    counts = max((len(f"{row.count:,}") for row in rows), default=0)
    labels = min(_LONGEST_LABEL, max((cell_len(row.label) for row in rows), default=0))
    bar = max(_SHORTEST_BAR, width - labels - counts - 2)
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(no_wrap=True, max_width=_LONGEST_LABEL, overflow="ellipsis" if marks.unicode else "crop")
    table.add_column(no_wrap=True, width=bar)
    table.add_column(no_wrap=True, justify="right")
    for row in rows:
        faint = "dim" if row.aside else ""
        table.add_row(
            Text(plain(row.label), style=faint),
            Text("" if row.aside else marks.bar(row.count / most, bar), style=style),
            Text(f"{row.count:,}", style=faint or "bold"),
        )
    return table
