"""Marks: the two shapes a chart of ours is drawn in - intervals in rows, and bands over time - as ECharts options.

Colours, shades and formats are names that begin with @; look/draw.js puts in what suits a light or a dark page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from textwrap import wrap
from typing import Any

from experiments.figures.estimate import Estimate

COLOURS = ("@blue", "@vermilion", "@green", "@pink", "@amber", "@sky")
SYMBOLS = ("circle", "rect", "triangle", "diamond", "pin", "arrow")
SYMBOLS_AS_TEXT = "●■▲◆●●"
DASHES = ("solid", "dashed", "dotted")
ROW_HEIGHT, AXIS_HEIGHT = 54, 64
"""Pixels; rows whose names take more lines are higher."""
NARROW, ROOMY = 480, 700
"""Widths in pixels: below the first, as on a phone, names stand above their rows; from the other all ticks fit."""
BESIDE_LETTERS, ABOVE_LETTERS, END_LETTERS = 28, 36, 18
"""Letters in a line of a name beside its row, above it, and at the end of a line over time."""
LETTER, LABEL_LINE = 8, 16
"""Pixels that a letter takes at most on average, and the height of a line of letters."""
FEW_TICKS, FEWEST_TICKS, FEW_LINES = 4, 3, 4
"""Dates that fit under a chart that is not roomy, and under a narrow one; lines that can be named at their ends."""
BAND_HEIGHT = 380


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
    names = [Name(row.label, row.said, "name" if row.estimate else "head") for row in rows]
    content = {
        "tooltip": tooltip("item"),
        "xAxis": {"type": "value", "name": unit, "splitNumber": 4, **axis(axis_format), **axis_name(30)},
        "series": [*(_interval(number, row, one) for number, row, one in drawn), marks],
    }
    return in_rows(names, content)


def bands(labels: Sequence[str], lines: Sequence[Band], unit: str, axis_format: str, ticks: int) -> Option:
    """Return lines over time with their bands and a zero line; every ``ticks``-th label is shown."""
    series: list[Mapping[str, object]] = []
    for number, line in enumerate(lines):
        # The legend takes its mark from the first series of a name, so the line itself stands first.
        series.append({"id": f"line {number}", **_line(line, axis_format)})
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
            "axisLabel": {"interval": max(ticks, 1) - 1, "color": "@muted", "hideOverlap": True},
        },
        "yAxis": {"type": "value", "name": unit, "splitNumber": 4, **axis(axis_format), "nameTextStyle": _UNIT},
        "series": series,
        "media": [*_ticked(len(labels), max(ticks, 1)), *(_ended(lines) if len(lines) <= FEW_LINES else ())],
    }
    return Option(content, BAND_HEIGHT)


def _ticked(labels: int, ticks: int) -> list[Mapping[str, object]]:
    """Return how many dates are shown: every ``ticks``-th where there is room, and few elsewhere."""

    def shown(most: int) -> Mapping[str, object]:
        each = ticks * max(1, -(-labels // (ticks * most)))
        return {"xAxis": {"axisLabel": {"interval": each - 1}}}

    return [
        {"query": {"minWidth": ROOMY}, "option": shown(labels)},
        {"query": {"minWidth": NARROW, "maxWidth": ROOMY - 1}, "option": shown(FEW_TICKS)},
        {"query": {"maxWidth": NARROW - 1}, "option": shown(FEWEST_TICKS)},
    ]


def _ended(lines: Sequence[Band]) -> list[Mapping[str, object]]:
    """Return how lines are named: at their ends where there is room, and in a legend elsewhere."""

    def named(at_ends: bool, grid: Mapping[str, int]) -> Mapping[str, object]:
        series = [{"id": f"line {number}", "endLabel": {"show": at_ends}} for number in range(len(lines))]
        return {"grid": grid, "legend": {"show": not at_ends}, "series": series}

    longest = max((len(part) for line in lines for part in wrap(line.label, END_LETTERS)), default=0)
    return [
        {"query": {"minWidth": NARROW}, "option": named(True, {"top": 30, "right": 46 + LETTER * longest})},
        {"query": {"maxWidth": NARROW - 1}, "option": named(False, {"top": 26 + 22 * len(lines), "right": 40})},
    ]


_ON_CARD: dict[str, object] = {"backgroundColor": "@card"}
"""So that a line across the chart does not run through a name above its row."""
_RICH = {
    "head": {"fontWeight": "bold", "fontSize": 13, "color": "@ink", "lineHeight": LABEL_LINE, **_ON_CARD},
    "name": {"fontSize": 13, "color": "@ink", "lineHeight": LABEL_LINE, **_ON_CARD},
    "said": {"fontSize": 12, "color": "@muted", "lineHeight": LABEL_LINE, **_ON_CARD},
}
_BESIDE = {"inside": False, "margin": 12, "align": "right", "verticalAlign": "middle", "padding": 0}
_ABOVE = {"inside": True, "margin": 6, "align": "left", "verticalAlign": "bottom", "padding": [0, 0, 10, 0]}
_END = {"fontSize": 12, "color": "@ink", "lineHeight": 15}
_UNIT = {"color": "@muted", "align": "left", "padding": [0, 0, 0, -54]}


def _known(one: Estimate) -> bool:
    return isfinite(one.mean) and isfinite(one.low) and isfinite(one.high)


@dataclass(frozen=True)
class Name:
    """What stands at a row: its name and the number as text; ``style`` is name, or head for a heading."""

    text: str
    said: str
    style: str = "name"

    def lines(self, letters: int) -> tuple[list[str], list[str]]:
        """Return name and number in lines of at most so many letters."""
        return wrap(_plain(self.text), letters), wrap(_plain(self.said), letters)

    def told(self, letters: int) -> str:
        """Return the label: the name in such lines, and below it the number."""
        name, said = self.lines(letters)
        return "\n".join([*(f"{{{self.style}|{part}}}" for part in name), *(f"{{said|{part}}}" for part in said)])

    def height(self, letters: int) -> int:
        """Return how many pixels such a label takes."""
        return LABEL_LINE * sum(len(part) for part in self.lines(letters))


def _plain(text: str) -> str:
    return text.replace("{", "(").replace("}", ")").replace("|", "/")


def in_rows(names: Sequence[Name], content: Mapping[str, object]) -> Option:
    """Return a chart of rows, the first on top: named beside them, or above them where a chart is narrow.

    Rows are as high as their longest name needs, so that none is cut.
    """
    longest = max((len(part) for one in names for lines in one.lines(BESIDE_LETTERS) for part in lines), default=0)
    beside = max((one.height(BESIDE_LETTERS) for one in names), default=0)
    above = max((one.height(ABOVE_LETTERS) for one in names), default=0)
    top, bottom = max(above // 2, 8), AXIS_HEIGHT - 8
    labels = [one.told(BESIDE_LETTERS) for one in names]
    wide = {
        "grid": {"left": 24 + LETTER * longest, "right": 28, "top": 4, "bottom": bottom},
        "yAxis": {"data": labels, "axisLabel": _BESIDE},
    }
    narrow = {
        "grid": {"left": 28, "right": 28, "top": top, "bottom": bottom},
        "yAxis": {"data": [one.told(ABOVE_LETTERS) for one in names], "axisLabel": _ABOVE},
    }
    axis_of_rows = {
        "type": "category",
        "inverse": True,
        "data": labels,
        "axisLine": {"show": False},
        "axisTick": {"show": False},
        "axisLabel": {"interval": 0, "color": "@ink", "rich": _RICH, **_BESIDE},
        "z": 6,
    }
    each = max(ROW_HEIGHT, beside + 8, above + 26)
    media = [
        {"query": {"minWidth": NARROW}, "option": wide},
        {"query": {"maxWidth": NARROW - 1}, "option": narrow},
    ]
    whole = {**content, "grid": wide["grid"], "yAxis": axis_of_rows, "media": media}
    return Option(whole, len(names) * each + top + bottom)


def _interval(number: int, row: Row, one: Estimate) -> Mapping[str, object]:
    colour = COLOURS[row.place % len(COLOURS)]
    return {
        "type": "line",
        "data": [[one.low, number], [one.high, number]],
        "symbol": "none",
        "silent": True,
        "lineStyle": {"width": 8, "opacity": "@bar", "cap": "round", "color": colour},
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
    shade = {"color": COLOURS[line.place % len(COLOURS)], "opacity": "@shade"}
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
    end = "\n".join(f"{{end|{part}}}" for part in wrap(_plain(line.label), END_LETTERS))
    symbol = SYMBOLS_AS_TEXT[line.place % len(SYMBOLS_AS_TEXT)]
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
        "endLabel": {
            "show": False,
            "formatter": f"{{mark|{symbol}}} {end}",
            "distance": 10,
            "minMargin": 7,
            "rich": {"end": _END, "mark": {**_END, "color": colour}},
        },
        "labelLayout": {"moveOverlap": "shiftY"},
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
