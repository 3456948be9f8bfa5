"""Life: two time lines of one resident side by side, and what her ties, help and care come to over the years."""

from collections.abc import Mapping, Sequence
from typing import Any

from experiments import words
from experiments.comparing.life import STANDS
from experiments.showing.chart import Chart
from experiments.showing.marks import Band, bands

type Told = Mapping[str, Any]
"""What the job tells of a life."""
LONELY = ("not lonely", "sometimes lonely", "often lonely")
SOMETIMES_OR_OFTEN = (1, 2)
UNMET, COUNCIL = (1,), (4, 5)
"""Codes of need that nobody meets and of care that the council pays for; a page must not load the model for them."""
YEAR = 12
KINDS = {
    **dict.fromkeys(("lonelier", "less lonely", "lost a partner", "found a partner"), "turn"),
    **dict.fromkeys(("fell", "admitted", "frailer", "less frail", "carer could not go on"), "health"),
    **dict.fromkeys(("came to the council's notice", "assessed", "care changed", "began reablement"), "care"),
    **dict.fromkeys(("handed over to Local Links", "plan brokered by Local Links"), "care"),
    **dict.fromkeys(("died", "moved away"), "end"),
}
"""The shape of a mark on the time line, by event; any other event is a dot."""


def spells(values: Sequence[float | None]) -> list[tuple[int, int, int]]:
    """Return runs of months with the same value: first month, the month after the last, and the value.

    >>> spells([0, 0, 2, None, None, 2])
    [(0, 2, 0), (2, 3, 2), (5, 6, 2)]
    """
    found: list[tuple[int, int, int]] = []
    for month, value in enumerate(values):
        if value is None:
            continue
        if found and found[-1][1] == month and found[-1][2] == int(value):
            found[-1] = (found[-1][0], month + 1, int(value))
        else:
            found.append((month, month + 1, int(value)))
    return found


def lanes(told: Told) -> dict[str, Any]:
    """Return what `lives.vue` draws: for each world its spells of loneliness and care, and its events by month."""
    months = len(told["worlds"][0]["state"]["lonely"])
    return {
        "months": months,
        "first": told["enters"],
        "labels": [words.month_name(month) for month in range(months + 1)],
        "parting": told["parting"],
        "worlds": [
            {
                "title": one["title"],
                "lonely": spells(one["state"]["lonely"]),
                "standing": spells(one["state"]["standing"]),
                "marks": [{**event, "kind": KINDS.get(event["event"], "else")} for event in one["events"]],
                "ends": _ends(one),
            }
            for one in told["worlds"]
        ],
        "names": {"lonely": list(LONELY), "standing": list(STANDS)},
    }


def _ends(world: Mapping[str, Any]) -> dict[str, Any] | None:
    if world["left"] < 0:
        return None
    return {"month": world["left"], "said": "dies" if world["died"] else "moves away"}


def months_of(values: Sequence[float | None], wanted: Sequence[int]) -> int:
    """Return in how many months a value is one of those wanted."""
    return sum(value is not None and int(value) in wanted for value in values)


def sums(told: Told) -> list[tuple[str, ...]]:
    """Return what each life comes to, as rows of a table: what, without, and with."""
    rows = []
    for name, reckoned in (
        ("Months lived in the place", lambda one: sum(value is not None for value in one["lonely"])),
        ("Months lonely", lambda one: months_of(one["lonely"], SOMETIMES_OR_OFTEN)),
        ("Months in need with no help", lambda one: months_of(one["standing"], UNMET)),
        ("Months of council-funded care", lambda one: months_of(one["standing"], COUNCIL)),
        ("Friends named, on average", lambda one: _mean(one["ties"])),
        ("Unpaid help, hours a week on average", lambda one: _mean(one["help"])),
    ):
        rows.append((name, *(words.number(float(reckoned(one["state"]))) for one in told["worlds"])))
    for name, key in (("Care, whoever pays", "cost"), ("Of this the council", "council")):
        rows.append((name, *(f"£{words.number(_total(one['state'][key]))}" for one in told["worlds"])))
    return rows


def _mean(values: Sequence[float | None]) -> float:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else 0.0


def _total(values: Sequence[float | None]) -> float:
    return sum(value for value in values if value is not None)


def summary(told: Told) -> str:
    """Return in a sentence what differs between the two lives."""
    without, along = (one["state"] for one in told["worlds"])
    parts = []
    for said, key, wanted in (
        (("lonely month", "lonely months"), "lonely", SOMETIMES_OR_OFTEN),
        (("month of council-funded care", "months of council-funded care"), "standing", COUNCIL),
        (("month in need with no help", "months in need with no help"), "standing", UNMET),
    ):
        more = months_of(along[key], wanted) - months_of(without[key], wanted)
        if more:
            parts.append(f"{abs(more)} {'more' if more > 0 else 'fewer'} {said[abs(more) > 1]}")
    pounds = _total(along["cost"]) - _total(without["cost"])
    if round(pounds):
        parts.append(f"care that costs {words.pounds(abs(pounds))} {'more' if pounds > 0 else 'less'}")
    here = told["worlds"][1]["title"]
    return f"{here}: {words.listed(parts)}." if parts else f"{here} nothing about care or company comes out otherwise."


def over_time(told: Told, name: str, title: str, unit: str, summed: bool = False) -> Chart:
    """Return one thing about a life month by month, in both worlds; ``summed`` adds it up."""
    series = []
    for place, one in enumerate(told["worlds"]):
        values = [0.0 if value is None else float(value) for value in one["state"][name]]
        if summed:
            values = [round(sum(values[: month + 1]), 2) for month in range(len(values))]
        series.append(Band(one["title"], values, values, values, place))
    months = len(series[0].mean)
    labels = [words.month_name(month) for month in range(months)]
    option = bands(labels, series, unit, "@pounds" if unit == "pounds" else "@number", YEAR * max(1, months // 60))
    last = [words.number(one.mean[-1]) for one in series]
    differ = next((month for month in range(months) if series[0].mean[month] != series[1].mean[month]), None)
    apart = "The two lines never part." if differ is None else f"The lines part in {labels[differ]}."
    end = f" In all {last[0]} as now and {last[1]} {_small(series[1].label)}." if summed else ""
    return Chart(
        f"life_{name}",
        title,
        f"{apart}{end}",
        "The solid line is the world as now, the dashed one the world with what was added.",
        option.content,
        option.height,
        ("Month", *(one.label for one in series)),
        tuple(
            (labels[month], *(words.number(one.mean[month]) for one in series))
            for month in range(YEAR - 1, months, YEAR)
        ),
    )


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def charts(told: Told) -> tuple[Chart, ...]:
    """Return the charts below the time lines: ties, unpaid help, and care as it adds up; none of what never was."""
    wanted = (
        ("ties", "Friends and neighbours named", "people", False),
        ("help", "Unpaid help from family and friends", "hours a week", False),
        ("cost", "What care has cost so far, whoever pays", "pounds", True),
    )
    some = [one for one in wanted if any(any(world["state"][one[0]]) for world in told["worlds"])]
    return tuple(over_time(told, *one) for one in some)


def rows(told: Told) -> list[tuple[str, ...]]:
    """Return what happened as rows of a table: month, and what happened in each world."""
    happened = [_by_month(one["events"]) for one in told["worlds"]]
    months = sorted(set().union(*happened))
    return [(words.month_name(month), *("; ".join(one.get(month, ())) for one in happened)) for month in months]


def _by_month(events: Sequence[Mapping[str, Any]]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for event in events:
        found.setdefault(event["month"], []).append(event["said"])
    return found
