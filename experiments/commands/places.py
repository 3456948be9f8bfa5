"""The commands `kith places`: what there is, one place in full, and a place of the user's own."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from experiments.asking.options import Json

if TYPE_CHECKING:
    from models import PlaceCard, Portfolio, Programme

group = typer.Typer(rich_markup_mode=None, add_completion=False)

FEW_COLUMNS = 4
"""Columns of the list that fit a narrow terminal."""
CARD = ("name", "title", "summary", "residents", "neighbourhoods", "payer", "guarantor", "matcher", "status")
PROGRAMME = ("title", "place", "neighbourhood", "guarantor", "loan_pounds", "start_month", "pipeline")


@group.callback(invoke_without_command=True)
def places(context: typer.Context, as_json: Json = False) -> None:
    """List the places that can be run.

    Example: kith places
    """
    if context.invoked_subcommand is not None:
        return
    from experiments.showing.screen import fitting, say, screen, show_texts
    from experiments.showing.written import as_json as json_of
    from models import places as all_places
    from models import portfolios

    known, lists = all_places(), portfolios()
    if as_json:
        typer.echo(json_of([{field: getattr(one, field) for field in CARD} for one in known]), nl=False)
        return
    heads = ("Write", "Aged 60+", "Its numbers are", "What it is", "Neighbourhoods", "Who pays for care")
    show_texts("Places", *fitting(heads, [_row(one) for one in known], FEW_COLUMNS))
    show_texts("Lists of programmes, not to be run themselves", heads[::3][:2], [_list_row(one) for one in lists])
    say(screen(), "See one in full: kith places show leeds-armley. Begin one of your own: kith places new my-town.")


def _row(one: "PlaceCard") -> tuple[str, ...]:
    return one.name, f"{one.residents:,}", one.status, one.summary, str(one.neighbourhoods), one.payer


def _list_row(one: "Portfolio") -> tuple[str, str]:
    return one.name, f"{one.summary} See: kith places show {one.name}."


@group.command("show")
def show(
    name: Annotated[str, typer.Argument(metavar="PLACE", help="A place, or a file.")], as_json: Json = False
) -> None:
    """Show one place in full: its neighbourhoods, the numbers that differ there and what is assumed.

    Example: kith places show belfast-clare
    """
    from experiments.asking.asked import hyphenated, place_name
    from models import place, portfolios

    named = next((one for one in portfolios() if one.name == hyphenated(name)), None)
    if named is not None:
        _show_list(named, as_json)
    else:
        _show_place(place(place_name(name)), as_json)


def _show_list(one: "Portfolio", as_json: bool) -> None:
    from experiments.showing.screen import fitting, show_texts
    from experiments.showing.written import as_json as json_of

    everyone = (*one.programmes, *one.pipeline)
    if as_json:
        rows = [{field: getattr(each, field) for field in PROGRAMME} for each in everyone]
        typer.echo(json_of({"name": one.name, "title": one.title, "note": one.note, "programmes": rows}), nl=False)
        return
    heads = ("Programme", "Place", "Loan, £", "Starts", "Who stands in for the loan")
    show_texts(one.title, *fitting(heads, [_programme(each) for each in one.programmes], FEW_COLUMNS))
    if one.pipeline:
        wider = [_programme(each) for each in one.pipeline]
        show_texts("In the pipeline, by a wider reading", *fitting(heads, wider, FEW_COLUMNS))
    _say_note(one.note)


def _programme(each: "Programme") -> tuple[str, ...]:
    from experiments.words import month_name

    where = f"{each.place}, {each.neighbourhood}" if each.neighbourhood else each.place or "not yet known"
    loan, start = f"{each.loan_pounds:,.0f}", month_name(each.start_month)
    return each.title, where, loan, start, each.guarantor or "not yet known"


def _say_note(note: str) -> None:
    """Print a note, each paragraph in lines of the terminal's own width."""
    from experiments.showing.screen import say, screen

    for paragraph in note.strip().split("\n\n"):
        say(screen(), " ".join(paragraph.split()))


def _show_place(one: "PlaceCard", as_json: bool) -> None:
    from dataclasses import asdict

    from experiments.showing.screen import fitting, say, screen, show_texts
    from experiments.showing.written import as_json as json_of
    from experiments.words import of_place

    if as_json:
        card = {field: getattr(one, field) for field in (*CARD, "note", "numbers")}
        listed = {field: [asdict(each) for each in getattr(one, field)] for field in ("budgets", "parts")}
        typer.echo(json_of(card | listed), nl=False)
        return
    for sentence in (one.summary, of_place(one.title, one.status), _money(one), _budgets(one)):
        say(screen(), sentence)
    show_texts(f"{one.title}: its neighbourhoods", *fitting(*_parts(one), FEW_COLUMNS + 1))
    if one.numbers:
        differing = ("Parameter", "Here", "Elsewhere", "Status", "Range here")
        show_texts("Numbers that differ here", *fitting(differing, _numbers(one), FEW_COLUMNS))
    _say_note(one.note)


def _money(one: "PlaceCard") -> str:
    guarantor = "and stands in" if one.guarantor == one.payer else f"and {one.guarantor} stands in"
    match = f"; {one.matcher} adds as much again" if one.matcher else ""
    return f"{one.payer} pays for publicly funded care, {guarantor} for a programme's loan{match}."


def _budgets(one: "PlaceCard") -> str:
    from experiments.words import capital, pounds

    told = [f"{each.title}: {pounds(each.pounds_per_year)} in {each.price_year}" for each in one.budgets]
    return f"{capital('; '.join(told))}." if told else ""


def _parts(one: "PlaceCard") -> tuple[list[str], list[list[str]]]:
    """Return the heads and rows of the neighbourhoods, without columns that say the same everywhere."""
    columns = {
        "Neighbourhood": [part.name for part in one.parts],
        "60+": [f"{part.share * one.residents:,.0f}" for part in one.parts],
        "Fifth": [str(part.fifth) for part in one.parts],
        "Deprived\nareas": [str(part.deprived_areas or "") for part in one.parts],
        "Joins in\nmonth": [str(part.catchment_from_month or "") for part in one.parts],
        "Rural": ["yes" if part.rural else "" for part in one.parts],
        "Network": ["yes" if part.network else "no" for part in one.parts],
        "Parishes": [str(part.parishes or "") for part in one.parts],
        "Locality": [part.locality for part in one.parts],
    }
    always = ("Neighbourhood", "60+", "Fifth")
    told = [name for name, cells in columns.items() if name in always or len(set(cells)) > 1]
    return told, [list(row) for row in zip(*(columns[name] for name in told), strict=True)]


def _numbers(one: "PlaceCard") -> list[tuple[str, ...]]:
    from experiments.words import amount, reach
    from models import sheets

    def row(key: str) -> tuple[str, ...]:
        word, _, parameter = key.partition(".")
        entry, usual = here[word].entries[parameter], elsewhere[word].entries[parameter]
        return key, amount(entry.value), amount(usual.value), entry.status, reach(entry.low, entry.high)

    here, elsewhere = sheets(one.name), sheets()
    return [row(key) for key in one.numbers]


@group.command("new")
def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What to call it: small letters, digits and hyphens.")],
    like: Annotated[
        str, typer.Option("--from", metavar="PLACE", help="The place whose counts to begin with.")
    ] = "leeds",
    out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="Folder to write the file to.")] = Path(),
) -> None:
    """Write a file to fill in for a place of your own.

    Example: kith places new my-town --from west-cheshire
    """
    from experiments.asking.asked import place_name
    from experiments.files import open_folder, write_whole
    from models import blank_place
    from sim.errors import ModelError

    text, path = blank_place(name, place_name(like)), out / f"{name}.toml"
    if path.exists():
        raise ModelError(f"There is a file {path} already: write another name, or another folder with --out.")
    open_folder(out)
    write_whole(path, text)
    typer.echo(f"Written: {path}. Fill in what is empty, then write: kith places check {path}")


@group.command("check")
def check(file: Annotated[Path, typer.Argument(metavar="FILE", help="The file of a place.")]) -> None:
    """Tell every fault of a place's file at once, or say that it can be run.

    Example: kith places check my-town.toml
    """
    from models import place

    found = place(str(file) if file.suffix == ".toml" else str(Path.cwd() / file))
    typer.echo(
        f"{file.name} is sound: {found.title}, {found.residents:,} residents aged 60 and over in "
        f"{found.neighbourhoods} neighbourhood{'' if found.neighbourhoods == 1 else 's'}. Run it: kith run {file}"
    )
