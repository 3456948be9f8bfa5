"""Spans: rows of bars that begin anywhere, for what moves something from one value to another, as ECharts options."""

from collections.abc import Sequence
from dataclasses import dataclass

from experiments.showing.marks import COLOURS, Name, Option, axis, axis_name, in_rows, line_at, tooltip

THICK, THIN = 14, 6
"""Pixels of a bar, and of one that lies on another, so that both are seen and their colours do not mix."""
type Bar = tuple[float, float, int]


@dataclass(frozen=True)
class Span:
    """One row: its label, the number as text, and bars from one value to another, each with the place of its colour."""

    label: str
    said: str
    bars: tuple[Bar, ...]


def spans(rows: Sequence[Span], at: float, unit: str, axis_format: str) -> Option:
    """Return rows of bars with a line upright at a value."""
    marks = {
        "type": "scatter",
        "data": [
            {"value": [end, number], "name": f"{row.label}: {row.said}", "symbolSize": 15, "itemStyle": {"opacity": 0}}
            for number, row in enumerate(rows)
            for bar in row.bars
            for end in bar[:2]
        ],
        "z": 4,
        "markLine": line_at({"xAxis": at}),
    }
    content = {
        "tooltip": tooltip("item"),
        "xAxis": {"type": "value", "name": unit, "scale": True, "splitNumber": 3, **axis(axis_format), **axis_name(30)},
        "series": [*(bar for number, row in enumerate(rows) for bar in _bars(number, row)), marks],
    }
    return in_rows([Name(row.label, row.said) for row in rows], content)


def _bars(number: int, row: Span) -> list[dict[str, object]]:
    """Return the bars of a row, the longest first; one that lies on a longer one is thin."""
    by_length = sorted(row.bars, key=lambda bar: -abs(bar[1] - bar[0]))
    return [
        _bar(number, bar, THIN if any(_overlap(bar, longer) for longer in by_length[:place]) else THICK)
        for place, bar in enumerate(by_length)
    ]


def _overlap(one: Bar, other: Bar) -> bool:
    return max(min(one[:2]), min(other[:2])) < min(max(one[:2]), max(other[:2]))


def _bar(number: int, bar: Bar, width: int) -> dict[str, object]:
    start, end, place = bar
    return {
        "type": "line",
        "data": [[start, number], [end, number]],
        "symbol": "none",
        "silent": True,
        "lineStyle": {"width": width, "opacity": 1, "cap": "butt", "color": COLOURS[place % len(COLOURS)]},
        "z": 3,
    }
