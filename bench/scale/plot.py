"""Lines over logarithmic axes as SVG: sixty lines here instead of a plotting library for two pictures."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

Point = tuple[float, float]

_FONT = 'font-family="system-ui, sans-serif" font-size="12" fill="#222"'
_WIDTH, _HEIGHT = 830, 420
_LEFT, _TOP, _RIGHT, _BOTTOM = 80, 48, 255, 50
_COLOURS = ("#0b6e4f", "#b5452c", "#3a5a9b", "#8a6d1d", "#6b4c8a")
_DASHES = ("", "7 4", "2 4", "10 3 2 3", "1 6")


def write_plot(path: Path, *, title: str, x: str, y: str, lines: Mapping[str, Sequence[Point]]) -> None:
    """Draw ``lines``; every one has a colour, a dash and its name beside it."""
    points = [point for line in lines.values() for point in line]
    across = _Axis(_LEFT, _WIDTH - _RIGHT, [point[0] for point in points])
    upward = _Axis(_HEIGHT - _BOTTOM, _TOP, [point[1] for point in points])
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" {_FONT}>',
        f"<title>{escape(title)}</title>",
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#fff"/>',
        _text(_LEFT, 22, title, size=15),
        _text((_LEFT + _WIDTH - _RIGHT) / 2, _HEIGHT - 12, x, anchor="middle"),
        _text(_LEFT - 66, _TOP - 12, y),
        *_grid(across, upward),
        *_lines(lines, across, upward),
        "</svg>",
    ]
    path.write_text("\n".join(parts) + "\n")


class _Axis:
    """Places on a logarithmic axis that holds whole decades."""

    def __init__(self, begin: float, end: float, values: Sequence[float]) -> None:
        self._begin, self._end = begin, end
        self._low = math.floor(math.log10(min(values)))
        self._high = max(self._low + 1, math.ceil(math.log10(max(values))))

    @property
    def decades(self) -> list[float]:
        return [10.0**power for power in range(self._low, self._high + 1)]

    def place(self, value: float) -> float:
        share = (math.log10(value) - self._low) / (self._high - self._low)
        return round(self._begin + share * (self._end - self._begin), 1)


def _grid(across: _Axis, upward: _Axis) -> list[str]:
    parts = []
    for value in across.decades:
        place = across.place(value)
        parts.append(f'<path d="M{place} {_TOP}V{_HEIGHT - _BOTTOM}" stroke="#ddd"/>')
        parts.append(_text(place, _HEIGHT - _BOTTOM + 18, _number(value), anchor="middle"))
    for value in upward.decades:
        place = upward.place(value)
        parts.append(f'<path d="M{_LEFT} {place}H{_WIDTH - _RIGHT}" stroke="#ddd"/>')
        parts.append(_text(_LEFT - 8, place + 4, _number(value), anchor="end"))
    return parts


def _lines(lines: Mapping[str, Sequence[Point]], across: _Axis, upward: _Axis) -> list[str]:
    parts = []
    for place, (name, points) in enumerate(lines.items()):
        colour, dash = _COLOURS[place % len(_COLOURS)], _DASHES[place % len(_DASHES)]
        path = "L".join(f"{across.place(x)} {upward.place(y)}" for x, y in points)
        style = f'fill="none" stroke="{colour}" stroke-width="2.5" stroke-dasharray="{dash}"'
        parts.append(f'<path d="M{path}" {style}/>')
        legend_y = _TOP + 16 + 22 * place
        legend_x = _WIDTH - _RIGHT + 14
        parts.append(f'<path d="M{legend_x} {legend_y}h28" {style}/>')
        parts.append(_text(legend_x + 34, legend_y + 4, name))
    return parts


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 1 else f"{value:g}"


def _text(x: float, y: float, text: str, *, anchor: str = "start", size: int = 12) -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" font-size="{size}">{escape(text)}</text>'
