"""Made-up runs, small enough to reckon by hand."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from models import Plan, Reach, Run, Scenario, Spells
from sim.events import Event
from sim.ledger import Cashable, Line
from sim.watch import Decision

LINES = {
    line.name: line
    for line in (
        Line("home_care_council", "council", "providers", "home care", Cashable.SPOT),
        Line("home_care_charges", "residents", "council", "charges", Cashable.TRANSFER),
        Line("home_care_own", "residents", "providers", "home care", Cashable.OWN),
        Line("residential_council", "council", "care homes", "care homes", Cashable.RESIDENTIAL),
        Line("hospital", "NHS", "hospitals", "hospital", Cashable.HEALTH),
        Line("assessments", "council", "social work team", "assessments", Cashable.STAFF_TIME),
        Line("volunteer_expenses", "networks", "volunteers", "volunteers' expenses", Cashable.OWN),
        Line("hub_grants", "council", "networks", "core grants", Cashable.BLOCK),
        Line("hub_own_income", "donors and members", "networks", "funds raised", Cashable.OWN),
        Line("hub_costs", "networks", "staff and premises", "running of hubs", Cashable.OWN),
        Line("hub_startup_grants", "council", "networks", "grants to hubs", Cashable.PROGRAMME),
        Line("programme_clare_match", "Public Health Agency", "CLARE", "a half of CLARE", Cashable.PROGRAMME),
        Line("programme_reablement", "council", "reablement team", "reablement", Cashable.PROGRAMME),
    )
}

Changes = Sequence[tuple[int, int, int]]
"""(month, person, standing), in order of month."""


def fake_run(
    months: int = 24,
    changes: Changes = (),
    left: Sequence[int] = (-1, -1, -1),
    pounds: Mapping[str, Sequence[float] | float] | None = None,
    measures: Mapping[str, float] | None = None,
    decisions: Sequence[Decision] = (),
    events: Sequence[Event] = (),
    interventions: Mapping[str, Plan] | None = None,
    parameters: Mapping[str, float] | None = None,
    weight: float = 1.0,
    lonely_months: Sequence[int] | None = None,
    waiting_months: Sequence[int] | None = None,
    reached: Mapping[str, Sequence[tuple[int, int]]] | None = None,
    hours: Mapping[str, float] | None = None,
    fifths: Sequence[int] | None = None,
    census: NDArray[np.float64] | None = None,
) -> Run:
    """A run with exactly these changes of standing, pounds by line, and constant measures."""
    spent = dict(pounds or {})
    counted = {"residents": 3.0, "lonely": 1.0, "deaths": 0.0} | dict(measures or {})
    index = pd.RangeIndex(months, name="month")
    month, person, standing = np.array(changes, dtype=np.int64).reshape(-1, 3).T
    return Run(
        scenario=Scenario(months=months, interventions=dict(interventions or {})),
        seed=1,
        draw=None,
        measures=pd.DataFrame({name: np.full(months, value) for name, value in counted.items()}, index=index),
        ledger=pd.DataFrame({name: np.zeros(months) + np.array(value) for name, value in spent.items()}, index=index),
        lines={name: LINES[name] for name in spent},
        spells=Spells(month.astype(np.int16), person.astype(np.int32), standing.astype(np.uint8)),
        left=np.array(left, dtype=np.int32),
        died=np.array(left) >= 0,
        fifth=np.array(fifths or [1] * len(left), dtype=np.uint8),
        lonely_months=np.array(lonely_months or [0] * len(left), dtype=np.uint16),
        waiting_months=np.array(waiting_months or [0] * len(left), dtype=np.uint16),
        reached={name: _reach(pairs) for name, pairs in dict(reached or {}).items()},
        census=np.zeros((0, 4, 2, 2, 2, 4, 2)) if census is None else census,
        hours=pd.DataFrame({name: np.full(months, one) for name, one in dict(hours or {}).items()}, index=index),
        fingerprint="0123456789abcdef",
        weight=weight,
        events=tuple(events),
        decisions=tuple(decisions),
        start_seconds=0.5,
        run_seconds=0.5,
        parameters=dict(parameters or {}),
    )


def _reach(pairs: Sequence[tuple[int, int]]) -> Reach:
    month, person = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    return Reach(month.astype(np.int16), person.astype(np.uint32))
