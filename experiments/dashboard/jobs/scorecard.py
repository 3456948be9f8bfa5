"""Scorecard: the model beside published figures, as plain values; what it misses is told with why."""

from collections.abc import Mapping
from typing import Any

from calibration.scorecard import Score
from experiments.dashboard.crew import Tell, alone
from experiments.unknowns.measuring import Measuring, scored
from experiments.unknowns.scorecard_told import explained, measured_in, number, sentences
from models import sources


def work(asked: Mapping[str, Any], tell: Tell) -> dict[str, Any]:
    """Return the sentences of the scorecard, and a row for every figure."""
    wanted = Measuring(
        draws=int(asked["draws"]),
        further=bool(asked["projections"]),
        residents=int(asked["residents"]),
        seed=int(asked["seed"]),
        workers=1,
    )
    found = scored(wanted, alone(tell, "world {done} of {total}")).scores
    cited = {key: one.cite for key, one in sources().items()}
    return {"sentences": sentences(found, fitted=True), "rows": [row(one, cited) for one in found]}


def row(one: Score, cited: Mapping[str, str]) -> dict[str, Any]:
    """Return one figure: what was published, what the model makes of it, and how far off that is."""
    target, (low, high) = one.target, one.interval
    return {
        "name": target.name,
        "use": target.use.value,
        "meaning": measured_in(one),
        "published": number(target.value, one),
        "model": number(one.mean, one),
        "interval": f"{number(low, one)} to {number(high, one)}",
        "off": [round((end - target.value) / target.error, 3) for end in (one.mean, low, high)],
        "met": one.passes,
        "why": "" if one.passes else explained(one),
        "note": target.note or "",
        "source": cited.get(target.source, target.source),
        "when": target.period,
        "where": target.place,
    }
