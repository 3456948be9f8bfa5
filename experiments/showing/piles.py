"""Piles: bars over a few labels, on top of one another or side by side, as ECharts options."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from experiments.showing.marks import BAND_HEIGHT, COLOURS, Option


@dataclass(frozen=True)
class Pile:
    """One kind of bar: a value for each label, and which colour it has."""

    label: str
    values: Sequence[float]
    place: int = 0


def piles(labels: Sequence[str], drawn: Sequence[Pile], unit: str, axis_format: str) -> Option:
    """Return bars that stand on one another."""
    return _bars(labels, unit, axis_format, [_bar(one, axis_format) | {"stack": "all"} for one in drawn])


def side_by_side(labels: Sequence[str], drawn: Sequence[Pile], unit: str, axis_format: str) -> Option:
    """Return bars that stand side by side."""
    return _bars(labels, unit, axis_format, [_bar(one, axis_format) for one in drawn])


def _bars(labels: Sequence[str], unit: str, axis_format: str, bars: Sequence[Mapping[str, object]]) -> Option:
    ink = {"color": "@ink", "fontSize": 13}
    content: Mapping[str, object] = {
        "grid": {"left": 62, "right": 16, "top": 26 + 22 * len(bars), "bottom": 70},
        "legend": {"orient": "vertical", "left": 0, "top": 0, "itemGap": 8, "textStyle": ink},
        "tooltip": {"trigger": "axis", "confine": True, "backgroundColor": "@card", "textStyle": ink},
        "xAxis": {
            "type": "category",
            "data": list(labels),
            "axisTick": {"show": False},
            "axisLine": {"lineStyle": {"color": "@line"}},
            "axisLabel": {"color": "@muted", "rotate": 40, "hideOverlap": True},
        },
        "yAxis": {
            "type": "value",
            "name": unit,
            "splitNumber": 4,
            "axisLabel": {"formatter": axis_format, "color": "@muted"},
            "splitLine": {"lineStyle": {"color": "@line"}},
            "nameTextStyle": {"color": "@muted", "align": "left", "padding": [0, 0, 0, -54]},
        },
        "series": list(bars),
    }
    return Option(content, BAND_HEIGHT)


def _bar(one: Pile, axis_format: str) -> dict[str, object]:
    return {
        "name": one.label,
        "type": "bar",
        "data": [round(value) for value in one.values],
        "itemStyle": {"color": COLOURS[one.place % len(COLOURS)]},
        "tooltip": {"valueFormatter": axis_format},
    }
