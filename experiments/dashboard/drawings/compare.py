"""Compare: each world over time, each world less its twin, and what a weaker evaluation would have claimed."""

from collections.abc import Mapping, Sequence
from typing import Any

from experiments.figures.estimate import Estimate
from experiments.showing import fans
from experiments.showing.chart import Chart
from experiments.showing.marks import Band, Row, bands, intervals
from experiments.words import listed, month_name, number, runs, short_month

QUARTERS_A_YEAR = 4
LABELS = 6
"""Years that fit under a chart."""
CLAIMS = (
    ("claimed", "Before and after"),
    ("placebo", "Placebo: nothing done"),
    ("true", "Against the twin"),
)


def worlds_chart(shown: Mapping[str, Any], measure: str) -> Chart:
    """Return a measure in every world, the one as now first, as fans."""
    line = shown["lines"][measure]
    titles = {one["name"]: one["title"] for one in shown["worlds"]}
    drawn = [Band(titles[name], **edges, place=place - 1) for place, (name, edges) in enumerate(line["worlds"].items())]
    option = bands(labels(shown), drawn, "people", "@number", ticks(shown))
    _grey([one for one in option.content["series"] if one["name"] == drawn[0].label])
    option.content["yAxis"]["scale"] = True
    ends = [f"{titles[name]} {number(edges['mean'][-1])}" for name, edges in line["worlds"].items()]
    return Chart(
        "worlds",
        f"{line['title']}, in every world",
        f"At the end: {listed(ends)}.",
        f"{fans.drawn_as(runs(shown['runs']))}. The next chart takes out what runs differ in by luck.",
        option.content,
        option.height,
        ("End of", *(fans.head(titles[name]) for name in line["worlds"])),
        table(shown, line["worlds"]),
    )


def apart_chart(shown: Mapping[str, Any], measure: str) -> Chart:
    """Return a measure in each world less its twin, run by run, with a line at nought."""
    line = shown["lines"][measure]
    titles = {one["name"]: one["title"] for one in shown["worlds"]}
    drawn = [Band(titles[name], **edges, place=place) for place, (name, edges) in enumerate(line["apart"].items())]
    option = bands(labels(shown), drawn, "people more or fewer", "@number", ticks(shown))
    return Chart(
        "apart",
        f"{line['title']}, each world less its twin",
        " ".join(_apart(titles[name], edges) for name, edges in line["apart"].items()),
        "The same people under the same luck, with and without: what is left is what the programme does. "
        f"{fans.drawn_as(runs(shown['runs']))}.",
        option.content,
        option.height,
        ("End of", *(fans.head(titles[name]) for name in line["apart"])),
        table(shown, line["apart"]),
    )


def claims_chart(claims: Sequence[Mapping[str, Any]]) -> Chart:
    """Return what three evaluations would say of each arm: before and after, of a placebo, and against the twin."""
    rows, told = [], []
    for arm in claims:
        rows.append(Row(arm["title"]))
        for place, (kind, label) in enumerate(CLAIMS):
            one = estimate(arm[kind])
            said = f"{number(one.mean)} ({number(one.low)} to {number(one.high)})"
            rows.append(Row(label, one, said, place))
            told.append((str(arm["title"]), label, number(one.mean), f"{number(one.low)} to {number(one.high)}"))
    option = intervals(rows, "months fewer a person", "@number")
    return Chart(
        "claims",
        "What a before-and-after evaluation would have claimed",
        told_claims(claims[0]) if claims else "",
        "Council-funded months of those reached, a year on either side; right of nought is less care. "
        "The placebo is the same before and after in the twin. "
        "People are reached when they need most, so a year later differs whatever is done.",
        option.content,
        option.height,
        ("Intervention", "Evaluation", "Months fewer", "80% of runs"),
        tuple(told),
    )


def told_claims(arm: Mapping[str, Any]) -> str:
    """Return in a sentence how far before-and-after is from the truth of the model."""
    claimed, placebo, true = (_fewer(float(arm[kind]["mean"])) for kind, _ in CLAIMS)
    return (
        f"For {arm['title']} it would have claimed {claimed} a person, and {placebo} where nothing was done; "
        f"against the twin it is {true}."
    )


def estimate(one: Mapping[str, Any]) -> Estimate:
    """Return an estimate from plain values; what is unknown is not a number."""
    known = {
        name: float("nan") if one[name] is None else float(one[name]) for name in ("mean", "low", "high", "mc_error")
    }
    return Estimate(**known, replications=int(one["replications"]))


def _grey(series: Sequence[dict[str, Any]]) -> None:
    """Draw the world as now in grey, so that each programme keeps its own colour in every chart."""
    for one in series:
        for look in ("lineStyle", "itemStyle", "areaStyle"):
            if "color" in one.get(look, {}):
                one[look] = {**one[look], "color": "@muted"}
        if "endLabel" in one:
            rich = one["endLabel"]["rich"]
            one["endLabel"] = {**one["endLabel"], "rich": {**rich, "mark": {**rich["mark"], "color": "@muted"}}}


def _fewer(months: float) -> str:
    return f"{number(abs(months))} months {'fewer' if months >= 0 else 'more'}"


def _apart(title: str, edges: Mapping[str, Sequence[float]]) -> str:
    end = fans.at(edges, -1)
    if end["low"] <= 0.0 <= end["high"]:
        return f"{title}: no clear change at the end ({fans.spread(end, number)})."
    way = "more" if end["mean"] > 0.0 else "fewer"
    return f"{title}: {number(abs(end['mean']))} {way} at the end ({fans.spread(end, number)})."


def labels(shown: Mapping[str, Any]) -> list[str]:
    """Return the names of the quarters."""
    return [short_month(month) for month in shown["quarters"]]


def ticks(shown: Mapping[str, Any]) -> int:
    """Return at every how many quarters there is room for a name."""
    years = len(shown["quarters"]) / QUARTERS_A_YEAR
    return QUARTERS_A_YEAR * max(1, round(years / LABELS))


def table(shown: Mapping[str, Any], worlds: Mapping[str, Any]) -> tuple[tuple[str, ...], ...]:
    """Return the fans of worlds at the end of every year, as the rows of a table."""
    rows = []
    for at in range(QUARTERS_A_YEAR - 1, len(shown["quarters"]), QUARTERS_A_YEAR):
        cells = [fans.cell(fans.at(one, at), number) for one in worlds.values()]
        rows.append((month_name(shown["quarters"][at]), *cells))
    return tuple(rows)
