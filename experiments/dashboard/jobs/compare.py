"""Compare: worlds with and without, told as sentences, charts and what a weaker evaluation would have claimed."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments import words
from experiments.asking.preset import shipped
from experiments.asking.study import AS_NOW, Arm, Study, Trial, plan_arms
from experiments.asking.usual import START
from experiments.comparing.before_after import BeforeAfter, before_after, claims
from experiments.comparing.cashability import Cashability, default_sheet
from experiments.comparing.charts import charts, delayed_over_time
from experiments.comparing.compare import Comparison, Replication, first_start, gather, replication_under
from experiments.comparing.report import command_line
from experiments.comparing.story import story
from experiments.dashboard.crew import Tell, archive, sharing
from experiments.dashboard.kept import usable_archive
from experiments.figures.estimate import counted, fan
from experiments.runs.archive import Archive, Luck
from experiments.runs.ensemble import replicate_until
from experiments.showing.written import as_csv
from models import MONTHS_PER_QUARTER, Plan, Run, Scenario, interventions
from models import place as place_card

DRAWN = {
    "lonely": "Lonely residents",
    "often_lonely": "Residents who often feel lonely",
    "home_care": "People with council-funded care at home",
    "residential_council": "People in council-funded care homes",
    "unmet": "People who need help and have none",
    "informal_only": "People helped by family or friends alone",
    "members": "Members of networks",
    "volunteers": "Volunteers",
}
"""Measures that can be looked at over time, people of the whole place."""
FEWEST = 2
"""Runs from which on a partial answer is shown."""

type Plain = dict[str, Any]


@dataclass(frozen=True)
class Made:
    """One replication, and what a before-and-after evaluation would have seen in it, by arm."""

    replication: Replication
    seen: Mapping[str, BeforeAfter]


class Remembered(Luck):
    """The worlds of one luck, each kept in memory as well while they are looked at."""

    def __init__(self, archive: Archive | None, seed: int, draw: int | None, apart: int | None) -> None:
        super().__init__(archive, seed, draw, apart)
        self.worlds: dict[str, Run] = {}

    def run(self, scenario: Scenario) -> Run:
        """Return the run of a world."""
        text = scenario.text()
        if text not in self.worlds:
            self.worlds[text] = super().run(scenario)
        return self.worlds[text]


def work(asked: Mapping[str, Any], tell: Tell) -> Plain:
    """Run every world of a study as often as asked, tell how it comes on, and return what it shows."""
    study = study_of(asked)
    arms = plan_arms(study)
    _, note = usable_archive()
    task = partial(one, study, arms, archive())
    total = study.replications

    def needed(done: Sequence[Made]) -> int:
        said = f"{len(done)} of {words.runs(total)} of every world"
        tell({"said": said, "done": len(done), "total": total} | partly(study, arms, done))
        return total

    done = replicate_until(task, needed, total, sharing())
    return result(gather(study, arms, [made.replication for made in done]), done) | {"note": note}


def study_of(asked: Mapping[str, Any]) -> Study:
    """Return the study that was asked for: a scenario that comes with Kith, or interventions of the user's choice."""
    counted: Plain = {"residents": asked["residents"], "replications": asked["runs"], "seed": asked["seed"]}
    months, changed = 12 * asked["years"], dict(asked["set"])
    if asked["preset"]:
        preset = shipped(asked["preset"])
        return preset.study(months, preset.start, overrides={**preset.numbers, **changed}, **counted)
    study = Study(
        place=asked["place"],
        interventions=tuple(asked["with"]),
        months=months,
        start=START,
        overrides=changed,
        **counted,
    )
    if not asked["together"] or len(asked["with"]) < 2:
        return study
    titles = {kind.name: kind.title for kind in interventions()}
    alone = [Trial(titles[name], {name: Plan(START)}) for name in asked["with"]]
    return replace(study, trials=(*alone, Trial("All together", {name: Plan(START) for name in asked["with"]})))


def one(study: Study, arms: Sequence[Arm], store: Archive | None, number: int) -> Made:
    """Run all worlds under one luck and one draw of the parameters."""
    luck = Remembered(store, study.seed + number, number, first_start(arms))
    made = replication_under(study, arms, Cashability(default_sheet()), luck)
    twin = luck.run(arms[0].scenario)
    own = [arm for arm in arms if arm.name != AS_NOW and arm.budget is None]
    return Made(made, {arm.name: before_after(twin, luck.run(arm.scenario)) for arm in own})


def partly(study: Study, arms: Sequence[Arm], done: Sequence[Made]) -> Plain:
    """Return what can be seen already, once there is more than one run."""
    if not FEWEST <= len(done) < study.replications:
        return {}
    found = gather(study, arms, [made.replication for made in done])
    return {"charts": [asdict(delayed_over_time(found))], "heading": heading(found)}


def result(found: Comparison, done: Sequence[Made]) -> Plain:
    """Return a comparison as the page shows it."""
    told, study = story(found), found.study
    arms = [arm for arm in found.arms if arm.repeats is None]
    return {
        "heading": heading(found),
        "question": study.question,
        "lead": " ".join(one for one in (told.collapsing, told.answer) if one) or told.arms[0].delay,
        "equal": told.equal_answer,
        "flip": told.flip,
        "interval": told.interval,
        "caveats": list(told.caveats),
        "arms": [{"name": arm.arm.name, "title": arm.arm.title, "sentences": list(arm.sentences)} for arm in told.arms],
        "charts": [asdict(chart) for chart in charts(found)],
        "worlds": [{"name": arm.name, "title": arm.title} for arm in arms],
        "quarters": quarters(study.months),
        "lines": {name: over_time(found, done, name) for name in DRAWN if recorded(done, name)},
        "runs": len(done),
        "start": study.start,
        "claims": claimed(found, done),
        "csv": as_csv(found.table.reset_index()),
        "command": "" if study.trials and not study.source else command_line(study),
    }


def heading(found: Comparison) -> str:
    """Return what was run, so that the answer cannot be taken for that of other choices."""
    study = found.study
    size = f"{study.residents:,} residents" if study.residents else "every resident"
    title = place_card(study.place).title
    return f"{title}, {words.span(study.months)}, {size}, {words.runs(len(found.parameters))}"


def quarters(months: int) -> list[int]:
    """Return the last month of every quarter.

    >>> quarters(7)
    [2, 5]
    """
    return list(range(MONTHS_PER_QUARTER - 1, months, MONTHS_PER_QUARTER))


def recorded(done: Sequence[Made], measure: str) -> bool:
    """Say whether every world has a measure."""
    return all(measure in frame for made in done for frame in made.replication.measures.values())


def over_time(found: Comparison, done: Sequence[Made], measure: str) -> Plain:
    """Return a measure by world and quarter: as it is, each world less its twin run by run, and each run's own.

    With each run's own any two worlds can be set against one another under the same luck.
    """
    runs = {
        arm.name: np.array([made.replication.measures[arm.name][measure].to_numpy(float) for made in done])
        * found.weight
        for arm in found.arms
        if arm.repeats is None
    }
    at = quarters(found.study.months)
    return {
        "title": DRAWN[measure],
        "worlds": {name: band(counted(values[:, at])) for name, values in runs.items()},
        "apart": {name: band(fan((runs[name] - runs[AS_NOW])[:, at])) for name in runs if name != AS_NOW},
        "each": {name: [tenths(run) for run in values[:, at]] for name, values in runs.items()},
    }


def band(lines: Mapping[str, NDArray[np.float64]]) -> dict[str, list[float]]:
    """Return the lines of a fan to one decimal."""
    return {name: tenths(line) for name, line in lines.items()}


def tenths(line: NDArray[np.float64]) -> list[float]:
    """Return numbers to one decimal, as JSON holds them."""
    return [round(float(one), 1) for one in line]


def claimed(found: Comparison, done: Sequence[Made]) -> list[Plain]:
    """Return for each arm what a before-and-after evaluation would have claimed, of it and of nothing."""
    rows = []
    for name in found.ranking:
        said = claims([made.seen[name] for made in done if name in made.seen], found.weight)
        if said is not None:
            rows.append({"name": name, "title": found.arm(name).title, **asdict(said)})
    return rows
