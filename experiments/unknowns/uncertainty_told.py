"""Uncertainty told: in sentences, a table and a chart, what is not known and what is luck."""

from collections.abc import Callable
from dataclasses import asdict

import numpy as np
import pandas as pd

from experiments import words
from experiments.comparing.report import command_line, report_html
from experiments.comparing.story import story
from experiments.comparing.summary import PER_THOUSAND, quantity
from experiments.figures.estimate import Estimate
from experiments.figures.parted import Parted
from experiments.showing.chart import Chart, short_pounds
from experiments.showing.marks import Row, intervals
from experiments.showing.section import Finding, Section
from experiments.showing.texts import Texts
from experiments.showing.written import frame_rows
from experiments.unknowns.uncertainty import Uncertainty
from models import sheets, stored_posterior

TENTH = 1.2815515655446004
"""Standard deviations from the middle of a normal distribution to its 90th percentile."""
TOLD: dict[str, Callable[[float], str]] = {
    "months_delayed": words.number,
    PER_THOUSAND: words.number,
    "programme_cost": short_pounds,
    "net_public_cost": short_pounds,
    "lonely_free_years": words.number,
    "cashable.council": short_pounds,
    "cashable.NHS": short_pounds,
}
"""Outcomes shown, and how each is said."""


def uncertainty_section(found: Uncertainty) -> Section:
    """Return the study as a section: the comparison's own answer, then how much of it is not known."""
    told = story(found.comparison)
    arms = [found.comparison.arm(name) for name in found.comparison.ranking]
    first = told.answer or f"{told.arms[0].delay} {told.arms[0].verdict}"
    return Section(
        name="uncertainty",
        short="What is not known",
        title="What is not known, and what is luck",
        lead=first,
        told=tuple(
            sentence
            for arm in arms
            for sentence in (
                *([told.arms[arms.index(arm)].delay] if told.answer else []),
                apart(arm.title, found.parted[arm.name, "months_delayed"]),
            )
        ),
        caveats=(told.interval, drawn(found.study.place), *told.caveats),
        charts=(chart(found),),
        tables=(table(found),),
    )


def apart(title: str, months: Parted) -> str:
    """Return how much of what a run shows is not known, and how much is luck.

    >>> apart("Reablement", Parted(300, 190, 410, 12, 80, 40, True, 64, 2))
    'Of the variance of a single run of Reablement, 80% is parameters that are not known and 20% luck: the first moves the months delayed by 80 from draw to draw (a standard deviation), the second by 40 from luck to luck.'
    >>> apart("Reablement", Parted(300, 300, 300, 12, 0, 40, False, 64, 2))
    'Reablement: draws of the parameters do not differ by more than luck would make them (40 months from luck to luck, a standard deviation); more lucks a draw, or more residents, would tell them apart.'
    """  # noqa: E501
    if not months.apart:
        return (
            f"{title}: draws of the parameters do not differ by more than luck would make them "
            f"({words.number(months.luck_sd)} months from luck to luck, a standard deviation); "
            "more lucks a draw, or more residents, would tell them apart."
        )
    share = months.unknown_share
    return (
        f"Of the variance of a single run of {title}, {words.percent(share)} is parameters that are not known and "
        f"{words.percent(1.0 - share)} luck: the first moves the months delayed by {words.number(months.unknown_sd)} "
        f"from draw to draw (a standard deviation), the second by {words.number(months.luck_sd)} from luck to luck."
    )


def drawn(place: str) -> str:
    """Return from where the parameters are drawn: a fit to data, or the ranges of their sheets."""
    entries = {
        f"{word}.{entry.name}": entry for word, sheet in sheets(place).items() for entry in sheet.entries.values()
    }
    table = stored_posterior()
    fitted = set() if table is None else {str(name) for name in table.columns} & set(entries)
    ranges = sum(entry.uncertain and name not in fitted for name, entry in entries.items())
    known = f"{len(fitted)} parameters are drawn together from their fit to data, and " if fitted else ""
    return (
        f"{known}{ranges} parameters are drawn from their sheets' ranges, each by itself; what somebody decides is not."
    )


def frame(found: Uncertainty) -> pd.DataFrame:
    """Return every outcome of every arm, parted: one row each, in the units of the table."""
    rows = [
        {
            "arm": arm,
            "measure": name,
            "label": quantity(name).label,
            "unit": quantity(name).unit,
            "mean": one.mean,
            "low": one.low,
            "high": one.high,
            "interval": one.kind,
            "mc_error": one.mc_error,
            "unknown_sd": one.unknown_sd,
            "luck_sd": one.luck_sd,
            "unknown_share": one.unknown_share,
            "told_apart": one.apart,
            "draws": one.draws,
            "lucks": one.lucks,
        }
        for (arm, name), one in found.parted.items()
    ]
    return pd.DataFrame(rows)


def table(found: Uncertainty) -> Texts:
    """Return the main outcomes of every arm, what is not known and luck apart."""
    rows = []
    for arm in found.comparison.ranking:
        rows.append((found.comparison.arm(arm).title, *[""] * 4))
        for name, said in TOLD.items():
            one = found.parted.get((arm, name))
            if one is not None and np.isfinite(one.mean):
                rows.append((f"  {quantity(name).label}", *_cells(one, said)))
    heads = ("", "Mean", "80% of what\nis not known", "Monte-\nCarlo error", "Share of variance\nnot known")
    caption = f"{found.study.replications} draws of the parameters, {found.study.lucks} lucks each"
    return Texts(caption, heads, tuple(rows))


def _cells(one: Parted, said: Callable[[float], str]) -> tuple[str, ...]:
    share = words.percent(one.unknown_share) if one.apart else "not told apart"
    return said(one.mean), f"{said(one.low)} to {said(one.high)}", said(one.mc_error), share


def chart(found: Uncertainty) -> Chart:
    """Return for every arm two bars around one mean: what is not known, and what luck does to a single run."""
    drawn_rows, rows = [], []
    for place, name in enumerate(found.comparison.ranking):
        one, title = found.parted[name, "months_delayed"], found.comparison.arm(name).title
        spread = TENTH * one.luck_sd
        luck = Estimate(one.mean, one.mean - spread, one.mean + spread, one.mc_error, one.draws)
        drawn_rows.append(Row(title))
        for label, each in (("not known", one.estimate), ("luck of one run", luck)):
            said = f"{words.number(each.mean)} ({words.number(each.low)} to {words.number(each.high)})"
            drawn_rows.append(Row(label, each, said, place, label != "not known"))
            rows.append((f"{title}: {label}", *said.removesuffix(")").split(" (")))
    option = intervals(drawn_rows, "months of council-funded care delayed", "@number")
    study = found.study
    return Chart(
        "uncertainty_chart",
        "What is not known, and luck",
        " ".join(
            f"{found.comparison.arm(name).title}: {_share(found.parted[name, 'months_delayed'])}."
            for name in found.comparison.ranking
        ),
        f"Filled: 80% of what is not known of the parameters. Rings: 80% of single runs under one draw. "
        f"{study.replications} draws, {study.lucks} lucks each.",
        option.content,
        option.height,
        ("Months delayed", "Mean", "80%"),
        tuple(rows),
    )


def _share(one: Parted) -> str:
    if not one.apart:
        return "what is not known and luck are not told apart"
    return f"{words.percent(one.unknown_share)} of the variance of a run is not luck"


def finding(found: Uncertainty) -> Finding:
    """Return all that the study hands over; its report is the comparison's, with these intervals and this section."""
    section, table = uncertainty_section(found), frame(found)
    document = {
        "study": asdict(found.study) | {"weight": found.comparison.weight},
        "ranking": found.comparison.ranking,
        "table": frame_rows(table),
        "runs": frame_rows(found.runs.reset_index()),
        "parameters": frame_rows(found.comparison.parameters),
        "fingerprints": frame_rows(found.comparison.fingerprints),
        "cpu_seconds": found.comparison.seconds,
    }
    counted = ("--draws", str(found.study.replications), "--lucks", str(found.study.lucks))
    command = command_line(found.study, *counted, name="uncertainty")
    page = report_html(found.comparison, (section,), command)
    return Finding("uncertainty", section, page, document, {"uncertainty": table})
