"""Report: a comparison as one HTML file that needs nothing else - the answer, why, how sure, what it rests on."""

import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import files, version
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from experiments import register, words
from experiments.accounts import DISCOUNT_PER_YEAR
from experiments.charts import cells, charts, short_pounds
from experiments.compare import EQUAL_BUDGET_POUNDS, Comparison, Study
from experiments.estimate import Estimate
from experiments.story import holders, story
from experiments.summary import PER_THOUSAND, estimate
from models import PlaceCard, interventions, places
from sim.errors import ModelError

LOOK = Path(__file__).with_name("look")
ECHARTS = "share/solara/cdn/echarts@5.4.0/dist/echarts.common.min.js"
ECHARTS_VERSION = "5.4.0"

type Cell = tuple[str, str]
"""A number as text, and what stands in small type under it."""


@dataclass(frozen=True)
class Grid:
    """A table of the report: a head for each column, and rows of which the first cell is the row's name."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


COLUMNS: tuple[tuple[str, str, Callable[[float], str]], ...] = (
    ("months_delayed", "Months of care delayed", words.number),
    (PER_THOUSAND, "Months per 1,000 pounds", words.number),
    ("programme_cost", "Programme cost, pounds", short_pounds),
    ("net_public_cost", "Net cost to the public purse, pounds", short_pounds),
    ("lonely_free_years", "Loneliness-free years", words.number),
)


def report_html(found: Comparison) -> str:
    """Return the report of a comparison as one HTML document that loads nothing from anywhere."""
    place = next(one for one in places() if one.name == found.study.place)
    return _template().render(
        found=found,
        study=found.study,
        place=place,
        told=story(found),
        title=_title(found, place),
        charts=charts(found),
        tables=_main_tables(found),
        first=_first_table(found),
        budgets=_budget_table(found),
        effects=register.effects(found),
        cash=register.cash(),
        counts=register.counts(),
        begins=words.month_name(0),
        starts=words.month_name(found.study.start),
        ends=words.month_name(found.study.months - 1),
        length=words.span(found.study.months),
        runs=len(found.parameters),
        names=words.listed([found.arm(name).title for name in found.study.interventions]),
        summaries={one.name: one.summary for one in interventions()},
        fingerprints=[[row[arm.name] for arm in found.arms] for _, row in found.fingerprints.iterrows()],
        scale=words.scale(found.study.residents or place.residents, found.weight),
        not_a_forecast=words.NOT_A_FORECAST,
        equal=words.pounds(EQUAL_BUDGET_POUNDS),
        discount=f"{100 * DISCOUNT_PER_YEAR:.1f}%",
        command=command_line(found.study),
        version=version("kith-abm"),
        look=(LOOK / "custom.css").read_text(encoding="utf-8"),
        draw=(LOOK / "draw.js").read_text(encoding="utf-8"),
        echarts=echarts_source(),
        echarts_version=ECHARTS_VERSION,
    )


def command_line(study: Study) -> str:
    """Return what to type to run the same study again.

    >>> command_line(Study(interventions=("reablement",), residents=4000, replications=2))
    'kith compare leeds --with reablement --years 15 --residents 4000 --replications 2 --start-month 24 --seed 1'
    """
    if study.months % 12:
        return f"python -c 'from experiments.compare import Study, compare; print(compare({study!r}))'"
    said = ["kith", "compare", study.place, *(part for name in study.interventions for part in ("--with", name))]
    said += ["--years", str(study.months // 12)]
    said += ["--residents", str(study.residents)] if study.residents is not None else []
    said += ["--replications", str(study.replications), "--start-month", str(study.start), "--seed", str(study.seed)]
    said += [part for name, value in study.overrides.items() for part in ("--set", f"{name}={value!r}")]
    said += ["--fixed-parameters"] if study.fixed else []
    return shlex.join(said)


@cache
def echarts_source() -> str:
    """Return the source of ECharts as the installed package solara-assets holds it, safe to stand inside a page."""
    held = next((one for one in files("solara-assets") or () if one.as_posix().endswith(ECHARTS)), None)
    path = Path(str(held.locate())) if held is not None else None
    if path is None or not path.exists():
        raise ModelError(
            "The charts' drawing code is not there: run 'uv sync', or reinstall the package solara-assets."
        )
    return path.read_text(encoding="utf-8").replace("</script", r"<\/script")


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html.jinja")


def _title(found: Comparison, place: PlaceCard) -> str:
    if len(found.ranking) == 1:
        return f"{place.title}: what does {found.arm(found.ranking[0]).title} delay, and at whose cost?"
    return f"{place.title}: which programme delays most months of council-funded care per pound?"


def _main_tables(found: Comparison) -> tuple[Grid, Grid]:
    equal = f"At an equal {words.pounds(EQUAL_BUDGET_POUNDS)} each"
    return _arms_table(found, "At its own size", found.ranking), _arms_table(found, equal, found.equal_ranking)


def _arms_table(found: Comparison, caption: str, arms: Sequence[str]) -> Grid:
    rows = []
    for name in arms:
        numbers = (_cell(estimate(found.table, name, measure), said) for measure, _, said in COLUMNS)
        rows.append(((_plain_title(found, name), ""), *numbers))
    return Grid(caption, ("Intervention", *(head for _, head, _ in COLUMNS)), tuple(rows))


def _first_table(found: Comparison) -> Grid:
    runs = len(found.parameters)
    equal = {str(found.arm(name).intervention): times for name, times in found.came_first_equal.items()}
    rows = tuple(
        (
            (found.arm(name).title, ""),
            (words.in_runs(found.came_first[name], runs), ""),
            (words.in_runs(equal[name], runs), ""),
        )
        for name in found.ranking
    )
    heads = ("Intervention", "First at its own size", f"First at {words.pounds(EQUAL_BUDGET_POUNDS)}")
    return Grid("Who came first in months delayed per pound", heads, rows)


def _budget_table(found: Comparison) -> Grid:
    rows = []
    for name in found.ranking:
        arm = found.arm(name)
        for holder, cash in holders(found, arm).items():
            net = estimate(found.table, name, f"net_cost.{holder}")
            owner = f"{arm.title}: {words.owner(holder)}"
            rows.append(((owner, ""), _cell(net, short_pounds), _cell(cash, short_pounds)))
    heads = ("Whose budget", "Net cost, pounds", "Cashable saving, pounds")
    return Grid("What each budget pays and what comes free", heads, tuple(rows))


def _plain_title(found: Comparison, name: str) -> str:
    """Return the name of an arm's intervention, without its size."""
    return found.arm(str(found.arm(name).intervention)).title


def _cell(one: Estimate, said: Callable[[float], str]) -> Cell:
    mean, spread, _ = cells(one, said)
    return mean, spread
