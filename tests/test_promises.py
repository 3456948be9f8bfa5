"""The promises: what holds whatever is tried, in a Leeds of a few thousand people."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from typing import Any, ClassVar

import numpy as np
import pytest

import models.library
import models.model
from models import Kith, Plan, Run, Scenario, run
from models.api import finished
from sim.errors import ModelError
from sim.intervention import Intervention
from sim.ledger import Cashable, Line
from sim.levers import Kind
from sim.parameters import Sheet
from sim.population import Column

MONTHS, RESIDENTS, START = 24, 3_000, 12
PROGRAMMES = ("age_friendly_coordinators", "local_links", "reablement")
ALL = {name: Plan(START) for name in PROGRAMMES}
CARE = ("home_care_council", "home_care_own", "residential_council", "residential_own")


def scenario(interventions: Any = None, **given: Any) -> Scenario:
    return Scenario(residents=RESIDENTS, months=MONTHS, interventions=interventions or {}, **given)


def same(one: Run, other: Run) -> bool:
    """Two runs agree in every number, to the last bit, whatever their scenarios are called."""
    return (
        one.measures.equals(other.measures)
        and one.ledger.equals(other.ledger)
        and all((getattr(one.spells, name) == getattr(other.spells, name)).all() for name in ("month", "person"))
        and (one.spells.standing == other.spells.standing).all()
        and (one.left == other.left).all()
        and (one.died == other.died).all()
        and (one.lonely_months == other.lonely_months).all()
        and (one.waiting_months == other.waiting_months).all()
        and all((one.hours[name] == other.hours[name]).all() for name in {*one.hours, *other.hours})
    )


class Null(Intervention):
    """Reaches people and moves every lever to where it is."""

    name: ClassVar[str] = "null"
    title: ClassVar[str] = "Nothing"
    columns: ClassVar[tuple[Column, ...]] = (
        Column("null_since", np.int16, 0, "month in which it reached someone, counted from 1; 0 for never"),
    )
    lines: ClassVar[tuple[Line, ...]] = (Line("programme_null", "council", "nobody", "nothing", Cashable.PROGRAMME),)
    settings: ClassVar[dict[str, float]] = {}

    def reach(self, world: Any) -> Any:
        """Reach everyone with an even id."""
        rows = np.flatnonzero(world.people["id"] % 2 == 0)
        self.own(world, "null_since")[rows] = world.month + 1
        return rows

    def change(self, world: Any, reached: Any) -> None:
        """Multiply by 1 and add 0."""
        for lever in world.levers.known.values():
            if lever.kind is Kind.RATIO:
                world.levers.multiply(lever.name, reached, 1.0)
            elif lever.kind is Kind.AMOUNT:
                world.levers.add(lever.name, 0.0)


class Lenient(Null):
    """Holds a setting."""

    name: ClassVar[str] = "lenient"
    columns: ClassVar[tuple[Column, ...]] = ()
    lines: ClassVar[tuple[Line, ...]] = ()
    held: ClassVar[str] = "paying.hour_price"

    def reach(self, world: Any) -> Any:
        """Reach nobody."""
        return np.empty(0, np.int64)

    def change(self, world: Any, reached: Any) -> None:
        """Set it."""
        world.levers.set(self.held, 15.0, self.name)


class Lax(Lenient):
    """Holds the same setting."""

    name: ClassVar[str] = "lax"


class Misspelt(Lenient):
    """Names a lever that there is not."""

    name: ClassVar[str] = "misspelt"
    changes: ClassVar[tuple[str, ...]] = ("loneliness.onst",)


@pytest.fixture
def brought(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bring the interventions of this file into the model, as another package would."""
    ours = {kind.name: kind for kind in (Null, Lenient, Lax, Misspelt)}
    known, papers = models.library.kinds(), models.library.intervention_sheets()
    monkeypatch.setattr(models.model, "kinds", lambda: {**known, **ours})
    monkeypatch.setattr(models.library, "intervention_sheets", lambda: {**papers, **{n: Sheet(n, []) for n in ours}})


@pytest.fixture(scope="module")
def plain() -> Run:
    """The as-now world."""
    return run(scenario())


@pytest.fixture(scope="module")
def tried() -> Run:
    """All three programmes at once."""
    return run(scenario(ALL))


def elsewhere(told: str, **environment: str) -> str:
    """Return what another Python says when told this, with these variables set."""
    around = {**os.environ, **environment, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", told], env=around, capture_output=True, text=True, check=True
    )
    return done.stdout


def columns(world: Kith) -> dict[str, bytes]:
    return {name: world.people[name].tobytes() for name in world.people.columns}


def stepped(given: Scenario, months: int = MONTHS, **how: Any) -> Kith:
    world = Kith(given, **how)
    for _ in range(months):
        world.step()
    return world


@pytest.mark.model
def test_the_same_seed_gives_the_same_run_and_another_seed_another(plain):
    assert same(run(scenario()), plain)
    assert not same(run(scenario(), seed=2), plain)


@pytest.mark.model
def test_the_same_seed_gives_the_same_run_whatever_the_hash_seed(tried):
    told = (
        "import json; from models import Plan, Scenario, run;"
        f"plans = {{name: Plan({START}) for name in {PROGRAMMES}}};"
        f"one = run(Scenario(residents={RESIDENTS}, months={MONTHS}, interventions=plans));"
        "print(json.dumps([one.fingerprint, one.measures.to_csv(), one.ledger.to_csv()]))"
    )
    fingerprint, measures, ledger = json.loads(elsewhere(told, PYTHONHASHSEED="4711"))
    assert (fingerprint, measures, ledger) == (tried.fingerprint, tried.measures.to_csv(), tried.ledger.to_csv())


@pytest.mark.model
def test_the_order_in_which_interventions_are_given_does_not_matter(tried):
    backwards = run(scenario(dict(reversed(ALL.items()))))
    assert same(backwards, tried)
    assert backwards.fingerprint == tried.fingerprint


@pytest.mark.model
@pytest.mark.usefixtures("brought")
def test_a_null_intervention_changes_nothing_bit_for_bit(plain):
    world, null = stepped(scenario()), stepped(scenario({"null": Plan(1)}))
    assert (null.people["null_since"] >= 0).any()
    ours, theirs = columns(null), columns(world)
    del ours["null_since"]
    assert ours == theirs
    assert null.recorded().equals(world.recorded())
    ledger = null.ledger.frame()
    assert (ledger.pop("programme_null") == 0).all()
    assert ledger.equals(world.ledger.frame())
    assert world.recorded().equals(plain.measures)


@pytest.mark.model
def test_making_every_resident_a_mesa_agent_changes_nothing_bit_for_bit(tried):
    real = run(scenario(ALL), materialise=True)
    assert same(real, tried)
    assert columns(stepped(scenario(), 14, materialise=True)) == columns(stepped(scenario(), 14))


@pytest.mark.model
@pytest.mark.parametrize("name", PROGRAMMES)
def test_nothing_differs_before_an_intervention_starts_and_something_does_after(name, plain):
    tried = run(scenario({name: Plan(START)}))
    assert tried.measures.iloc[:START].equals(plain.measures.iloc[:START])
    shared = plain.ledger.columns
    assert tried.ledger[shared].iloc[:START].equals(plain.ledger.iloc[:START])
    assert tried.ledger[f"programme_{name}"].iloc[:START].sum() == 0
    assert (tried.ledger[f"programme_{name}"].iloc[START:] > 0).any()
    assert not tried.measures.iloc[START:].equals(plain.measures.iloc[START:])


@pytest.mark.model
def test_an_intervention_that_stopped_costs_nothing_more():
    stopped = run(scenario({name: Plan(START, START + 3) for name in PROGRAMMES}))
    for name in PROGRAMMES:
        assert (stopped.ledger[f"programme_{name}"].iloc[START : START + 3] > 0).all()
        assert (stopped.ledger[f"programme_{name}"].iloc[START + 3 :] == 0).all()


@pytest.mark.model
@pytest.mark.parametrize("given", [{}, ALL], ids=["as now", "all three"])
def test_nobody_vanishes(given):
    one = run(scenario(given))
    flows = one.measures
    gone = (flows["deaths"] + flows["moved_out"]).shift(fill_value=0)
    assert (flows["residents"] == RESIDENTS + flows["entrants"].cumsum() - gone.cumsum()).all()
    leaving = np.bincount(one.left[one.left >= 0], minlength=MONTHS)[: MONTHS - 1]
    assert (leaving == (flows["deaths"] + flows["moved_out"]).to_numpy()[: MONTHS - 1]).all()


@pytest.mark.model
def test_entrants_are_the_same_people_in_every_scenario():
    starts = [Kith(scenario(given)).people.start for given in ({}, ALL)]
    assert (starts[0].enters == starts[1].enters).all()
    longer = Kith(Scenario(residents=RESIDENTS, months=2 * MONTHS)).people.start
    assert (longer.enters == starts[0].enters).all()
    for name, values in starts[0].columns.items():
        assert values.tobytes() == starts[1].columns[name].tobytes() == longer.columns[name].tobytes(), name


@pytest.mark.model
def test_volunteer_hours_used_never_exceed_hours_given(tried, plain):
    for one in (tried, plain):
        assert (one.measures["volunteer_hours_used"] <= one.measures["volunteer_hours_given"] + 1e-6).all()


@pytest.mark.model
@pytest.mark.parametrize("given", [{}, ALL], ids=["as now", "all three"])
def test_the_ledger_sums_to_zero_and_agencies_pay_what_care_costs_to_the_penny(given):
    world = Kith(scenario(given))
    for month in range(MONTHS):
        world.step()
        here = world.people["here"] > 0
        cost = int(world.people["cost"][here].astype(np.int64).sum())
        net = int(world.people["council_cost"][here].astype(np.int64).sum())
        posted = {line: world.ledger.posted(line, month) for line in world.ledger.lines}
        charges, back = posted["home_care_charges"] + posted["residential_charges"], posted["direct_payments_returned"]
        assert cost == sum(posted[line] for line in CARE) - back
        assert net == posted["home_care_council"] + posted["residential_council"] - charges - back
        assert cost == net + charges + posted["home_care_own"] + posted["residential_own"]
    balances = np.stack(list(world.ledger.accounts().values()))
    assert (balances.sum(axis=0) == 0).all()
    frame = finished(world, 1, None, 0.0, 0.0).ledger
    assert (frame >= 0).all().all()


@pytest.mark.model
def test_compiled_and_uncompiled_months_agree():
    told = (
        "import json; from models import *;"
        "plans = {name: Plan(1) for name in ('age_friendly_coordinators', 'local_links', 'reablement')};"
        "one = run(Scenario(residents=200, months=4, interventions=plans));"
        "print(json.dumps([one.measures.to_dict('list'), one.ledger.to_dict('list')]))"
    )
    compiled = run(Scenario(residents=200, months=4, interventions={name: Plan(1) for name in PROGRAMMES}))
    uncompiled = json.loads(elsewhere(told, NUMBA_DISABLE_JIT="1"))
    for ours, theirs in zip((compiled.measures, compiled.ledger), uncompiled, strict=True):
        assert list(ours) == list(theirs)
        for name in ours:
            assert np.allclose(ours[name], theirs[name], rtol=1e-12, atol=1e-9, equal_nan=True), name


@pytest.mark.model
def test_twice_the_people_leaves_results_per_head_within_monte_carlo_error():
    names = ["lonely", "frail", "alone", "home_care", "members", "unpaid_help"]
    shares = []
    for residents in (6_000, 12_000):
        last = run(Scenario(residents=residents, months=MONTHS)).measures.iloc[-1]
        shares.append(last[names] / last["residents"])
    for name in names:
        error = np.sqrt(shares[1][name] / 6_000 + shares[1][name] / 12_000)
        assert abs(shares[0][name] - shares[1][name]) < 4 * error + 0.002, name


OFF: dict[str, dict[str, float]] = {
    "age_friendly_coordinators": {
        "age_friendly_coordinators.doors_per_post_per_month": 0.0,
        "age_friendly_coordinators.found_per_worker_per_year": 0.0,
        "age_friendly_coordinators.effect": 0.0,
        "age_friendly_coordinators.introduction_ratio": 1.0,
        "age_friendly_coordinators.joining_ratio": 1.0,
        "age_friendly_coordinators.notice_ratio": 1.0,
        "age_friendly_coordinators.volunteers_won_per_post_per_year": 0.0,
    },
    "local_links": {
        "local_links.replaced_share": 0.0,
        "local_links.volunteer_hours_per_week": 0.0,
        "local_links.volunteers_won_per_post_per_year": 0.0,
        "council.approval_months": 0.0,
        "local_links.plans_per_planner_per_year": 1e6,
        "loneliness.visited_effect": 0.0,
        "ties.visited_ratio": 1.0,
    },
    "reablement": {
        "reablement.weeks": 0.0,
        "reablement.offer_share": 0.0,
        "assessment.reablement_offer_share": 0.0,
        "assessment.passing_by_frailty": 0.0,
        "frailty.reabled_ratio": 1.0,
        "care.reabled_hours_share": 0.0,
        "care.reabled_manage_by_frailty": 0.0,
    },
}
"""Effects, identification, diversion and volunteer use of each programme, all switched off."""


@pytest.mark.model
@pytest.mark.parametrize("name", PROGRAMMES)
def test_without_effects_diversion_or_volunteers_an_intervention_costs_exactly_its_programme(name, monkeypatch):
    def switched_off(*given: Any) -> dict[str, Sheet]:
        held = models.library.changed(*given)
        for key, value in OFF[name].items():
            word, parameter = key.split(".")
            entries = dict(held[word].entries)
            old = entries[parameter].value
            none = tuple(value for _ in old) if isinstance(old, tuple) else value
            entries[parameter] = replace(entries[parameter], value=none)
            held[word] = Sheet(word, entries.values())
        return held

    monkeypatch.setattr(models.model, "changed", switched_off)
    without, idle = run(scenario()), run(scenario({name: Plan(START)}))
    ledger = idle.ledger.copy()
    assert ledger.pop(f"programme_{name}").sum() > 0
    assert ledger.equals(without.ledger)


@pytest.mark.model
@pytest.mark.usefixtures("brought")
def test_two_interventions_that_hold_one_setting_are_refused():
    with pytest.raises(ModelError) as refused:
        stepped(scenario({"lenient": Plan(0), "lax": Plan(0)}), 1)
    assert str(refused.value) == "Both 'lax' and 'lenient' set 'paying.hour_price': leave one of them out."


@pytest.mark.model
@pytest.mark.usefixtures("brought")
def test_a_lever_that_there_is_not_is_refused_with_the_nearest_word():
    with pytest.raises(ModelError) as refused:
        Kith(scenario({"misspelt": Plan(0)}))
    assert str(refused.value).startswith(
        "Intervention 'misspelt' changes 'loneliness.onst', which no process offers. Did you mean 'loneliness.onset'"
    )


@pytest.mark.study
def test_common_random_numbers_make_a_difference_three_times_as_sure():
    def cost(given: Any, seed: int) -> float:
        ledger = run(Scenario(residents=20_000, months=36, interventions=given), seed=seed).ledger
        net = ledger["home_care_council"] + ledger["residential_council"]
        return float((net - ledger["home_care_charges"] - ledger["residential_charges"]).sum())

    seeds = range(1, 6)
    plain = np.array([cost({}, seed) for seed in seeds])
    tried = np.array([cost({"reablement": Plan(12)}, seed) for seed in seeds])
    paired = (tried - plain).std(ddof=1)
    apart = np.sqrt(tried.var(ddof=1) + plain.var(ddof=1))
    assert apart > 3 * paired
