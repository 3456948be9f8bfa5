"""Spans: rows of bars that begin anywhere, for what moves something from one value to another, as ECharts options."""

from collections.abc import Sequence
from dataclasses import dataclass

from experiments.showing.marks import (
    AXIS_HEIGHT,
    COLOURS,
    LABEL_WIDTH,
    ROW_HEIGHT,
    Option,
    axis,
    axis_name,
    label,
    labelled,
    line_at,
    tooltip,
)


@dataclass(frozen=True)
class Span:
    """One row: its label, the number as text, and bars from one value to another, each with the place of its colour."""

    label: str
    said: str
    bars: tuple[tuple[float, float, int], ...]


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
        "grid": {"left": LABEL_WIDTH, "right": 18, "top": 4, "bottom": AXIS_HEIGHT - 8},
        "tooltip": tooltip("item"),
        "xAxis": {"type": "value", "name": unit, "scale": True, "splitNumber": 3, **axis(axis_format), **axis_name(30)},
        "yAxis": labelled([label(row.label, row.said) for row in rows]),
        "series": [*(_bar(number, *bar) for number, row in enumerate(rows) for bar in row.bars), marks],
    }
    return Option(content, len(rows) * ROW_HEIGHT + AXIS_HEIGHT)


def _bar(number: int, start: float, end: float, place: int) -> dict[str, object]:
    colour = COLOURS[place % len(COLOURS)]
    return {
        "type": "line",
        "data": [[start, number], [end, number]],
        "symbol": "none",
        "silent": True,
        "lineStyle": {"width": 14, "opacity": 0.85, "cap": "butt", "color": colour},
        "z": 3,
    }
