"""Evidence: parameters found and told, how far each may lie from its value, and the scorecard as pictures."""

from collections.abc import Mapping, Sequence
from textwrap import shorten
from typing import Any

from experiments.figures.estimate import Estimate
from experiments.showing.chart import Chart
from experiments.showing.marks import AXIS_HEIGHT, Row, intervals
from experiments.words import amount, listed, number, reach

type Parameter = Mapping[str, Any]
"""A parameter as the catalogue has it."""
STATUSES = ("published", "derived", "calibrated", "assumed")
MEANS = {
    "published": "a figure that somebody published",
    "derived": "reckoned from published figures",
    "calibrated": "fitted so that the model meets published figures",
    "assumed": "judged by the team, with a range to match",
}
TEAM = "team"
LEAST, MOST = 0.1, 10.0
"""How many times its value a range is drawn to; what reaches further is drawn to the edge, and told in figures."""
DRAWN = 12
"""Ranges in one picture."""
SHORT, ROW = 40, 72
"""Letters of a name in a picture, and pixels of its row."""
MET = "Dots are met, squares missed. Met means within two standard errors, or within 5%, whichever is wider."
NOT_JUDGED = "What others projected is no measurement, so none of it is met or missed."
USES = {
    "fit": "Fitted to these",
    "hold-out": "Held out: never fitted",
    "reproduced": "Reproduced: what goes in implies it anyway; not counted",
    "compared": "Compared: projections that others made; not counted",
}


def found(those: Sequence[Parameter], search: str, status: str, word: str) -> list[Parameter]:
    """Return the parameters that hold every word searched for, of this status and sheet; empty means any."""
    wanted = search.lower().replace("_", " ").split()

    def fits(one: Parameter) -> bool:
        text = f"{one['name']} {one['unit']} {one['note']} {' '.join(one['source'])}".lower().replace("_", " ")
        of_word = not word or one["name"].partition(".")[0] == word
        return of_word and (not status or one["status"] == status) and all(part in text for part in wanted)

    return [one for one in those if fits(one)]


def counted(those: Sequence[Parameter], of: int) -> str:
    """Return how many parameters there are, and what they rest on.

    >>> counted([{"status": "assumed"}, {"status": "published"}], 580)
    '2 of 580 numbers: 1 published and 1 assumed.'
    """
    many = {status: sum(one["status"] == status for one in those) for status in STATUSES}
    told = listed([f"{count} {status}" for status, count in many.items() if count])
    return f"{len(those)} of {of} numbers{f': {told}' if told else ''}."


def row(one: Parameter, sources: Mapping[str, Mapping[str, str]]) -> tuple[str, ...]:
    """Return name, value, range, unit, status and source as cells of a table."""
    status = f"{one['status']}, a choice" if one["choice"] else str(one["status"])
    span = reach(_plain(one["low"]), _plain(one["high"]))
    return str(one["name"]), amount(_plain(one["value"])), span, str(one["unit"]), status, cited(one, sources)


def cited(one: Parameter, sources: Mapping[str, Mapping[str, str]]) -> str:
    """Return where a number comes from."""
    return "; ".join("the team's judgement" if key == TEAM else sources[key]["cite"] for key in one["source"])


def links(one: Parameter, sources: Mapping[str, Mapping[str, str]]) -> list[str]:
    """Return the addresses of a number's sources, as far as there are any."""
    return [sources[key]["url"] for key in one["source"] if key in sources and sources[key]["url"]]


def _plain(value: float | Sequence[float]) -> float | tuple[float, ...]:
    return value if isinstance(value, int | float) else tuple(value)


def single(one: Parameter) -> bool:
    """Say whether a parameter is one number with a range, so that it can be changed."""
    return all(isinstance(one[part], int | float) for part in ("value", "low", "high")) and one["low"] < one["high"]


def relative(one: Parameter) -> tuple[float, float] | None:
    """Return the ends of a range as times the value, or nothing where that cannot be said.

    >>> relative({"value": 2.0, "low": 1.0, "high": 50.0})
    (0.5, 10.0)
    """
    if not single(one) or one["value"] <= 0 or one["low"] < 0:
        return None
    return max(one["low"] / one["value"], LEAST), min(one["high"] / one["value"], MOST)


def ranges(those: Sequence[Parameter]) -> Chart | None:
    """Return the widest ranges among these parameters, as times their value; nothing if there is none to draw."""
    spans = [(one, span) for one in those if (span := relative(one)) is not None]
    spans.sort(key=lambda pair: -(pair[1][1] / pair[1][0]))
    if not spans:
        return None
    drawn = spans[:DRAWN]
    rows = [
        Row(cut(shortened(one["name"])), Estimate(1.0, low, high, 0.0, 2), reach(one["low"], one["high"]), _place(one))
        for one, (low, high) in drawn
    ]
    option = intervals(rows, "times the value", "@number")
    content = {**option.content, "xAxis": {**option.content["xAxis"], "type": "log", "min": LEAST, "max": MOST}}
    return Chart(
        "ranges",
        "How far each number may lie from its value",
        f"Least sure of these: {drawn[0][0]['name']}, from {number(drawn[0][0]['low'])} to "
        f"{number(drawn[0][0]['high'])} where {number(drawn[0][0]['value'])} is taken.",
        f"The {len(drawn)} widest of {len(spans)} ranges that can be drawn, in proportion; the mark is the value. "
        "Dots are published, triangles derived, diamonds calibrated, squares assumed. "
        "What reaches beyond a tenth or ten times is cut at the edge.",
        content,
        AXIS_HEIGHT + ROW * len(rows),
        ("Number", "Value", "Range", "Unit"),
        tuple(
            (str(one["name"]), number(one["value"]), reach(one["low"], one["high"]), str(one["unit"]))
            for one, _ in drawn
        ),
    )


def _place(one: Parameter) -> int:
    """Return the place of a status among the colours and shapes."""
    return (0, 2, 3, 1)[STATUSES.index(one["status"])]


def shortened(name: str) -> str:
    """Return a name that can be broken where its parts end.

    >>> shortened("need.contact_ratio")
    'need: contact ratio'
    """
    word, _, key = name.partition(".")
    return f"{word.replace('_', ' ')}: {key.replace('_', ' ')}"


def cut(name: str) -> str:
    """Return a name short enough for a picture; the table beside it has all of it.

    >>> cut("Residents aged 65 and over who live in a care home")
    'Residents aged 65 and over who live in …'
    """
    return shorten(name, SHORT, placeholder=" …")


def scores(rows: Sequence[Mapping[str, Any]], use: str) -> Chart | None:
    """Return how far off the figures of one use are, in standard errors; nothing if there is none of that use."""
    mine = [one for one in rows if one["use"] == use]
    if not mine:
        return None
    judged = use != "compared"
    drawn = [Row(cut(one["meaning"]), _off(one), _told(one), _score_place(one, judged)) for one in mine]
    option = intervals(drawn, "standard errors of the figure", "@number")
    met = sum(one["met"] for one in mine)
    sentence = f"The model meets {met} of these {len(mine)} figures." if judged else "What the model makes of them."
    return Chart(
        f"scores_{use.replace('-', '_')}",
        USES[use],
        sentence,
        f"Nought is the published figure; bars hold 80% of the runs. {MET if judged else NOT_JUDGED}",
        option.content,
        AXIS_HEIGHT + ROW * len(drawn),
        ("Figure", "Published", "Model", "80% of runs", "Off", "", "Source"),
        tuple(
            (
                one["meaning"],
                one["published"],
                one["model"],
                one["interval"],
                f"{one['off'][0]:+.1f}",
                ("met" if one["met"] else "missed") if judged else "",
                one["source"],
            )
            for one in mine
        ),
    )


def _off(one: Mapping[str, Any]) -> Estimate:
    mean, low, high = one["off"]
    return Estimate(mean, low, high, 0.0, 2)


def _told(one: Mapping[str, Any]) -> str:
    return f"{one['model']}, published {one['published']}"


def _score_place(one: Mapping[str, Any], judged: bool) -> int:
    return 0 if one["met"] or not judged else 1


def missed(rows: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """Return what is missed, and why as far as that is known."""
    return [(one["meaning"], one["why"]) for one in rows if one["why"] and one["use"] != "compared"]


def swings(result: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """Return what a parameter moves, as rows of a table: outcome, low end, value, high end, and whether it is clear."""
    return [
        (
            one["title"],
            *(_said(value, one["kind"]) for value in one["at"]),
            "clear" if one["clear"] else "no clear change",
        )
        for one in result["outcomes"]
    ]


def _said(value: float, kind: str) -> str:
    if kind == "share":
        return f"{100.0 * value:.1f}%"
    return f"£{number(value)}" if kind == "pounds" else number(value)


def swing_sentence(result: Mapping[str, Any]) -> str:
    """Return what the parameter moves most, in proportion, among what it clearly moves."""
    clear = [one for one in result["outcomes"] if one["clear"]]
    if not clear:
        return f"Between the ends of its range {result['name']} clearly moves none of these."
    most = max(clear, key=lambda one: abs(one["at"][2] - one["at"][0]) / (abs(one["at"][1]) or 1.0))
    low, _, high = (_said(value, most["kind"]) for value in most["at"])
    rest = f" It clearly moves {len(clear)} of {len(result['outcomes'])} outcomes." if len(clear) > 1 else ""
    title = most["title"][:1].lower() + most["title"][1:]
    return f"From the low end of its range to the high one {title} go from {low} to {high}.{rest}"


def place_in_range(one: Parameter) -> float | None:
    """Return where the value lies in its range, in per cent of the way; nothing where there is no range to draw.

    >>> place_in_range({"value": 2.0, "low": 1.0, "high": 5.0})
    25.0
    """
    if not single(one):
        return None
    return round(100.0 * (one["value"] - one["low"]) / (one["high"] - one["low"]), 1)
