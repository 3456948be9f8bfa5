"""Rail: the levers beside a page - what can be picked, as a list of controls, and the panel that holds them."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import floor, log10
from typing import Any

import solara

from experiments.dashboard import markup as v
from experiments.dashboard.address import Choice, Field, Number, Overrides, Pick, Several
from experiments.dashboard.catalogue import catalogue
from experiments.dashboard.limits import limits, told_limits

type Control = dict[str, Any]
"""One control as levers.vue draws it."""
SIZES = (1_000, 3_000, 10_000, 40_000, None)
"""Residents that can be grown; ``None`` for everyone."""
YEARS = (3, 5, 10, 15, 20)
RUNS = (2, 4, 8, 16, 32)
SEED = Number(1, 0, 9_999, "The seed")
STEPS = 200
"""Of a slider from the low end of a parameter's range to the high."""
EXAMPLE = "prone share"
"""Of what may be searched for among the numbers of the model."""
SEEDS = {"low": SEED.low, "high": SEED.high, "step": 1}


@dataclass(frozen=True)
class Opening:
    """What a page has picked before anyone touches it."""

    place: str = "leeds"
    interventions: tuple[str, ...] = ()
    years: int = 5
    residents: int | None = 3_000
    runs: int = 8


def shared_fields(opening: Opening) -> dict[str, Field]:
    """Return the levers that every page of runs has: place, interventions, years, residents, runs, seed, overrides."""
    known, most = catalogue(), limits()
    titles = {one["name"]: one["title"] for one in known.places}
    sizes = [one for one in SIZES if most.residents is None or (one is not None and one <= most.residents)]
    return {
        "place": Pick(opening.place, list(titles), "The place", titles),
        "with": Several(opening.interventions, [one["name"] for one in known.interventions], "Interventions"),
        "years": Pick(opening.years, [one for one in YEARS if one <= most.years], "The number of years"),
        "residents": Pick(opening.residents, sizes, "The number of residents", {one: size(one) for one in sizes}),
        "runs": Pick(opening.runs, [one for one in RUNS if one <= most.runs], "The number of runs"),
        "seed": SEED,
        "set": Overrides(known.of_worlds),
    }


def shared_controls(choice: Choice) -> list[Control]:
    """Return the controls of the shared levers, without the overrides."""
    known, fields = catalogue(), shared_fields(Opening())
    places = [{"value": one["name"], "label": one["title"]} for one in known.places]
    offered = [{"value": one["name"], "label": one["title"], "hint": one["summary"]} for one in known.interventions]
    return [
        pick("place", "Place", choice, places),
        {"kind": "ticks", "name": "with", "label": "Interventions", "value": choice["with"], "options": offered},
        pick("years", "Years from April 2011", choice, _plain(fields["years"])),
        pick(
            "residents",
            "Residents",
            choice,
            [{**one, "label": size(one["value"])} for one in _plain(fields["residents"])],
        ),
        pick("runs", "Runs", choice, _plain(fields["runs"])),
        seed(choice),
    ]


def pick(name: str, label: str, choice: Mapping[str, Any], options: Sequence[Mapping[str, Any]]) -> Control:
    """Return a control of which one value can be picked."""
    return {"kind": "pick", "name": name, "label": label, "value": choice[name], "options": list(options)}


def seed(choice: Mapping[str, Any]) -> Control:
    """Return the control of the seed."""
    return {"kind": "number", "name": "seed", "label": "Seed", "value": choice["seed"], **SEEDS}


def slider(
    name: str, label: str, value: float, span: tuple[float, float], unit: str = "", step: float = 0.0
) -> Control:
    """Return a slider between two values."""
    low, high = span
    step = step or (high - low) / STEPS or 1
    told = {"value": value, "low": low, "high": high, "unit": unit, "step": step, "decimals": decimals(step, low)}
    return {"kind": "slide", "name": name, "label": label, **told}


def decimals(step: float, low: float) -> int:
    """Return how many decimals tell a step of a slider, and its low end, from the next.

    >>> decimals(5_000, 50_000), decimals(0.0025, 0.0), decimals(0.00175, 0.05)
    (0, 4, 4)
    """
    return max(0, 1 - floor(log10(min(step, abs(low) or step))))


def written(value: float, places: int) -> str:
    """Return a number with so many decimals at most, as levers.vue writes it.

    >>> written(0.1015, 4), written(0.5, 4), written(150_000, 0), written(12.0, 2)
    ('0.1015', '0.5', '150,000', '12')
    """
    text = f"{value:,.{places}f}"
    return text.rstrip("0").rstrip(".") if places else text


def size(residents: int | None) -> str:
    """Return how many residents are grown, as a label.

    >>> size(3000), size(None)
    ('3,000', 'everyone')
    """
    return "everyone" if residents is None else f"{residents:,}"


def override_controls(changed: Mapping[str, float], known: Mapping[str, Mapping[str, Any]]) -> list[Control]:
    """Return a slider for every parameter that is changed, and a search among those known for another."""
    sliders = []
    for name, value in changed.items():
        one = known[name]
        span = (one["low"], one["high"])
        sliders.append({**slider(name, name, value, span, one["unit"], one["step"]), "removable": True})
    others = {name: one for name, one in known.items() if one["low"] < one["high"] and name not in changed}
    options = [{"value": name, "label": one["unit"]} for name, one in others.items()]
    add = {"kind": "find", "name": "", "label": "Change another number", "example": EXAMPLE, "options": options}
    return [*sliders, add]


def overridden(changed: Mapping[str, float], name: str, value: Any) -> dict[str, float]:
    """Return what is changed after a control of the overrides was moved."""
    known = catalogue().settable
    if name == "":
        return {**changed, value: known[value]["value"]} if value in known else dict(changed)
    if value is None:
        return {one: kept for one, kept in changed.items() if one != name}
    low, high = known[name]["low"], known[name]["high"]
    return {**changed, name: min(max(float(value), low), high)}


def _plain(field: Field) -> list[dict[str, Any]]:
    options = field.options if isinstance(field, Pick) else ()
    return [{"value": one, "label": str(one)} for one in options]


@solara.component_vue("levers.vue")
def Drawn(name: str, given: str, locked: bool, event_change: Callable[[Mapping[str, Any]], None]):
    """Controls in a column, given as JSON: Solara looks through lists for what it must draw, but not through text."""


def Levers(
    name: str, fields: Sequence[Control], locked: bool, event_change: Callable[[Mapping[str, Any]], None]
) -> solara.Element:
    """Return controls in a column; a change is told as name and value."""
    return Drawn(name=name, given=json.dumps(list(fields)), locked=locked, event_change=event_change)


@solara.component
def Rail(
    choice: Choice,
    change: Callable[..., None],
    locked: bool = False,
    controls: Sequence[Control] | None = None,
    children: Sequence[solara.Element] = (),
    numbers: Mapping[str, Mapping[str, Any]] | None = None,
):
    """The levers of a page in their panel: the shared ones unless it has others, then the numbers of the sheets.

    ``children`` stand below: buttons, most often. ``numbers`` can be changed: those of a world, unless others do.
    """
    known = catalogue().of_worlds if numbers is None else numbers
    above = shared_controls(choice) if controls is None else controls
    below = override_controls(choice["set"], known) if "set" in choice else []

    def changed(event: Mapping[str, Any]) -> None:
        change(**{event["name"]: event["value"]})

    def over(event: Mapping[str, Any]) -> None:
        change(set=overridden(choice["set"], event["name"], event["value"]))

    with v.Html(tag="div", class_="side"):
        Panel(locked, above, changed, below, over)
        if children:
            limited = told_limits()
            said = [v.Html(tag="p", class_="muted", children=[limited])] if limited else []
            v.Html(tag="div", class_="card", children=[*said, *children])


@solara.component
def Panel(
    locked: bool,
    above: Sequence[Control],
    changed: Callable[[Mapping[str, Any]], None],
    below: Sequence[Control],
    over: Callable[[Mapping[str, Any]], None],
):
    """The levers, which a phone folds away until they are asked for (look/custom.js)."""
    with v.Html(tag="details", class_="rail card", attributes={"open": True}):
        v.Html(tag="summary", children=["What to run"])
        Levers(name="shared", fields=above, locked=locked, event_change=changed)
        if below:
            with v.Html(tag="details", class_="overrides", attributes={"open": len(below) > 1}):
                v.Html(tag="summary", children=["Numbers of the model"])
                Levers(name="set", fields=below, locked=locked, event_change=over)
