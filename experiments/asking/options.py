"""Options: what several commands of the terminal share."""

from pathlib import Path
from typing import Annotated

import typer

from experiments.asking.usual import START, YEARS

PlaceName = Annotated[str, typer.Argument(metavar="PLACE", help="A place, such as leeds; see: kith places.")]
What = Annotated[
    str,
    typer.Argument(
        metavar="WHAT", help="A place (see: kith places), a scenario (see: kith scenarios), or a scenario file."
    ),
]
With = Annotated[
    list[str] | None,
    typer.Option("--with", "--intervention", metavar="NAME", help="An intervention; may be given several times."),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")]
Out = Annotated[Path | None, typer.Option("--out", metavar="FOLDER", help="Folder to write results to.")]
Seed = Annotated[int, typer.Option("--seed", help="A number that picks the luck; the same seed gives the same run.")]
Years = Annotated[int, typer.Option("--years", help="How many years from April 2011; at most 24.")]
Residents = Annotated[
    int | None,
    typer.Option(
        "--residents", help="How many residents to grow, for a quick try; each then stands for several people."
    ),
]
StartMonth = Annotated[
    int, typer.Option("--start-month", help="Month in which interventions start; 0 is April 2011, 24 April 2013.")
]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="WORD.PARAMETER=VALUE", help="Another value within its range; may be repeated."),
]
Fixed = Annotated[
    bool, typer.Option("--fixed-parameters", help="Keep every parameter at its central value: luck alone differs.")
]
Store = Annotated[
    Path | None,
    typer.Option(
        "--archive",
        metavar="FOLDER",
        help="Folder that keeps every run, so that none is made twice; left out, the one that kith runs names.",
    ),
]
ScenarioYears = Annotated[
    int | None,
    typer.Option("--years", help=f"How many years from April 2011; {YEARS} unless a scenario says so."),
]
ScenarioStart = Annotated[
    int | None,
    typer.Option(
        "--start-month", help=f"Month in which interventions start that say nothing else; {START} is April 2013."
    ),
]
ScenarioSeed = Annotated[
    int | None, typer.Option("--seed", help="A number that picks the luck; the same seed gives the same runs.")
]
Cluster = Annotated[
    str | None,
    typer.Option(
        "--cluster",
        metavar="ADDRESS",
        help="Let the workers of a dask cluster do the runs, not this machine; see: kith cluster.",
    ),
]
Precision = Annotated[
    float | None,
    typer.Option(
        "--precision",
        metavar="PERCENT",
        help="Add replications, 35 or more, until every headline is known within so many per cent, at 95%.",
    ),
]
Workers = Annotated[
    int | None, typer.Option("--workers", help="How many processes work side by side; one a core if left out.")
]
