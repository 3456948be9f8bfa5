"""Scorecard: the model beside published figures, as plain values; what it misses is told with why."""

from collections.abc import Callable, Mapping
from typing import Any

from calibration.scorecard import Score
from experiments.files import archive_folder
from experiments.runs.ensemble import Crew
from experiments.unknowns.measuring import Measuring, scored
from experiments.unknowns.scorecard_told import explained, measured_in, number, sentences
from models import sources

USUAL: Mapping[str, Any] = {"draws": 16, "residents": 8_000, "projections": True, "seed": 1}
"""What is asked unless something else is; the same as on the page that `kith validate` writes."""


def work(asked: Mapping[str, Any], tell: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    """Return the sentences of the scorecard, and a row for every figure."""

    def shown(done: int, total: int) -> None:
        tell({"done": done, "total": total, "said": f"world {done} of {total}"})

    full = {**USUAL, **asked}
    wanted = Measuring(
        draws=int(full["draws"]),
        further=bool(full["projections"]),
        residents=int(full["residents"]),
        seed=int(full["seed"]),
        workers=1,
    )
    found = scored(wanted, Crew(workers=1, progress=shown, archive=archive_folder()))
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
