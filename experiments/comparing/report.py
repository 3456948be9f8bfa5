"""Report: a comparison as one HTML file that needs nothing else - the answer, why, how sure, what it rests on."""

import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from experiments import given, words
from experiments.asking.study import Study
from experiments.comparing import cash_told, register
from experiments.comparing.accounts import DISCOUNT_PER_YEAR
from experiments.comparing.charts import cells, charts
from experiments.comparing.compare import Comparison
from experiments.comparing.fifths import fifths
from experiments.comparing.story import holders, plain_title, story
from experiments.comparing.summary import PER_THOUSAND, SPILLED, estimate
from experiments.figures.estimate import Estimate
from experiments.showing.chart import short_pounds
from experiments.showing.section import Section
from experiments.showing.webpage import dress, template
from models import PlaceCard, interventions
from models import place as place_card

type Cell = tuple[str, str]
"""A number as text, and what stands in small type under it."""


@dataclass(frozen=True)
class PageTable:
    """A table of the report: a head for each column, and rows of which the first cell is the row's name."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


NAMES_OF_FIFTHS = {
    1: "most deprived fifth",
    2: "second fifth",
    3: "third fifth",
    4: "fourth fifth",
    5: "least deprived fifth",
}

COLUMNS: tuple[tuple[str, str, Callable[[float], str]], ...] = (
    ("months_delayed", "Months of care delayed", words.number),
    (PER_THOUSAND, "Months per 1,000 pounds", words.number),
    ("programme_cost", "Programme cost, pounds", short_pounds),
    ("net_public_cost", "Net cost to the public purse, pounds", short_pounds),
    ("lonely_free_years", "Loneliness-free years", words.number),
)


def report_html(found: Comparison, sections: Sequence[Section] = (), command: str = "") -> str:
    """Return the report of a comparison as one HTML document that loads nothing from anywhere.

    ``sections`` are what studies built upon it found; ``command`` is what to type for them.
    """
    place = place_card(found.study.place)
    return template("report.html.jinja").render(
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
        own=register.own(found),
        cash=register.cash(),
        counts=register.counts(),
        begins=words.month_name(0),
        starts=words.month_name(found.study.start),
        ends=words.month_name(found.study.months - 1),
        length=words.span(found.study.months),
        runs=len(found.parameters),
        names=words.listed([trial.title for trial in found.study.asked]),
        summaries={one.name: one.summary for one in interventions()},
        spillovers=_spillover_table(found),
        worlds=_worlds_table(found),
        deprived=_fifths_table(found),
        fingerprints=[[row[arm.name] for arm in found.arms] for _, row in found.fingerprints.iterrows()],
        scale=given.scale(found.study.residents or place.residents, found.weight, place.networks),
        not_a_forecast=words.NOT_A_FORECAST,
        equal=words.pounds(float(found.study.equal_budget or 0.0)) if found.equal_ranking else "",
        discount=words.percent(DISCOUNT_PER_YEAR),
        command=command or command_line(found.study),
        sections=sections,
        **dress(),
    )


def section_html(title: str, place: PlaceCard, section: Section, command: str) -> str:
    """Return one study that compares nothing as a report of its own."""
    return template("section.html.jinja").render(
        title=title,
        place=place,
        section=section,
        command=command,
        not_a_forecast=words.NOT_A_FORECAST,
        **dress(),
    )


def command_line(study: Study, *further: str, name: str = "compare") -> str:
    """Return what to type to run the same study again, with ``further`` options of the command of that name.

    >>> command_line(Study(interventions=("reablement",), residents=4000, replications=2))
    'kith compare leeds --with reablement --years 15 --residents 4000 --replications 2 --start-month 24 --seed 1'
    """
    if study.months % 12:
        return f"python -c 'from experiments.comparing.compare import Study, compare; print(compare({study!r}))'"
    plain = [study.place, *(part for name in study.interventions for part in ("--with", name))]
    said = ["kith", name, *([study.source] if study.source else plain)]
    said += ["--years", str(study.months // 12)]
    said += ["--residents", str(study.residents)] if study.residents is not None else []
    said += ["--replications", str(study.replications)] if name == "compare" else []
    said += ["--lucks", str(study.lucks)] if name == "compare" and study.lucks > 1 else []
    said += ["--start-month", str(study.start), "--seed", str(study.seed), *further]
    said += [part for name, value in study.overrides.items() for part in ("--set", f"{name}={value!r}")]
    said += ["--fixed-parameters"] if study.fixed and name == "compare" else []
    return shlex.join(said)


def _title(found: Comparison, place: PlaceCard) -> str:
    if found.study.title:
        return f"{place.title}: {found.study.title[:1].lower()}{found.study.title[1:]}"
    if len(found.ranking) == 1:
        return f"{place.title}: what does {found.arm(found.ranking[0]).title} delay, and at whose cost?"
    return f"{place.title}: which programme delays most months of council-funded care per pound?"


def _main_tables(found: Comparison) -> tuple[PageTable, ...]:
    if not found.equal_ranking:
        return (_arms_table(found, "Against the world as now", found.ranking),)
    equal = f"At an equal {words.pounds(float(found.study.equal_budget or 0.0))} each"
    return _arms_table(found, "At its own size", found.ranking), _arms_table(found, equal, found.equal_ranking)


def _arms_table(found: Comparison, caption: str, arms: Sequence[str]) -> PageTable:
    rows = []
    for name in arms:
        numbers = (_cell(estimate(found.table, name, measure), said) for measure, _, said in COLUMNS)
        rows.append(((plain_title(found, name), ""), *numbers))
    return PageTable(caption, ("Intervention", *(head for _, head, _ in COLUMNS)), tuple(rows))


def _first_table(found: Comparison) -> PageTable:
    runs = len(found.parameters)
    equal = {str(found.arm(name).repeats): times for name, times in found.came_first_equal.items()}
    rows = []
    for name in found.ranking:
        own = ((found.arm(name).title, ""), (words.in_runs(found.came_first[name], runs), ""))
        rows.append((*own, *([(words.in_runs(equal[name], runs), "")] if name in equal else [])))
    heads = ["Intervention", "First at its own size"]
    heads += [f"First at {words.pounds(float(found.study.equal_budget or 0.0))}"] if equal else []
    return PageTable(f"Who came first in {found.yardstick.value}", tuple(heads), tuple(rows))


def _spillover_table(found: Comparison) -> PageTable:
    names = [one.name for one in SPILLED]
    rows = [
        ((found.arm(arm).title, ""), *(_cell(estimate(found.table, arm, name), words.number) for name in names))
        for arm in found.ranking
    ]
    return PageTable(
        "Those it reached, and everyone else", ("Intervention", *(one.label for one in SPILLED)), tuple(rows)
    )


def _worlds_table(found: Comparison) -> PageTable:
    """Return what every world is like in its last year."""
    known = [one for one in found.levels.values() if any(np.isfinite(runs).all() for runs in one.runs.values())]
    rows = []
    for arm in known[0].runs if known else ():
        shares = [(one.of(arm), partial(words.level, share=bool(one.level.out_of))) for one in known]
        rows.append(((found.arm(arm).title, ""), *(_cell(mean, said) for mean, said in shares)))
    return PageTable(
        "Each world in the last year of the run", ("World", *(one.level.label for one in known)), tuple(rows)
    )


def _fifths_table(found: Comparison) -> PageTable | None:
    """Return whom each arm reaches and helps in every fifth of deprivation, if the place has more than one."""
    rows = []
    for name in found.ranking:
        arm = found.arm(name)
        for fifth, one in fifths(found, arm).items():
            said = (one.reached, one.lonely, one.council)
            living = (words.percent(one.living), "")
            rows.append(
                ((f"{arm.title}: {NAMES_OF_FIFTHS[fifth]}", ""), living, *(_cell(each, words.number) for each in said))
            )
    heads = (
        "Where",
        "Residents who live there",
        "People reached",
        "Fewer lonely months",
        "Fewer council-funded months",
    )
    return (
        PageTable("By fifth of deprivation, per 1,000 residents who live there", heads, tuple(rows)) if rows else None
    )


def _budget_table(found: Comparison) -> PageTable:
    payer = cash_told.payer(place_card(found.study.place).payer)
    rows = []
    for name in found.ranking:
        arm = found.arm(name)
        paid = holders(found, arm, "net_cost")
        for holder, cash in holders(found, arm).items():
            net = paid.get(holder, estimate(found.table, name, f"net_cost.{holder}"))
            owner = f"{arm.title}: {cash_told.owner(holder, payer)}"
            rows.append(((owner, ""), _cell(net, short_pounds), _cell(cash, short_pounds)))
    heads = ("Whose budget", "Net cost, pounds", "Cashable saving, pounds")
    return PageTable("What each budget pays and what comes free", heads, tuple(rows))


def _cell(one: Estimate, said: Callable[[float], str]) -> Cell:
    mean, spread, _ = cells(one, said)
    return mean, spread if np.isfinite(one.mean) else ""
