"""Loan levers: what can be set about a loan on its page - terms, stresses, handover - as controls and as an address."""

from collections.abc import Mapping, Sequence
from typing import Any

from experiments.dashboard.address import Choice, Field, Number, Overrides, Pick, Several
from experiments.dashboard.catalogue import catalogue
from experiments.dashboard.limits import limits
from experiments.dashboard.rail import SEED, Control, pick, seed, size, slider
from experiments.words import percent

PLACES = ("leeds-armley", "leeds-garforth", "belfast-clare", "leeds", "sandwell", "west-cheshire", "cheshire-east")
SIZES = (2_000, 5_000, 10_000, None)
RUNS = (4, 8, 12, 16, 30, 60)
RATES = (0.05, 0.1205, 0.2904, 0.7)
"""Handover rates that the runs impose; a test holds them to the question's own."""
OWN = "as it comes about"
FIRST = {
    "loan_pounds": "Loan",
    "rate_per_year": "Rate of interest",
    "term_months": "Term",
    "holiday_months": "Holiday before the first instalment",
    "council_share": "Council's share of the dividend",
    "reserve_pounds": "Reserve kept back",
    "guarantee_share": "Guarantee, of all instalments",
    "grant_pounds_per_year": "Grant to Local Links' staff",
}
"""The terms that are shown at once, with their labels."""
MORE = {
    "holiday_interest_share": "Interest charged in the holiday",
    "capitalised_share": "Of this added to the loan",
    "fee_share": "Arrangement fee",
    "match_share": "What others put beside the loan",
    "cure_quarters": "Time to make an instalment good",
    "guarantee_lag_quarters": "Guarantor's delay",
    "honour_probability": "Chance that the guarantee is honoured",
    "default_after_quarters": "Time until default",
    "second_tranche_share": "Second tranche",
    "second_tranche_month": "Drawn in month",
    "second_tranche_handover": "Handover it asks for",
    "inflation_per_year": "Inflation after the tables end",
    "added_inflation_per_year": "Inflation on top",
    "indexed_share": "Saving follows prices",
    "results_multiple": "Most paid for results",
}
STEPS = {
    **dict.fromkeys(("loan_pounds", "reserve_pounds", "grant_pounds_per_year"), 5_000.0),
    **dict.fromkeys(("term_months", "holiday_months", "second_tranche_month"), 3.0),
    **dict.fromkeys(("cure_quarters", "guarantee_lag_quarters", "default_after_quarters"), 1.0),
    **dict.fromkeys(("rate_per_year", "fee_share", "inflation_per_year", "added_inflation_per_year"), 0.0025),
}
STEP = 0.05
USUAL = {"finance": "loan", "base": "contract"}
FINANCES = {"loan": "A loan", "results": "Payment by results", "grant": "A grant"}
BASES = {"contract": "what the contract measures", "truth": "the true saving", "net": "that less running costs"}
STRESSES = {
    "late": "Handing over begins a year later",
    "fades": "A person's saving halves every two years",
    "half": "The saving per person is half",
    "unbacked": "The guarantor pays nothing",
    "prices": "Prices rise 3 points a year faster",
    "kept": "Somebody else keeps Local Links open",
}
SAVINGS = (0.25, 0.5, 1.0, 1.5, 2.0, 3.0, 5.0)


def fields() -> dict[str, Field]:
    """Return what the page's address can say: what to run, the terms, the stresses, and the table to show."""
    known, most = catalogue(), limits()
    names = [one["name"] for one in known.places]
    sizes = [one for one in SIZES if most.residents is None or (one is not None and one <= most.residents)]
    found: dict[str, Field] = {
        "place": Pick("leeds-armley", [one for one in PLACES if one in names], "The place"),
        "residents": Pick(None if None in sizes else sizes[0], sizes, "The number of residents"),
        "runs": Pick(min(30, most.runs), [one for one in RUNS if one <= most.runs], "The number of runs"),
        "seed": SEED,
        "set": Overrides(known.of_loans),
    }
    for name, label in {**FIRST, **MORE}.items():
        one = known.settable[f"loan.{name}"]
        found[name] = Number(one["value"], one["low"], one["high"], label, whole=False)
    return found | {
        "finance": Pick("loan", tuple(FINANCES), "How the money comes back"),
        "base": Pick("contract", tuple(BASES), "What the dividend is a share of"),
        "handover": Pick("own", ("own", *(f"{one:g}" for one in RATES)), "The handover rate", {"own": OWN}),
        "saving": Pick("1", tuple(f"{one:g}" for one in SAVINGS), "The saving per person"),
        "stress": Several((), tuple(STRESSES), "Stresses"),
        "over": Pick("loan", ("loan", "saving"), "What the table has across"),
    }


def run_controls(choice: Choice) -> list[Control]:
    """Return the controls of what is run."""
    titles = {one["name"]: one["title"] for one in catalogue().places}
    known = fields()
    return [
        pick("place", "Place", choice, _options(known["place"], titles)),
        pick("residents", "Residents", choice, [{"value": one, "label": size(one)} for one in _of(known["residents"])]),
        pick("runs", "Runs", choice, _options(known["runs"])),
        seed(choice),
    ]


def term_controls(choice: Choice, names: Mapping[str, str]) -> list[Control]:
    """Return a slider for each of these terms."""
    known = catalogue().settable
    controls = []
    for name, label in names.items():
        one = known[f"loan.{name}"]
        span = (float(one["low"]), float(one["high"]))
        controls.append(slider(name, label, float(choice[name]), span, one["unit"], STEPS.get(name, STEP)))
    return controls


def world_controls(choice: Choice) -> list[Control]:
    """Return the controls of what the loan meets: its kind, the handover, the saving and the stresses."""
    rates = {"own": OWN, **{f"{one:g}": f"{percent(one)}, imposed" for one in RATES}}
    savings = {f"{one:g}": "as it is" if one == 1.0 else f"{one:g} times" for one in SAVINGS}
    stresses = [{"value": name, "label": label, "hint": label} for name, label in STRESSES.items()]
    return [
        pick("finance", "How the money comes back", choice, _named(FINANCES)),
        pick("base", "The dividend is a share of", choice, _named(BASES)),
        pick("handover", "Handover rate", choice, _named(rates)),
        pick("saving", "Saving per person", choice, _named(savings)),
        {"kind": "ticks", "name": "stress", "label": "What if", "value": choice["stress"], "options": stresses},
    ]


def across(choice: Choice) -> float:
    """Return where the page stands on what the table has across: the loan in pounds, or times the saving."""
    return float(choice["loan_pounds"] if choice["over"] == "loan" else setting_of(choice)["saving"])


def at_cell(choice: Choice, rate: float, column: float) -> dict[str, Any]:
    """Return what is set by pressing a cell of the table: its rate, its column, and Local Links kept up."""
    stress = {*choice["stress"], "kept"}
    if choice["over"] == "loan":
        moved: dict[str, Any] = {"loan_pounds": column}
    else:
        moved, stress = {"saving": f"{column:g}"}, stress - {"half"}
    return {"handover": f"{rate:g}", "stress": [one for one in STRESSES if one in stress], **moved}


def _named(names: Mapping[str, str]) -> list[dict[str, Any]]:
    return [{"value": name, "label": label} for name, label in names.items()]


def _of(field: Field) -> Sequence[Any]:
    return field.options if isinstance(field, Pick) else ()


def _options(field: Field, titles: Mapping[str, str] | None = None) -> list[dict[str, Any]]:
    return [{"value": one, "label": (titles or {}).get(str(one), str(one))} for one in _of(field)]


def asked_of(choice: Choice) -> dict[str, Any]:
    """Return what the job of the runs is asked; a term longer than the standard one asks for longer runs."""
    usual = catalogue().settable["loan.term_months"]["value"]
    return {
        "place": choice["place"],
        "residents": choice["residents"],
        "runs": choice["runs"],
        "seed": choice["seed"],
        "term_months": max(float(usual), float(choice["term_months"])),
        "overrides": dict(choice["set"]),
    }


def setting_of(choice: Choice) -> dict[str, Any]:
    """Return what is laid over the runs, as plain values: terms other than the standard ones, and what they meet."""
    known = catalogue().settable
    terms: dict[str, Any] = {
        name: float(choice[name]) for name in (*FIRST, *MORE) if choice[name] != known[f"loan.{name}"]["value"]
    }
    terms |= {name: choice[name] for name, usual in USUAL.items() if choice[name] != usual}
    stress = choice["stress"]
    changed = {"unbacked": ("honour_probability", 0.0), "prices": ("added_inflation_per_year", 0.03)}
    terms |= dict(pair for name, pair in changed.items() if name in stress)
    if "kept" in stress:
        terms["insolvency"] = 0.0
    return {
        "terms": terms,
        "world": None if choice["handover"] == "own" else float(choice["handover"]),
        "saving": float(choice["saving"]) * (0.5 if "half" in stress else 1.0),
        "half_life": 24 if "fades" in stress else 0,
        "delay": 12 if "late" in stress else 0,
        "over": choice["over"],
    }
