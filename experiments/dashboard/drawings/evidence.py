"""Evidence: parameters found and told, how far each may lie from its value, and the scorecard as pictures."""

from collections.abc import Mapping, Sequence
from typing import Any

from experiments.figures.estimate import Estimate
from experiments.showing.chart import Chart
from experiments.showing.marks import Row, intervals
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
        Row(shortened(one["name"]), Estimate(1.0, low, high, 0.0, 2), reach(one["low"], one["high"]), _place(one))
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
        option.height,
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


def scores(rows: Sequence[Mapping[str, Any]], use: str) -> Chart | None:
    """Return how far off the figures of one use are, in standard errors; nothing if there is none of that use."""
    mine = [one for one in rows if one["use"] == use]
    if not mine:
        return None
    judged = use != "compared"
    drawn = [Row(one["meaning"], _off(one), _told(one), _score_place(one, judged)) for one in mine]
    option = intervals(drawn, "standard errors of the figure", "@number")
    met = sum(one["met"] for one in mine)
    sentence = f"The model meets {met} of these {len(mine)} figures." if judged else "What the model makes of them."
    return Chart(
        f"scores_{use.replace('-', '_')}",
        USES[use],
        sentence,
        f"Nought is the published figure; bars hold 80% of the runs. {MET if judged else NOT_JUDGED}",
        option.content,
        option.height,
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
    """Return what a parameter moves, as rows of a table: outcome, low end, value, high end, and by how much."""
    return [
        (
            one["title"],
            *(_said(value, one["kind"]) for value in one["at"]),
            f"{_by(one)}, clear" if one["clear"] else f"no clear change ({_by(one)})",
        )
        for one in result["outcomes"]
    ]


def _said(value: float, kind: str) -> str:
    if kind == "share":
        return f"{100.0 * value:.1f}%"
    return f"{'-' if value < 0.0 else ''}£{number(abs(value))}" if kind == "pounds" else number(value)


def _moved(value: float, kind: str) -> str:
    """Return a difference without its sign; of shares, in points of the hundred."""
    if kind != "share":
        return _said(value, kind)
    return "1 point" if number(100.0 * value) == "1" else f"{number(100.0 * value)} points"


def _by(one: Mapping[str, Any]) -> str:
    """Return with its sign and its error by how much an outcome moves.

    >>> _by({"kind": "share", "moved": -0.021, "error": 0.004}), _by({"kind": "pounds", "moved": 5e4, "error": None})
    ('-2.1 points, error 0.4', '+£50,000')
    """
    said = _moved(abs(one["moved"]), one["kind"])
    sign = "" if said in ("0", "£0", "0 points") else "+" if one["moved"] > 0.0 else "-"
    return f"{sign}{said}{_sure(one, ', error ')}"


def _sure(one: Mapping[str, Any], before: str) -> str:
    if one["error"] is None:
        return ""
    return f"{before}{number(100.0 * one['error']) if one['kind'] == 'share' else _said(one['error'], one['kind'])}"


def swing_sentence(result: Mapping[str, Any]) -> str:
    """Return what the parameter moves most clearly, by how much, and how many others it clearly moves."""
    clear = [one for one in result["outcomes"] if one["clear"]]
    many = len(result["outcomes"])
    if not clear:
        none = f"{result['name']} clearly moves none of these {many}: luck moves them as far"
        return f"Between the ends of its range {none}."
    first = clear[0]
    title = first["title"][:1].lower() + first["title"][1:]
    way = f"{'up' if first['moved'] > 0.0 else 'down'} by {_moved(abs(first['moved']), first['kind'])}"
    low, high = _said(first["at"][0], first["kind"]), _said(first["at"][-1], first["kind"])
    ends = f", from {low} to {high}" if low != high else ""
    return (
        f"From the low end of its range to the high one, {title}: {way}{_sure(first, ' (Monte-Carlo error ')}"
        f"{')' if first['error'] is not None else ''}{ends}. It clearly moves {len(clear)} of {many} outcomes."
    )


def place_in_range(one: Parameter) -> float | None:
    """Return where the value lies in its range, in per cent of the way; nothing where there is no range to draw.

    >>> place_in_range({"value": 2.0, "low": 1.0, "high": 5.0})
    25.0
    """
    if not single(one):
        return None
    return round(100.0 * (one["value"] - one["low"]) / (one["high"] - one["low"]), 1)
