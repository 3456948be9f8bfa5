"""The command `kith calibrate`: fit the numbers that the published figures inform."""

from typing import TYPE_CHECKING, Annotated

import typer

from experiments.asking.options import Cluster, Json, Out, Store, Workers

if TYPE_CHECKING:
    import pandas as pd

    from calibration.fit import Effort, Fit

SECONDS_A_RUN = 1.7
"""CPU seconds that 8,000 residents take on a machine like those this was made on."""


def calibrate(
    quick: Annotated[
        bool, typer.Option("--quick", help="A coarser fit in minutes: 128 runs of 5,000 residents.")
    ] = False,
    runs: Annotated[int | None, typer.Option("--runs", help="How many worlds to run in all.")] = None,
    residents: Annotated[int | None, typer.Option("--residents", help="How many residents each world has.")] = None,
    seed: Annotated[int, typer.Option("--seed", help="A number that picks the points and the luck.")] = 1,
    workers: Workers = None,
    cluster: Cluster = None,
    archive: Store = None,
    out: Out = None,
    as_json: Json = False,
) -> None:
    """Fit what is uncertain about people and services to published figures; no effect of a programme is fitted.

    Runs worlds all over the ranges, learns from them what the model gives anywhere, and draws the numbers that the
    figures leave possible. With --out it writes posterior.csv. What is measured of a world is kept, so a fit that
    was ended goes on where it was.

    Example: kith calibrate --quick
    """
    from experiments.files import check_folder
    from experiments.runs.ensemble import cores
    from experiments.runs.progress import crew_at_work
    from experiments.unknowns.measuring import effort_of, fit

    effort = effort_of(quick, runs, residents, seed, workers)
    if out is not None:
        check_folder(out)
    typer.echo(_how_long(effort, workers or cores()), err=True)
    with crew_at_work("Living worlds to learn from", workers, archive, cluster) as crew:
        found = fit(effort, seed, crew)
    _show(found, effort, as_json)
    if out is not None:
        from calibration.posterior import written
        from experiments.files import open_folder, write_whole

        write_whole(open_folder(out) / "posterior.csv", written(found.draws))
        typer.echo(f"Written: {out}/posterior.csv.", err=True)


def _how_long(effort: "Effort", workers: int) -> str:
    minutes = round(effort.runs * SECONDS_A_RUN * effort.residents / 8_000 / workers / 60.0)
    long = f"about {minutes} minutes" if minutes > 1 else "a minute or two"
    return (
        f"Running {effort.runs:,} worlds of {effort.residents:,} residents: {long} the first time; those kept cost "
        "nothing. Learning from them takes minutes more."
    )


def _show(found: "Fit", effort: "Effort", as_json: bool) -> None:
    from calibration.fit import informed
    from calibration.posterior import spelt, table_of
    from experiments.showing.screen import say, screen, show_rows
    from experiments.showing.written import as_json as json_of
    from experiments.showing.written import frame_rows
    from experiments.words import percent

    draws = table_of(found.draws)
    numbers = spelt(draws).assign(informed=informed(found.draws))
    if as_json:
        typer.echo(json_of(frame_rows(numbers.reset_index(names="parameter"))), nl=False)
        return
    for sentence in _sentences(numbers, effort):
        say(screen(), sentence)
    rows = [
        (str(name), f"{row['fitted']:.3g}", f"{row['low']:.3g} to {row['high']:.3g}", percent(row["informed"]))
        for name, row in numbers.iterrows()
    ]
    show_rows(
        "Fitted numbers (of a list, the largest)", ("Number", "Middle", "80% of draws", "Known by the data"), rows
    )


def _sentences(numbers: "pd.DataFrame", effort: "Effort") -> list[str]:
    silent = [str(name) for name in numbers.index[numbers["informed"] < 0.15]]
    told = [f"Fitted {len(numbers)} numbers to published figures with {effort.runs:,} runs."]
    if silent:
        told.append(f"The figures say next to nothing about: {', '.join(silent)}.")
    return told
