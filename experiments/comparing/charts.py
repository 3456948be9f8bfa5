"""Charts: a comparison as four pictures, each with the sentence it shows and the table behind it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from experiments import words
from experiments.asking.study import AS_NOW, Arm
from experiments.comparing import cash_told
from experiments.comparing.compare import Comparison
from experiments.comparing.story import plain_title
from experiments.comparing.summary import PER_THOUSAND, estimate, values
from experiments.figures.estimate import Estimate, over_runs
from experiments.showing import fans
from experiments.showing.chart import Chart, short_pounds, tight_pounds
from experiments.showing.marks import Band, Option, Row, bands, intervals
from models import MONTHS_PER_QUARTER, QUARTERS_PER_YEAR, interventions
from models import place as place_card
from sim.ledger import Cashable

PURSES = ("council", "NHS", "residents")
EVERYONE_ELSE = "everyone else"
"""Care providers, care homes and programme teams, mostly: what others pay more, they receive."""
YEAR = 12
YEARS_SHOWN = 5
"""Labels that fit under a chart over time on a phone."""
NUMBER, POUNDS = "@number", "@pounds"

type Titled = tuple[str, Estimate]
type Table = tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]
type Said = Callable[[float], str]


@dataclass(frozen=True)
class Subject:
    """A quantity of which every arm has one number."""

    measure: str
    title: str
    unit: str


PER_POUND = Subject(PER_THOUSAND, "Months of council-funded care delayed per 1,000 pounds", "months per 1,000 pounds")
LONELY_FREE = Subject("lonely_free_years", "Loneliness-free years gained", "person-years")


def charts(found: Comparison) -> tuple[Chart, ...]:
    """Return every chart of a comparison, the answer's first."""
    return months_per_pound(found), delayed_over_time(found), lonely_free_years(found), who_pays(found)


def months_per_pound(found: Comparison) -> Chart:
    """Return months delayed per 1,000 pounds, by arm, at its own size and at the equal budget."""
    return _by_arm(found, PER_POUND)


def lonely_free_years(found: Comparison) -> Chart:
    """Return loneliness-free years gained, by arm, at its own size and at the equal budget."""
    return _by_arm(found, LONELY_FREE)


def _by_arm(found: Comparison, subject: Subject) -> Chart:
    own = [(found.arm(name), estimate(found.table, name, subject.measure)) for name in found.ranking]
    equal = [(found.arm(name), estimate(found.table, name, subject.measure)) for name in found.equal_ranking]
    drawn = [Row("Own size")] if equal else []
    drawn += [_row(found, arm, one, words.number) for arm, one in own]
    if equal:
        drawn += [Row("Equal budget"), *(_row(found, arm, one, words.number) for arm, one in equal)]
    rings = f" Rings: at {words.pounds(float(found.study.equal_budget or 0.0))} each." if equal else ""
    rows = tuple((arm.title, *cells(one, words.number)) for arm, one in (*own, *equal))
    return _chart(
        subject.measure,
        subject.title,
        takeaway([(arm.title, one) for arm, one in own], words.number),
        f"{_how_sure(found)}{rings}",
        intervals(drawn, subject.unit, NUMBER),
        (("Intervention", f"Mean, {subject.unit}", "80% of runs", "Monte-Carlo error"), rows),
    )


def delayed_over_time(found: Comparison) -> Chart:
    """Return council-funded months delayed so far, quarter by quarter: each arm less its twin, with a zero line."""
    series = {name: _so_far(found, name) for name in found.ranking}
    last = [(found.arm(name).title, estimate(found.table, name, "months_delayed")) for name in found.ranking]
    months = next(iter(series.values())).index
    lines = [
        Band(found.arm(name).title, **{str(edge): _tidy(one[edge]) for edge in one}, place=_place(found, name))
        for name, one in series.items()
    ]
    single = len(found.parameters) == 1
    named = [words.month_name(int(month)) for month in months]
    ticks = QUARTERS_PER_YEAR * max(1, round(len(months) / QUARTERS_PER_YEAR / YEARS_SHOWN))
    years = [place for place, month in enumerate(months) if (month + 1) % YEAR == 0 or place == len(months) - 1]
    rows = tuple((named[place], *(_spread_in(one.iloc[place], single) for one in series.values())) for place in years)
    return _chart(
        "delayed_over_time",
        "Months of care delayed so far, each world less its twin",
        takeaway(last, words.number, f" by {named[-1]}"),
        f"{_how_wide(found)} Above nought is care delayed, below it care added.",
        bands(
            [words.short_month(int(month)) for month in months],
            lines,
            "months of council-funded care delayed so far",
            NUMBER,
            ticks,
        ),
        (("End of", *(title if single else fans.head(title) for title, _ in last)), rows),
    )


def who_pays(found: Comparison) -> Chart:
    """Return the net cost of each purse, by arm: paid less received, in this world less in its twin."""
    drawn: list[Row] = []
    rows: list[tuple[str, ...]] = []
    said: list[str] = []
    for purse in (*_purses(found), EVERYONE_ELSE):
        owner = cash_told.owner(purse, cash_told.payer(place_card(found.study.place).payer))
        paid = [(found.arm(name), _net_cost(found, name, purse)) for name in found.ranking]
        drawn += [Row(words.capital(owner)), *(_row(found, arm, one, tight_pounds) for arm, one in paid)]
        rows += [(words.capital(owner), arm.title, *cells(one, short_pounds)) for arm, one in paid]
        if purse in PURSES:
            said.append(payer(owner, [(arm.title, one) for arm, one in paid]))
    return _chart(
        "who_pays",
        "Who pays and who gains",
        " ".join(said),
        f"{_how_sure(found)} Right of nought pays more (or receives less), left of it less; "
        "over all purses an intervention sums to nought. Everyone else is mostly those who provide care and staff "
        "programmes: what they pay more is mostly income that they lose. 2010-11 prices, discounted.",
        intervals(drawn, "net cost, pounds", POUNDS),
        (("Purse", "Intervention", "Mean, pounds", "80% of runs", "Monte-Carlo error"), tuple(rows)),
    )


def takeaway(parts: Sequence[Titled], said: Said, when: str = "") -> str:
    """Return which of several are clearly above nought, which below, and which neither.

    >>> takeaway([("A", Estimate(4.2, 3, 5, 0.3, 9)), ("B", Estimate(0.1, -1, 1, 0.3, 9))], words.number)
    'Clearly above nought: A (4.2). No clear change: B.'
    >>> takeaway([("A", Estimate(4.2, 4.2, 4.2, float("nan"), 1))], words.number)
    'A 4.2, in one run, which cannot show how sure this is.'
    """
    if _once(parts):
        each = words.listed([f"{title} {said(one.mean)}" for title, one in parts])
        return f"{each}, in one run, which cannot show how sure this is."
    up, down, unclear = _parted(parts)
    named = [[f"{title} ({said(one.mean)})" for title, one in group] for group in (up, down)]
    kinds = (f"Clearly above nought{when}", f"Clearly below nought{when}", f"No clear change{when}")
    told = zip(kinds, (*named, [title for title, _ in unclear]), strict=True)
    return " ".join(f"{kind}: {words.listed(titles)}." for kind, titles in told if titles)


def payer(owner: str, parts: Sequence[Titled]) -> str:
    """Return with which arms a purse clearly pays more, with which less, and with which neither.

    >>> payer("the council", [("A", Estimate(5e4, 4e4, 6e4, 3e3, 9)), ("B", Estimate(0.1, -1, 1, 0.3, 9))])
    'The council pays 50,000 pounds more with A; no clear change with B.'
    """
    if _once(parts):
        return f"{words.capital(owner)}: {takeaway(parts, words.pounds)}"
    up, down, unclear = _parted(parts)
    pay = "pays" if owner.startswith("the ") else "pay"
    told = [
        f"{pay} {words.listed([f'{words.pounds(abs(one.mean))} {way} with {title}' for title, one in group])}"
        for way, group in (("more", up), ("less", down))
        if group
    ]
    if unclear:
        told.append(f"no clear change with {words.listed([title for title, _ in unclear])}")
    return f"{words.capital(owner)}{'' if up or down else ':'} {'; '.join(told)}."


def _once(parts: Sequence[Titled]) -> bool:
    return all(one.single for _, one in parts)


def _parted(parts: Sequence[Titled]) -> tuple[list[Titled], list[Titled], list[Titled]]:
    up = [part for part in parts if part[1].clear and part[1].mean > 0.0]
    down = [part for part in parts if part[1].clear and part[1].mean < 0.0]
    return up, down, [part for part in parts if not part[1].clear]


def _chart(name: str, title: str, sentence: str, reading: str, option: Option, table: Table) -> Chart:
    heads, rows = table
    return Chart(
        name=name,
        title=title,
        takeaway=sentence,
        reading=reading,
        option=option.content,
        height=option.height,
        heads=heads,
        rows=rows,
    )


def _row(found: Comparison, arm: Arm, one: Estimate, said: Said) -> Row:
    title = plain_title(found, arm.name)
    return Row(title, one, _spread_of(one, said), _place(found, arm.name), arm.repeats is not None)


def _place(found: Comparison, name: str) -> int:
    """Return the place of an arm in the study, so that it bears one colour in every chart."""
    own = [arm.name for arm in found.arms if arm.name != AS_NOW and arm.repeats is None]
    return own.index(found.arm(name).repeats or name)


def _how_sure(found: Comparison) -> str:
    if len(found.parameters) == 1:
        return "One run, so there is no interval."
    if found.study.lucks > 1:
        return (
            f"Bars hold 80% of what is not known of the parameters, from {len(found.parameters)} draws, "
            f"each the mean of {found.study.lucks} lucks."
        )
    return f"Bars hold 80% of {len(found.parameters)} runs."


def _how_wide(found: Comparison) -> str:
    if len(found.parameters) == 1:
        return _how_sure(found)
    lucks = f", each the mean of {found.study.lucks} lucks" if found.study.lucks > 1 else ""
    runs = f"{len(found.parameters)} {'draws' if lucks else 'runs'}"
    return f"{fans.drawn_as(runs)}{lucks}."


def cells(one: Estimate, said: Said) -> tuple[str, str, str]:
    """Return mean, interval and Monte-Carlo error as the cells of a table."""
    if one.single:
        return said(one.mean), "one run", "unknown"
    return said(one.mean), f"{said(one.low)} to {said(one.high)}", said(one.mc_error)


def _spread_of(one: Estimate, said: Said) -> str:
    if not np.isfinite(one.mean):
        return "no cost of its own"
    mean, spread, _ = cells(one, said)
    return f"{mean} ({spread})"


def _so_far(found: Comparison, name: str) -> pd.DataFrame:
    """Return the fan of the months delayed so far, by the last month of each quarter, from the start."""
    frame = found.monthly[(found.monthly["arm"] == name) & (found.monthly["measure"] == "delayed_so_far")]
    frame = frame.set_index("month").drop(columns=["arm", "measure"])
    months = np.asarray(frame.index)
    return frame[((months + 1) % MONTHS_PER_QUARTER == 0) & (months >= found.study.start - 1)]


def _spread_in(month: pd.Series, single: bool) -> str:
    edges = {str(edge): float(one) for edge, one in month.items()}
    return f"{words.number(edges['mean'])} (one run)" if single else fans.cell(edges, words.number)


def _purses(found: Comparison) -> tuple[str, ...]:
    """Return council, NHS, residents, and whoever else pays for a programme compared."""
    compared = [one for one in interventions() if one.name in found.study.named]
    payers = {line.payer for one in compared for line in one.lines if line.cashable == Cashable.PROGRAMME}
    return (*PURSES, *sorted(payers - set(PURSES)))


def _net_cost(found: Comparison, arm: str, purse: str) -> Estimate:
    """Return the estimate of one purse; everyone else's is what the others' leaves, run by run."""
    if purse != EVERYONE_ELSE:
        return estimate(found.table, arm, f"net_cost.{purse}")
    named = {f"net_cost.{one}" for one in _purses(found)}
    rest = [str(name) for name in found.runs if str(name).startswith("net_cost.") and name not in named]
    runs = np.zeros(len(found.parameters))
    return over_runs(sum((values(found.runs, arm, name) for name in rest), runs))


def _tidy(values_by_month: pd.Series) -> tuple[float, ...]:
    return tuple(round(float(one), 2) for one in values_by_month)
