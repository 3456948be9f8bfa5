"""Marks: the two shapes a chart of ours is drawn in - intervals in rows, and bands over time - as ECharts options.

Colours and formats are names that begin with @; look/draw.js puts in what suits a light or a dark page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from textwrap import wrap
from typing import Any

from experiments.figures.estimate import Estimate

COLOURS = ("@blue", "@vermilion", "@green", "@pink", "@amber", "@sky")
SYMBOLS = ("circle", "rect", "triangle", "diamond", "pin", "arrow")
DASHES = ("solid", "dashed", "dotted")
ROW_HEIGHT, AXIS_HEIGHT = 54, 64
"""Pixels."""
LABEL_WIDTH, LABEL_LETTERS = 174, 21
BAND_HEIGHT = 380
SHADE = 0.18
"""How much a band covers what is under it; where two lie on one another it is about twice that."""


@dataclass(frozen=True)
class Option:
    """What ECharts is told, ready for JSON, and the height in pixels it needs."""

    content: Mapping[str, Any]
    height: int


@dataclass(frozen=True)
class Row:
    """One line of a chart of intervals; without an estimate it is a heading.

    Attributes:
        said: the number as text, shown under the label.
        place: which colour and shape it has; ``hollow`` marks are drawn as rings.
    """

    label: str
    estimate: Estimate | None = None
    said: str = ""
    place: int = 0
    hollow: bool = False


@dataclass(frozen=True)
class Band:
    """One line with its bands: a value for each label of the axis.

    Attributes:
        low: the lower edge of 80% of the runs; ``high`` the upper.
        lower: the lower edge of 50% of them; ``upper`` the upper; both empty for a line without a band.
    """

    label: str
    mean: Sequence[float]
    low: Sequence[float]
    high: Sequence[float]
    place: int = 0
    lower: Sequence[float] = ()
    upper: Sequence[float] = ()

    @property
    def shades(self) -> tuple[tuple[Sequence[float], Sequence[float]], ...]:
        """Return the edges of every band, the widest first: those within it lie on it, and so are darker."""
        inner = ((self.lower, self.upper),) if self.lower and self.upper else ()
        return ((self.low, self.high), *inner)


def intervals(rows: Sequence[Row], unit: str, axis_format: str) -> Option:
    """Return rows of means with their intervals, on either side of a zero line."""
    drawn = [(number, row, row.estimate) for number, row in enumerate(rows) if row.estimate and _known(row.estimate)]
    marks = {
        "type": "scatter",
        "data": [_mark(number, row, one) for number, row, one in drawn],
        "z": 4,
        "markLine": line_at({"xAxis": 0}),
    }
    content = {
        "grid": {"left": LABEL_WIDTH, "right": 18, "top": 4, "bottom": AXIS_HEIGHT - 8},
        "tooltip": tooltip("item"),
        "xAxis": {"type": "value", "name": unit, "splitNumber": 4, **axis(axis_format), **axis_name(30)},
        "yAxis": labelled([label(row.label, row.said, "name" if row.estimate else "head") for row in rows]),
        "series": [*(_interval(number, row, one) for number, row, one in drawn), marks],
    }
    return Option(content, len(rows) * ROW_HEIGHT + AXIS_HEIGHT)


def bands(labels: Sequence[str], lines: Sequence[Band], unit: str, axis_format: str, ticks: int) -> Option:
    """Return lines over time with their bands and a zero line; every ``ticks``-th label is shown."""
    series: list[Mapping[str, object]] = []
    for line in lines:
        # The legend takes its mark from the first series of a name, so the line itself stands first.
        series.append(_line(line, axis_format))
        for stack, (low, high) in enumerate(line.shades):
            series += [_floor(line, stack, low), _depth(line, stack, low, high)]
    if series:
        series[0] = {**series[0], "markLine": line_at({"yAxis": 0})}
    content = {
        "grid": {"left": 62, "right": 40, "top": 26 + 22 * len(lines), "bottom": 34},
        "legend": {
            "data": [line.label for line in lines],
            "orient": "vertical",
            "left": 0,
            "top": 0,
            "itemWidth": 34,
            "itemGap": 8,
            "textStyle": {"color": "@ink", "fontSize": 13},
        },
        "tooltip": tooltip("axis"),
        "xAxis": {
            "type": "category",
            "data": list(labels),
            "boundaryGap": False,
            "axisLine": {"lineStyle": {"color": "@line"}, "onZero": False},
            "axisTick": {"show": False},
            "axisLabel": {"interval": max(ticks - 1, 0), "color": "@muted", "hideOverlap": True},
        },
        "yAxis": {"type": "value", "name": unit, "splitNumber": 4, **axis(axis_format), "nameTextStyle": _UNIT},
        "series": series,
    }
    return Option(content, BAND_HEIGHT)


_RICH = {
    "head": {"fontWeight": "bold", "fontSize": 13, "color": "@ink", "lineHeight": 17},
    "name": {"fontSize": 13, "color": "@ink", "lineHeight": 16},
    "said": {"fontSize": 12, "color": "@muted", "lineHeight": 16},
}
_UNIT = {"color": "@muted", "align": "left", "padding": [0, 0, 0, -54]}


def _known(one: Estimate) -> bool:
    return isfinite(one.mean) and isfinite(one.low) and isfinite(one.high)


def label(text: str, said: str, style: str = "name") -> str:
    """Return the label of a row: its name in lines that fit, and below it the number as text."""
    plain = text.replace("{", "(").replace("}", ")").replace("|", "/")
    lines = [f"{{{style}|{part}}}" for part in wrap(plain, LABEL_LETTERS)]
    return "\n".join([*lines, f"{{said|{said}}}"] if said else lines)


def labelled(labels: Sequence[str]) -> dict[str, object]:
    """Return the axis of rows with these labels, the first on top."""
    return {
        "type": "category",
        "inverse": True,
        "data": list(labels),
        "axisLine": {"show": False},
        "axisTick": {"show": False},
        "axisLabel": {"interval": 0, "margin": 12, "color": "@ink", "rich": _RICH},
    }


def _interval(number: int, row: Row, one: Estimate) -> Mapping[str, object]:
    colour = COLOURS[row.place % len(COLOURS)]
    return {
        "type": "line",
        "data": [[one.low, number], [one.high, number]],
        "symbol": "none",
        "silent": True,
        "lineStyle": {"width": 8, "opacity": 0.4, "cap": "round", "color": colour},
        "z": 3,
    }


def _mark(number: int, row: Row, one: Estimate) -> Mapping[str, object]:
    colour = COLOURS[row.place % len(COLOURS)]
    ring = {"color": "@card", "borderColor": colour, "borderWidth": 3}
    return {
        "value": [one.mean, number],
        "name": f"{row.label}: {row.said}",
        "symbol": SYMBOLS[row.place % len(SYMBOLS)],
        "symbolSize": 13,
        "itemStyle": ring if row.hollow else {"color": colour, "borderColor": "@card", "borderWidth": 1},
    }


def _floor(line: Band, stack: int, low: Sequence[float]) -> Mapping[str, object]:
    """Return the unseen line on which a band is stacked."""
    return _bare(line, stack, list(low)) | {"lineStyle": {"opacity": 0}}


def _depth(line: Band, stack: int, low: Sequence[float], high: Sequence[float]) -> Mapping[str, object]:
    depth = [above - below for below, above in zip(low, high, strict=True)]
    shade = {"color": COLOURS[line.place % len(COLOURS)], "opacity": SHADE}
    return _bare(line, stack, depth) | {"lineStyle": {"opacity": 0}, "areaStyle": shade}


def _bare(line: Band, stack: int, data: Sequence[float]) -> dict[str, object]:
    return {
        "name": line.label,
        "type": "line",
        "stack": f"{line.label} {stack}",
        "stackStrategy": "all",
        "data": list(data),
        "symbol": "none",
        "silent": True,
        "tooltip": {"show": False},
    }


def _line(line: Band, axis_format: str) -> Mapping[str, object]:
    colour = COLOURS[line.place % len(COLOURS)]
    return {
        "name": line.label,
        "type": "line",
        "data": list(line.mean),
        "symbol": SYMBOLS[line.place % len(SYMBOLS)],
        "symbolSize": 7,
        "showAllSymbol": False,
        "lineStyle": {"width": 2.5, "color": colour, "type": DASHES[line.place % len(DASHES)]},
        "itemStyle": {"color": colour},
        "tooltip": {"valueFormatter": axis_format},
        "z": 4,
    }


def line_at(where: Mapping[str, float]) -> Mapping[str, object]:
    """Return a thin line across a chart at a value of one of its axes."""
    return {
        "silent": True,
        "symbol": "none",
        "animation": False,
        "label": {"show": False},
        "lineStyle": {"color": "@ink", "width": 1, "type": "solid"},
        "data": [dict(where)],
    }


def axis(axis_format: str) -> dict[str, object]:
    """Return how an axis of numbers looks."""
    return {
        "axisLabel": {"formatter": axis_format, "color": "@muted", "hideOverlap": True},
        "splitLine": {"lineStyle": {"color": "@line"}},
    }


def axis_name(gap: int) -> dict[str, object]:
    """Return how the name of an axis looks, so many pixels below it."""
    return {"nameLocation": "middle", "nameGap": gap, "nameTextStyle": {"color": "@muted", "fontSize": 12}}


def tooltip(trigger: str) -> Mapping[str, object]:
    """Return how what a pointer asks for looks."""
    look = {"backgroundColor": "@card", "borderColor": "@line", "textStyle": {"color": "@ink", "fontSize": 13}}
    shown = {"formatter": "{b}"} if trigger == "item" else {}
    return {"trigger": trigger, "confine": True, **look, **shown}
