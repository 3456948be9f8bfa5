"""The command `kith validate`: the model beside the published figures, fitted and held out."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from experiments.asking.options import Json, Out, Store, Workers

if TYPE_CHECKING:
    from calibration.scorecard import Card


def validate(
    draws: Annotated[int, typer.Option("--draws", help="How many draws of the fitted numbers to run.")] = 16,
    sheets: Annotated[
        bool, typer.Option("--sheets", help="Take the numbers of the sheets as they stand, not the fitted ones.")
    ] = False,
    projections: Annotated[
        bool, typer.Option("--projections", help="Run to 2030 too, beside what others projected; it takes longer.")
    ] = False,
    residents: Annotated[int, typer.Option("--residents", help="How many residents each world has.")] = 8_000,
    seed: Annotated[int, typer.Option("--seed", help="A number that picks the luck.")] = 1,
    workers: Workers = None,
    archive: Store = None,
    out: Out = None,
    as_json: Json = False,
) -> None:
    """Say how near the model comes to published figures: those it is fitted to, and those held out.

    With --out it writes validation.md, validation.csv and validation.json. What is measured of a world is kept, so a
    second time costs nothing.

    Example: kith validate --draws 8
    """
    from experiments.asking.asked import refuse
    from experiments.files import check_folder
    from experiments.runs.progress import crew_at_work
    from experiments.unknowns.measuring import Measuring, scored

    asked = Measuring(draws, sheets, projections, residents, seed, workers)
    refuse(asked.faults())
    if out is not None:
        check_folder(out)
    with crew_at_work("Living worlds to be measured", workers, archive) as crew:
        found = scored(asked, crew)
    how = f"Made by `{_again(draws, sheets, projections, residents, seed)}`."
    _show(found, not sheets, as_json)
    if out is not None:
        _write(found, not sheets, how, out)


def _again(draws: int, sheets: bool, projections: bool, residents: int, seed: int) -> str:
    flags = [flag for flag, given in (("--sheets", sheets), ("--projections", projections)) if given]
    return " ".join(["kith validate", f"--draws {draws}", *flags, f"--residents {residents}", f"--seed {seed}"])


def _show(found: "Card", fitted: bool, as_json: bool) -> None:
    from experiments.showing.screen import say, screen, show_rows
    from experiments.showing.written import as_json as json_of
    from experiments.showing.written import frame_rows
    from experiments.unknowns.scorecard_told import AHEAD, AHEAD_HEADS, HEADS, TITLES, ahead, rows, sentences, table

    if as_json:
        typer.echo(json_of(frame_rows(table(found))), nl=False)
        return
    for sentence in sentences(found.scores, fitted):
        say(screen(), sentence)
    for use, title in TITLES.items():
        own = rows(found.scores, use)
        if own:
            show_rows(title, HEADS, own)
    if found.outlooks:
        show_rows(AHEAD, AHEAD_HEADS, ahead(found.outlooks))


def _write(found: "Card", fitted: bool, how: str, out: Path) -> None:
    from experiments.files import open_folder, write_whole
    from experiments.showing.written import as_csv, frame_rows
    from experiments.showing.written import as_json as json_of
    from experiments.unknowns.scorecard_told import page, table

    frame, folder = table(found), open_folder(out)
    write_whole(folder / "validation.md", page(found, fitted, how))
    write_whole(folder / "validation.csv", as_csv(frame))
    write_whole(folder / "validation.json", json_of(frame_rows(frame)))
    typer.echo(f"Written: {out}/validation.md, validation.csv and validation.json.", err=True)
