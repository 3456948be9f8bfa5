"""Explore: loneliness and care over time, the pyramid of ages and the pathways of care, drawn from one world."""

from collections.abc import Mapping, Sequence
from typing import Any

from experiments.showing import fans
from experiments.showing.chart import Chart
from experiments.showing.marks import Band, bands
from experiments.words import capital, listed, month_name, number, percent, runs, short_month

YEAR = 12
AGES = ("60 to 64", "65 to 69", "70 to 74", "75 to 79", "80 to 84", "85 to 89", "90 to 94", "95 and over")
STATES = (
    "No care needed",
    "Help needed, none had",
    "Family or friends alone",
    "Pays for care",
    "Council-funded at home",
    "Council-funded care home",
    "Reablement",
    "Died or moved away",
)
"""How need is met, in the order of the model's own codes."""
SHORT_STATES = (
    "No care\nneeded",
    "Help needed,\nnone had",
    "Family or\nfriends",
    "Pays for care",
    "Council, at\nhome",
    "Council, in a\ncare home",
    "Reablement",
    "Died or\nmoved away",
)
"""The same where there is little room."""
STATE_COLOURS = ("@blue", "@vermilion", "@sky", "@amber", "@pink", "@green", "@ink", "@muted")
MOMENTS = ("at the start", "halfway", "at the end")
GONE = len(STATES) - 1
NARROW, BESIDE = 640, 74
"""Pixels below which the pathways bear short names, and those that are then left for the names of the last."""
LEAST_SHARE = 0.004
"""Of all who are followed; smaller streams are left out of the picture, not of the table."""
CARE = (
    ("home_care", "Council-funded care at home"),
    ("residential_council", "Council-funded care homes"),
    ("unmet", "Help needed, none had"),
)
CENTRAL = "the run with central values"
type Rows = tuple[tuple[str, ...], ...]


def cards(years: Sequence[Mapping[str, Any]], bands_: Mapping[str, Any] | None, year: int) -> list[dict[str, str]]:
    """Return four numbers of a year: the mean of the runs with what 80% of them hold, or those of one run alone."""
    this = years[year]
    labels = (
        ("lonely", "Lonely, sometimes or often", percent),
        ("residential_council", "In council-funded care homes", number),
        ("unmet", "Need help and have none", number),
        ("pounds", "Council's cost of care, a year", lambda pounds: f"£{number(pounds / 1e6)}m"),
    )
    found = []
    for name, label, said in labels:
        value, under = this[name], "one run; intervals come with the others"
        if bands_:
            value, low, high = bands_["years"][year - 1][name]
            under = f"{said(low)} to {said(high)} in 80% of {bands_['runs']} runs; {said(this[name])} in {CENTRAL}"
        found.append({"label": label, "value": said(value), "under": under})
    return found


def lonely_chart(lines: Mapping[str, Sequence[float]], bands_: Mapping[str, Any] | None, months: int) -> Chart:
    """Return lonely people as a share of residents, month by month."""
    share = [a / b if b else 0.0 for a, b in zip(lines["lonely"], lines["residents"], strict=True)]
    drawn = [_line(capital(CENTRAL), share, 1)]
    if bands_:
        drawn.insert(0, Band(f"Mean of {bands_['runs']} runs", **bands_["lonely_share"], place=0))
    now, then = share[-1], share[0]
    option = bands(_months(months), drawn, "lonely, of all aged 60 and over", "@percent", YEAR * max(1, months // 60))
    takeaway = f"In {CENTRAL} loneliness {_moved(then, now, month_name(len(share) - 1))}."
    rows = _yearly(share, bands_["lonely_share"] if bands_ else None)
    return Chart(
        "lonely_over_time",
        "Lonely residents",
        takeaway,
        _reading(bands_),
        {**option.content, "yAxis": {**option.content["yAxis"], "scale": True}},
        option.height,
        ("End of", capital(CENTRAL), *((fans.head("All runs"),) if bands_ else ())),
        rows,
    )


def care_chart(lines: Mapping[str, Sequence[float]], bands_: Mapping[str, Any] | None, months: int) -> Chart:
    """Return people in care and in need, month by month."""
    drawn = []

    def said(name: str, month: int) -> str:
        return fans.cell(fans.at(bands_["lines"][name], month), number) if bands_ else number(lines[name][month])

    for place, (name, label) in enumerate(CARE):
        if bands_:
            drawn.append(Band(label, **bands_["lines"][name], place=place))
        else:
            drawn.append(_line(label, lines[name], place))
    option = bands(_months(months), drawn, "people", "@number", YEAR * max(1, months // 60))
    last = len(lines["unmet"]) - 1
    at_end = {name: bands_["lines"][name]["mean"][last] if bands_ else lines[name][last] for name, _ in CARE}
    ends = [f"{label.lower()} {number(at_end[name])}" for name, label in CARE]
    whose = f"mean of {runs(bands_['runs'])}" if bands_ else CENTRAL
    takeaway = f"People in {month_name(last)}, {whose}: {listed(ends)}."
    return Chart(
        "care_over_time",
        "Care and unmet need",
        takeaway,
        _reading(bands_),
        option.content,
        option.height,
        ("End of", *(fans.head(label) if bands_ else label for _, label in CARE)),
        tuple(
            (month_name(month), *(said(name, month) for name, _ in CARE))
            for month in range(YEAR - 1, len(lines["unmet"]), YEAR)
        ),
    )


def pyramid_chart(year: Mapping[str, Any]) -> Chart:
    """Return residents by age and sex: women to the left, men to the right."""
    women, men = year["pyramid"]
    bars = [
        {
            "name": label,
            "type": "bar",
            "stack": "all",
            "barCategoryGap": "18%",
            "data": [
                {"value": sign * one, "name": f"{label} {ages}: {number(one)}"}
                for ages, one in zip(AGES, counts, strict=True)
            ],
            "itemStyle": {"color": colour},
        }
        for label, counts, sign, colour in (("Women", women, -1, "@pink"), ("Men", men, 1, "@sky"))
    ]
    widest = rounded_up(max(*women, *men, 1))
    content = {
        "grid": {"left": 92, "right": 36, "top": 34, "bottom": 30},
        "legend": {"left": 0, "top": 0, "textStyle": {"color": "@ink", "fontSize": 13}},
        "tooltip": {"trigger": "item", "formatter": "{b}", "backgroundColor": "@card", "textStyle": {"color": "@ink"}},
        "xAxis": {"type": "value", "splitNumber": 4, "min": -widest, "max": widest,
                  "axisLabel": {"formatter": "@size", "color": "@muted", "hideOverlap": True},
                  "splitLine": {"lineStyle": {"color": "@line"}}},
        "yAxis": {"type": "category", "data": list(AGES), "axisTick": {"show": False}, "axisLine": {"show": False},
                  "axisLabel": {"color": "@ink", "interval": 0}},
        "series": bars,
    }  # fmt: skip
    old = sum(women[5:]) + sum(men[5:])
    share = sum(women[5:]) / old if old else 0.0
    takeaway = f"{number(old)} people are 85 or older, {percent(share)} of them women."
    return Chart(
        "pyramid",
        f"Who lives there in {month_name(max(year['month'] - 1, 0))}",
        takeaway,
        "Residents aged 60 and over by age, women left and men right.",
        content,
        300,
        ("Age", "Women", "Men"),
        tuple((ages, number(a), number(b)) for ages, a, b in zip(AGES, women, men, strict=True)),
    )


def rounded_up(count: float) -> int:
    """Return the next round number, so that both sides of the pyramid are as wide.

    >>> rounded_up(20_900), rounded_up(73), rounded_up(1)
    (30000, 80, 1)
    """
    power = 10 ** (len(str(int(count))) - 1)
    return int(-(-count // power) * power)


def pathways_chart(pathways: Sequence[Sequence[Sequence[int]]], months: int) -> Chart:
    """Return how those who were there at the start have their need met then, halfway and at the end."""
    total = sum(count for _, _, count in pathways[0])
    links, used, rows = [], set(), []
    for stage, moves in enumerate(with_the_gone(pathways)):
        for before, after, count in sorted(moves, key=lambda one: -one[2]):
            names = f"{STATES[before]} ({MOMENTS[stage]})", f"{STATES[after]} ({MOMENTS[stage + 1]})"
            rows.append((*names, number(count)))
            if count >= LEAST_SHARE * total:
                used |= {(stage, before), (stage + 1, after)}
                links.append({"source": names[0], "target": names[1], "value": count})
    nodes = sorted(used)
    content = {
        "tooltip": {"trigger": "item", "confine": True, "formatter": "@stream", "backgroundColor": "@card",
                    "textStyle": {"color": "@ink"}},
        "series": [{
            "type": "sankey", "left": 4, "right": 4, "top": 30, "bottom": 6, "nodeWidth": 13, "nodeGap": 17,
            "layoutIterations": 0, "draggable": False, "emphasis": {"focus": "adjacency"},
            "data": [_node(*one) for one in nodes],
            "links": links, "lineStyle": {"color": "source", "opacity": 0.28},
            "label": {"color": "@ink", "fontSize": 12},
        }],
        "media": [
            {"query": {"maxWidth": NARROW}, "option": {
                "series": [{"right": BESIDE, "data": [_node(*one, True) for one in nodes]}],
                "graphic": _moments(months, {"left": "37%"})}},
            {"query": {"minWidth": NARROW + 1}, "option": {
                "series": [{"right": 4, "data": [_node(*one) for one in nodes]}],
                "graphic": _moments(months, {"left": "center"})}},
        ],
    }  # fmt: skip
    left = sum(count for _, after, count in with_the_gone(pathways)[-1] if after == GONE)
    gone = percent(left / total if total else 0.0)
    takeaway = f"Of {number(total)} people who needed help, {gone} have died or moved away by the end."
    return Chart(
        "pathways",
        "Pathways of care",
        takeaway,
        "Those who lived there at the start and needed help at one of the three moments. "
        "Streams of very few are only in the table.",
        content,
        430,
        ("From", "To", "People"),
        tuple(rows),
    )


def with_the_gone(pathways: Sequence[Sequence[Sequence[int]]]) -> list[list[Sequence[int]]]:
    """Return the pathways with those who had died or moved away halfway carried on to the end.

    >>> with_the_gone([[[1, 7, 30], [1, 1, 20]], [[1, 7, 5]]])
    [[[1, 7, 30], [1, 1, 20]], [[1, 7, 5], [7, 7, 30]]]
    """
    first, second = pathways
    left = sum(count for _, after, count in first if after == GONE)
    return [[*first], [*second, *([[GONE, GONE, left]] if left else [])]]


def _moments(months: int, middle: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the moments above the columns."""
    left, right = {"left": 4}, {"right": 4}
    said = "At the start", month_name(months // 2 - 1), month_name(months - 1)
    return [
        {"id": one, "type": "text", "top": 4, **where, "style": {"text": one, "fill": "@muted", "fontSize": 12}}
        for where, one in zip((left, middle, right), said, strict=True)
    ]


def _node(stage: int, state: int, narrow: bool = False) -> dict[str, Any]:
    label = {
        "position": "left" if stage == 2 and not narrow else "right",
        "formatter": (SHORT_STATES if narrow else STATES)[state],
        "fontSize": 10 if narrow else 12,
        "lineHeight": 11 if narrow else 14,
    }
    look = {"itemStyle": {"color": STATE_COLOURS[state]}, "label": label}
    return {"name": f"{STATES[state]} ({MOMENTS[stage]})", "depth": stage, **look}


def _moved(then: float, now: float, when: str) -> str:
    """Return how a share has moved since the start, as far as the figures that are printed show it.

    >>> _moved(0.378, 0.361, "March 2016"), _moved(0.381, 0.378, "March 2016")
    ('falls from 38% to 36% by March 2016', 'stays at 38%, in March 2016 as at the start')
    """
    if percent(then) == percent(now):
        return f"stays at {percent(now)}, in {when} as at the start"
    return f"{'rises' if now > then else 'falls'} from {percent(then)} to {percent(now)} by {when}"


def _months(months: int) -> list[str]:
    return [short_month(month) for month in range(months)]


def _line(label: str, values: Sequence[float], place: int) -> Band:
    held = [round(float(one), 4) for one in values]
    return Band(label, held, held, held, place)


def _reading(bands_: Mapping[str, Any] | None) -> str:
    if not bands_:
        return "The line grows as the run goes."
    return f"{fans.drawn_as(runs(bands_['runs']))}, each with another luck and other values of what is not known."


def _yearly(values: Sequence[float], edges: Mapping[str, Sequence[float]] | None) -> Rows:
    rows = []
    for month in range(YEAR - 1, len(values), YEAR):
        row = [month_name(month), percent(values[month])]
        if edges:
            row.append(fans.cell(fans.at(edges, month), percent))
        rows.append(tuple(row))
    return tuple(rows)
