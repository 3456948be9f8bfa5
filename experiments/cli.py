"""The command line: every command of `kith`, and what becomes of a fault."""

import sys
from collections.abc import Callable
from importlib import metadata
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from experiments.commands.calibrate import calibrate
from experiments.commands.catalogue import interventions, parameters, scenarios
from experiments.commands.cluster import cluster
from experiments.commands.compare import compare
from experiments.commands.dashboard import dashboard
from experiments.commands.person import person
from experiments.commands.places import group as places
from experiments.commands.repay import repay
from experiments.commands.run import run
from experiments.commands.runs import runs
from experiments.commands.sensitivity import sensitivity
from experiments.commands.uncertainty import uncertainty
from experiments.commands.validate import validate
from experiments.commands.waterfall import waterfall
from experiments.runs.stopped import Stopped
from sim.errors import ModelError

COMMANDS: dict[Callable[..., None], str] = {
    compare: "Compare programmes under the same luck.",
    run: "Run one world, or those of a scenario, year by year.",
    repay: "Say whether a programme's savings repay its loan.",
    uncertainty: "Part what is not known from luck.",
    waterfall: "Say what moved the demand for care.",
    sensitivity: "Say which parameters decide an answer.",
    person: "Tell one resident's life, beside the twin's.",
    dashboard: "Compare programmes in the browser.",
    scenarios: "List the questions that Kith comes with.",
    interventions: "List what may be compared, and how well it is known.",
    parameters: "List the numbers: value, range, source and status.",
    validate: "Set the model beside published figures.",
    calibrate: "Fit what published figures inform.",
    runs: "List, export, check or remove the runs that are kept.",
    cluster: "Start workers here that studies can use.",
}
"""Every command and what it is for, in so few words that the list of all holds them."""
USERS_MISTAKE = 2
STOPPED = 130


class SentenceGroup(TyperGroup):
    """Ends on a sentence, not on a traceback, where the user can mend the fault."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command; a mendable fault is one sentence on stderr and exit code 2, Ctrl-C is 130."""
        try:
            return super().invoke(ctx)
        except ModelError as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(USERS_MISTAKE) from None
        except KeyboardInterrupt:
            typer.echo("Stopped; nothing was written.", err=True)
            raise typer.Exit(STOPPED) from None
        except BrokenPipeError:
            sys.stderr.close()
            raise typer.Exit(0) from None
        except Stopped as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(STOPPED) from None


app = typer.Typer(
    cls=SentenceGroup,
    name="kith",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="A laboratory for ageing, loneliness and care. Begin with: kith compare leeds",
)


def _say_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"kith {metadata.version('kith-abm')}")
        raise typer.Exit


@app.callback()
def kith(
    version: Annotated[
        bool, typer.Option("--version", help="Say which version this is.", is_eager=True, callback=_say_version)
    ] = False,
) -> None:
    """Take what may be said before any command."""


for command, said in COMMANDS.items():
    app.command(short_help=said)(command)
app.add_typer(places, name="places", short_help="List the places, show one, begin one of your own.")
