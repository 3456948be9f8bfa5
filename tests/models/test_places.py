"""The places: what the documents say of each holds in its file, and people can be grown there."""

import numpy as np
import pytest

from models import Kith, Plan, Scenario, run, sheets
from models.crowd import full_size
from models.gazetteer import place_names, read_place
from models.library import tables
from models.people.mortality import local_death_rates

PLACES = (
    "belfast-clare",
    "cheshire-east",
    "leeds",
    "leeds-armley",
    "leeds-garforth",
    "nottinghamshire",
    "sandwell",
    "west-cheshire",
)
COUNTED = ("cheshire-east", "leeds", "nottinghamshire", "sandwell", "west-cheshire")
FEW = 1_500
NEVER_MEASURED = {"mean_trust", "handover_rate"}
"""Means over nobody while no programme runs."""


def small(place: str, months: int, **given: object) -> Kith:
    return Kith(Scenario(place=place, residents=FEW, months=months, **given), 3)  # type: ignore[arg-type]


@pytest.mark.unit
def test_these_are_the_places():
    assert place_names() == PLACES


@pytest.mark.unit
@pytest.mark.parametrize(
    ("place", "fifths", "rural"),
    [
        ("leeds", (0.23, 0.1436, 0.1701, 0.2359, 0.2203), 0.0749),
        ("sandwell", (0.5129, 0.2336, 0.1725, 0.0735 + 0.0074, 0.0), 0.0),
        ("west-cheshire", (0.1177, 0.1279, 0.1688, 0.205, 0.3807), 0.32),
        ("cheshire-east", (0.0522, 0.1089, 0.1517, 0.2576, 0.4295), 0.2212),
        ("nottinghamshire", (0.1107, 0.1744, 0.2192, 0.2569, 0.2387), 0.3051),
        ("belfast-clare", (0.8, 0.2, 0.0, 0.0, 0.0), 0.0),
    ],
)
def test_a_place_has_the_published_shares_of_each_fifth_and_of_rural_residents(place, fifths, rural):
    found = read_place(place)
    assert found.mix == pytest.approx(fifths, abs=2e-4)
    assert float(found.shares @ found.by_neighbourhood("rural")) == pytest.approx(rural, abs=5e-4)


@pytest.mark.unit
@pytest.mark.parametrize(
    ("place", "localities", "deprived_areas"),
    [("west-cheshire", 5, 30), ("cheshire-east", 8, 16), ("nottinghamshire", 7, 82), ("sandwell", 6, 110)],
)
def test_a_place_has_its_localities_and_its_most_deprived_areas(place, localities, deprived_areas):
    parts = read_place(place).neighbourhoods
    assert len({one.locality for one in parts}) == localities
    assert sum(one.deprived_areas for one in parts) == deprived_areas
    assert all(one.fifth <= 2 for one in parts if one.deprived_areas), "they lie where most is deprived"


@pytest.mark.unit
def test_west_cheshire_has_97_parishes():
    assert read_place("west-cheshire").by_neighbourhood("parishes").sum() == 97


@pytest.mark.unit
def test_cheshire_easts_six_pilot_sites_have_no_hub_yet_and_each_serves_a_deprived_area():
    pilots = [one for one in read_place("cheshire-east").neighbourhoods if not one.network]
    assert len(pilots) == 6
    assert {one.locality for one in pilots} == {"Crewe", "Macclesfield", "Knutsford", "Wilmslow", "Congleton"}
    assert all(one.deprived_areas > 0 for one in pilots)


@pytest.mark.unit
@pytest.mark.parametrize(
    ("place", "aged_65_plus", "total"), [("leeds-armley", 5_600, 40_000), ("leeds-garforth", 3_800, 25_860)]
)
def test_a_programme_in_leeds_has_the_size_its_repayment_is_reckoned_with(place, aged_65_plus, total):
    found, counts = read_place(place), tables()["population"]
    base = counts[(counts["place"] == "leeds") & (counts["measure"] == "base") & (counts["age"] >= 65)]
    assert found.population_share[0][1] * base["persons"].sum() == pytest.approx(aged_65_plus, rel=1e-3)
    assert found.total_population == total
    assert full_size(tables(), found) < 8_000


@pytest.mark.unit
def test_deaths_are_more_frequent_in_armley_and_in_clare_and_rarer_in_garforth():
    leeds, armley, garforth, clare = (
        local_death_rates(tables(), read_place(name), 1)[0, :, 15].mean()
        for name in ("leeds", "leeds-armley", "leeds-garforth", "belfast-clare")
    )
    assert garforth < leeds < armley
    assert leeds < clare < armley


@pytest.mark.unit
def test_clares_programme_serves_6000_people_and_after_two_years_14000():
    clare = read_place("belfast-clare")
    served = [clare.shares[clare.serving(1, months) > 0].sum() * clare.total_population for months in (0, 23, 24, 60)]
    assert served == pytest.approx([6_000, 6_000, 14_000, 14_000], abs=1)
    assert clare.serving(1, 0).sum() == clare.serving(1, 24).sum() == 1.0
    assert next(one.share for one in clare.neighbourhoods if one.name == "Mount Vernon") * 14_000 == pytest.approx(
        800, abs=1
    )


@pytest.mark.unit
def test_in_belfast_a_trust_pays_and_guarantees_and_the_public_health_agency_matches():
    clare = read_place("belfast-clare")
    assert clare.payer == clare.guarantor == "Belfast Health and Social Care Trust"
    assert clare.matcher == "Public Health Agency"


@pytest.mark.unit
def test_sandwell_says_everywhere_that_it_is_a_template():
    sandwell = read_place("sandwell")
    assert sandwell.status == "template"
    assert sandwell.summary.startswith("TEMPLATE")
    widened = dict(sandwell.numbers)
    assert widened, "its priors are wide"
    assert {entry.status for entry in widened.values()} == {"assumed"}
    for key in ("handover.habit_log_odds", "handover.trust_at_start", "local_links.replaced_share"):
        word, _, parameter = key.partition(".")
        here, usual = widened[key], sheets()[word].entries[parameter]
        assert here.value == usual.value, "nothing local is known that would move it"
        assert min(here.rows[0]) <= min(usual.rows[0]) and max(here.rows[0]) > max(usual.rows[0])


@pytest.mark.model
@pytest.mark.parametrize("place", PLACES)
def test_the_people_of_a_place_are_sane_at_the_start(place):
    world = small(place, 1)
    people = world.people
    for name in people.columns:
        assert not np.isnan(np.asarray(people[name], np.float64)).any(), name
    assert people.size == FEW
    assert people["age"].min() >= 60
    assert people["neighbourhood"].max() < len(world.place.neighbourhoods)
    row_of, partner = people.row_of, people["partner"]
    coupled = np.flatnonzero(partner >= 0)
    met = coupled[row_of[partner[coupled]] >= 0]
    other = row_of[partner[met]]
    assert len(met) > 0.3 * FEW
    assert (partner[other] == people["id"][met]).all(), "a partner's partner is oneself"
    assert (people["neighbourhood"][other] == people["neighbourhood"][met]).all(), "couples live together"


@pytest.mark.model
@pytest.mark.parametrize("place", PLACES)
def test_a_place_lives_through_a_year_with_every_measure_known(place):
    found = run(Scenario(place=place, residents=FEW, months=13, interventions={"local_links": Plan(2)}), 3)
    measures = found.measures.drop(columns=sorted(NEVER_MEASURED))
    assert np.isfinite(measures.to_numpy(np.float64)).all()
    assert measures["residents"].iloc[-1] == pytest.approx(FEW, rel=0.1)
    assert found.ledger["programme_local_links"].sum() > 0


@pytest.mark.model
def test_clares_planners_reach_all_four_neighbourhoods_once_two_years_have_passed():
    world = Kith(Scenario("belfast-clare", months=30, interventions={"local_links": Plan(2)}, residents=FEW), 1)
    served = []
    while world.month < 30:
        world.step()
        served.append(int((world.shared["planners"] > 0).sum()))
    assert world.recorded()["continues"].all(), "this luck has no council that ends the programme"
    assert served == [0] * 2 + [2] * 24 + [4] * 4


@pytest.mark.study
@pytest.mark.parametrize("place", COUNTED)
def test_mid_2014_has_as_many_residents_as_were_counted(place):
    world = Kith(Scenario(place=place, residents=12_000, months=37), 1)
    while world.month < 37:
        world.step()
    bands = tables()["population_bands"]
    counted = bands[(bands["place"] == place) & (bands["year"] == 2014)]["persons"].sum()
    assert (world.people["here"] > 0).sum() * world.people_per_resident == pytest.approx(counted, rel=0.02)
