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


def piles(
    labels: Sequence[str], drawn: Sequence[Pile], unit: str, axis_format: str, stacked: str | None = "all"
) -> Option:
    """Return bars; with a name to stack under they stand on one another, without one side by side."""
    ink = {"color": "@ink", "fontSize": 13}
    content: Mapping[str, object] = {
        "grid": {"left": 62, "right": 16, "top": 26 + 22 * len(drawn), "bottom": 70},
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
        "series": [_bar(one, axis_format, stacked) for one in drawn],
    }
    return Option(content, BAND_HEIGHT)


def _bar(one: Pile, axis_format: str, stacked: str | None) -> Mapping[str, object]:
    bar: dict[str, object] = {
        "name": one.label,
        "type": "bar",
        "data": [round(value) for value in one.values],
        "itemStyle": {"color": COLOURS[one.place % len(COLOURS)]},
        "tooltip": {"valueFormatter": axis_format},
    }
    return bar | ({"stack": stacked} if stacked else {})
