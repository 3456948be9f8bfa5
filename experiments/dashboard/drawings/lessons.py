"""Lessons: the five questions of the guided tour, and what the small study behind each shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import mean, pstdev
from typing import Any

from experiments import words
from experiments.figures.estimate import Estimate
from experiments.showing.chart import Chart, short_pounds, tight_pounds
from experiments.showing.marks import Band, Row, bands, intervals
from experiments.showing.spans import Span, spans

FIFTHS = ("most deprived fifth", "second", "third", "fourth", "least deprived fifth")
PURSE_LEAST = 50_000
"""Pounds below which a purse is not drawn."""
type Shown = Mapping[str, Any]


@dataclass(frozen=True)
class Lesson:
    """One question of the tour.

    Attributes:
        told: what to know before looking. charts: the small multiples. seen: what they show, in a sentence.
        tries: links to pages with the question set up, each with its label.
    """

    name: str
    question: str
    told: tuple[str, ...]
    seen: str
    charts: tuple[Chart, ...]
    tries: tuple[tuple[str, str], ...]


def lessons(found: Shown, cash: Mapping[str, Any] | None) -> tuple[Lesson, ...]:
    """Return the five lessons; ``cash`` is the chart of a loan's saving on its way, if there is one."""
    return (
        _before_after(found["before_after"]),
        _luck(found["luck"]),
        _collapse(found["collapse"]),
        _gains(found["gains"]),
        _cash(cash),
    )


def _before_after(shown: Shown) -> Lesson:
    months, here, twin = shown["months"], shown["here"], shown["twin"]
    start = months.index(0)
    then, now, other = (round(100.0 * one) for one in (here[start], here[-1], twin[-1]))  # as the sentence says them
    lines = [
        Band("Those reached", *_same(here), 0),
        Band("The same people in the world without", *_same(twin), 1),
    ]
    labels = [f"{month:+d}" if month else "reached" for month in months]
    option = bands(labels, lines, "per cent lonely", "@number", 6)
    least = 10 * int(10.0 * min(*here, *twin))
    content = {**option.content, "yAxis": {**option.content["yAxis"], "min": least, "max": 100}}
    points = then - now, other - now
    chart = Chart(
        "before_after",
        "Lonely, by months since a coordinator met them",
        f"Before and after claims {_points(points[0])}; against the same people without it, {_points(points[1])}.",
        f"{shown['reached']} people whom coordinators met, in Leeds with 40,000 residents; per cent who are lonely. "
        f"The picture begins at {least}%.",
        content,
        option.height,
        ("Months", "Those reached", "The same people without"),
        tuple((labels[at], *(words.percent(one[at]) for one in (here, twin))) for at in range(0, len(months), 6)),
    )
    return Lesson(
        "before_after",
        "Why do before-and-after claims overstate?",
        (
            "A programme looks for people at their loneliest. Loneliness comes and goes, so many of them would have "
            "felt better soon anyway: the statisticians' word is regression to the mean.",
            "The fair comparison is with the same people in a world where nobody knocked. Here that world exists: it "
            "is the twin, with the same luck.",
        ),
        f"Of those met, {words.percent(here[start])} were lonely in that month and {words.percent(here[-1])} two years "
        f"later. In the world without, it is {words.percent(twin[-1])}.",
        (chart,),
        (("Compare coordinators with the world as now", "/compare?with=age_friendly_coordinators&years=5"),),
    )


def _same(values: Sequence[float]) -> tuple[list[float], list[float], list[float]]:
    shares = [round(100.0 * one, 1) for one in values]
    return shares, shares, shares


def _points(points: int) -> str:
    """Return a fall in points as a phrase.

    >>> _points(12), _points(-1), _points(0)
    ('12 points fewer lonely', '1 point more lonely', 'no change')
    """
    if not points:
        return "no change"
    return f"{words.many(abs(points), 'point')} {'fewer' if points > 0 else 'more'} lonely"


def _luck(shown: Shown) -> Lesson:
    rows = [
        Row("Same luck in both worlds", _estimate(shown["same"]), _spread(shown["same"]), 0),
        Row("Other luck in each world", _estimate(shown["other"]), _spread(shown["other"]), 1),
    ]
    option = intervals(rows, "months of council-funded care saved", "@number")
    ratio = (pstdev(shown["other"]) / pstdev(shown["same"])) ** 2 if pstdev(shown["same"]) else 1.0
    chart = Chart(
        "luck",
        "What reablement saves, reckoned twice",
        f"With other luck in each world it takes some {words.number(ratio)} times as many runs to be as sure.",
        f"{len(shown['same'])} pairs of runs; the bar reaches from the least to the most, the mark is the mean.",
        option.content,
        option.height,
        ("Pair of runs", "Same luck", "Other luck"),
        tuple(
            (str(at + 1), words.number(same), words.number(other))
            for at, (same, other) in enumerate(zip(shown["same"], shown["other"], strict=True))
        ),
    )
    wrong = sum(one < 0 for one in shown["other"])
    return Lesson(
        "luck",
        "Is it luck, or is it the programme?",
        (
            "Two towns differ by luck alone: who falls, who is widowed, who moves away. A small effect drowns in that.",
            "So both worlds here are given the same luck, person by person and month by month. What still differs is "
            "the programme's doing.",
        ),
        f"Compared with a town of another luck, reablement seems to cost care in {wrong} of {len(shown['other'])} "
        f"pairs; with the same luck in {sum(one < 0 for one in shown['same']) or 'none'}.",
        (chart,),
        (("Compare reablement with few runs", "/compare?with=reablement&runs=2"),),
    )


def _estimate(values: Sequence[float]) -> Estimate:
    return Estimate(mean(values), min(values), max(values), 0.0, len(values))


def _spread(values: Sequence[float]) -> str:
    return f"{words.number(mean(values))} ({words.number(min(values))} to {words.number(max(values))})"


def _collapse(shown: Shown) -> Lesson:
    labels = [words.short_month(month) for month in shown["months"]]
    charts = tuple(
        _over_time(shown["worlds"], labels, name, title, unit)
        for name, title, unit in (
            ("volunteers", "Volunteers", "people"),
            ("members", "Members of the networks", "people"),
            ("hubs_open", "Networks that are open", "networks"),
        )
    )
    first, worst = (shown["worlds"][name] for name in (next(iter(shown["worlds"])), list(shown["worlds"])[-1]))
    return Lesson(
        "collapse",
        "How does a volunteer network collapse?",
        (
            "Volunteers who are asked for more hours than they have leave sooner, and leave more to do for the rest. "
            "With fewer volunteers there is less to come to, so members stay away, and members are where new "
            "volunteers come from.",
            "Below a certain pace of leaving the circle heals itself; beyond it, it feeds on itself.",
        ),
        f"After ten years {words.number(first['hubs_open'][-1])} networks are open as now, and "
        f"{words.number(worst['hubs_open'][-1])} where volunteers leave at four times the usual pace. There "
        f"{words.number(worst['volunteers'][-1])} volunteers are left, instead of "
        f"{words.number(first['volunteers'][-1])}.",
        charts,
        (("Let volunteers leave in a world of your own", "/compare?with=volunteer_exodus&years=10"),),
    )


def _over_time(worlds: Shown, labels: Sequence[str], name: str, title: str, unit: str) -> Chart:
    lines = [Band(world, one[name], one[name], one[name], place) for place, (world, one) in enumerate(worlds.items())]
    option = bands(labels, lines, unit, "@number", 8)
    ends = words.listed([f"{words.number(line.mean[-1])} ({line.label})" for line in lines])
    return Chart(
        f"collapse_{name}",
        title,
        f"At the end: {ends}.",
        "One luck, the same in all three worlds.",
        option.content,
        300,
        ("Month", *(line.label for line in lines)),
        tuple((labels[at], *(words.number(line.mean[at]) for line in lines)) for at in range(3, len(labels), 4)),
    )


def _gains(shown: Shown) -> Lesson:
    purses = {name: pounds for name, pounds in shown["purses"].items() if abs(pounds) >= PURSE_LEAST}
    ordered = sorted(purses.items(), key=lambda pair: -pair[1])
    rows = [Span(name, _pounds(pounds), ((0.0, pounds, 2 if pounds > 0 else 1),)) for name, pounds in ordered]
    option = spans(rows, 0.0, "pounds over eight years", "@pounds")
    most, least = ordered[0], ordered[-1]
    by_purse = Chart(
        "gains_purses",
        "Reablement: who has more money, and who less",
        f"The {most[0]} has {_pounds(most[1])} more, {least[0]} {_pounds(-least[1])} less.",
        "Right of nought gains. What one purse saves, another does not receive: over all purses it sums to nought.",
        option.content,
        option.height,
        ("Purse", "Pounds"),
        tuple((name, short_pounds(pounds)) for name, pounds in ordered),
    )
    return Lesson(
        "gains",
        "Who gains, and who pays?",
        (
            "Help has several purses behind it. What the council saves on home care is what home care providers no "
            "longer earn; what it spends on a team is that team's wages.",
            "And a programme meets some people and not others: coordinators go where they are sent.",
        ),
        by_purse.takeaway,
        (by_purse, _by_fifth(shown["fifths"])),
        (("See who pays in a comparison", "/compare?with=reablement"),),
    )


def _pounds(value: float) -> str:
    """Return pounds with their sign before them.

    >>> _pounds(-57_000.0)
    '-£57k'
    """
    return f"{'-' if value < 0 else ''}£{tight_pounds(abs(value))}"


def _by_fifth(fewer: Sequence[float]) -> Chart:
    rows = [
        Span(name, words.number(value), ((0.0, value, 2 if value > 0 else 1),))
        for name, value in zip(FIFTHS, fewer, strict=True)
    ]
    option = spans(rows, 0.0, "fewer lonely months per 1,000 residents", "@number")
    most = max(range(5), key=lambda at: fewer[at])
    return Chart(
        "gains_fifths",
        "Coordinators: whose loneliness is eased",
        f"Most is eased in the {FIFTHS[most]}{'' if 'fifth' in FIFTHS[most] else ' fifth'} of neighbourhoods.",
        "Lonely months fewer than in the twin, for every 1,000 residents of each fifth of neighbourhoods; one luck.",
        option.content,
        option.height,
        ("Neighbourhoods", "Fewer lonely months per 1,000"),
        tuple((name, words.number(value)) for name, value in zip(FIFTHS, fewer, strict=True)),
    )


def _cash(chart: Mapping[str, Any] | None) -> Lesson:
    drawn = () if chart is None else (Chart(**chart),)
    return Lesson(
        "cash",
        "Why is a saving not cash?",
        (
            "A person who needs less care saves the council money only if the hours are no longer bought. Part of them "
            "is under a contract that is paid anyway; part is taken up at once by somebody who waited; and what is "
            "left comes months later.",
            "Only a rise above all earlier quarters counts as a dividend, the council keeps its share of that, and "
            "only that repays a loan.",
        ),
        drawn[0].takeaway if drawn else "",
        drawn,
        (("Set the terms of the loan yourself", "/repayment"),),
    )
