"""The command `kith uncertainty`: a comparison over what is not known of the parameters, luck told apart."""

from dataclasses import replace
from typing import Annotated

import typer

from experiments.asking.options import (
    Cluster,
    Json,
    Out,
    Residents,
    ScenarioSeed,
    ScenarioStart,
    ScenarioYears,
    Set,
    Store,
    What,
    With,
    Workers,
)

DRAWS, LUCKS = 16, 2


def uncertainty(
    what: What,
    interventions: With = None,
    draws: Annotated[
        int, typer.Option(help="Draws of the parameters, spread evenly over their ranges; a power of two.")
    ] = DRAWS,
    lucks: Annotated[int, typer.Option(help="Under how many lucks each draw is run; 2 or more.")] = LUCKS,
    years: ScenarioYears = None,
    residents: Residents = None,
    start_month: ScenarioStart = None,
    seed: ScenarioSeed = None,
    set_values: Set = None,
    workers: Workers = None,
    cluster: Cluster = None,
    archive: Store = None,
    out: Out = None,
    as_json: Json = False,
) -> None:
    """Say how far an answer moves with what is not known of the parameters, and how far by luck alone.

    Every draw of the parameters is run under several lucks, so that the 80% intervals are of what is not known, luck
    taken out where the two are told apart. Writes report.html, which is that of kith compare with these intervals and
    a section more, uncertainty.json and uncertainty.csv. Every run is kept: with twice the draws only the new half is
    run.

    Example: kith uncertainty leeds --with reablement --residents 10000 --draws 64
    """
    from experiments.asking.asked import folder_for
    from experiments.asking.wanted import Wanted, scenario_named, study_of
    from experiments.runs.progress import crew_at_work
    from experiments.showing.section import hand_over
    from experiments.unknowns.uncertainty import MOST_DRAWS, faults_of
    from experiments.unknowns.uncertainty import uncertainty as over_what_is_not_known
    from experiments.unknowns.uncertainty_told import finding

    folder = out or folder_for(what, "uncertainty")
    wanted = Wanted(
        what,
        interventions=interventions or (),
        years=years,
        residents=residents,
        start=start_month,
        overrides=set_values or (),
        seed=seed,
        replications=min(max(draws, 1), MOST_DRAWS),
        workers=workers,
        out=folder,
        faults=faults_of(draws, lucks),
    )
    asked = study_of(wanted, scenario_named(what, wanted.interventions))
    study = replace(asked, lucks=lucks, equal_budget=None)
    with crew_at_work(f"Running {draws} draws under {lucks} lucks each", workers, archive, cluster) as crew:
        found = over_what_is_not_known(study, crew)
    typer.echo(found.comparison.tally.told(crew.archive), err=True)
    hand_over(finding(found), folder, as_json)
