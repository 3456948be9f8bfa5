"""Sensitivity told: in sentences, tables and charts, which parameters decide and how surely."""

from collections.abc import Sequence
from dataclasses import asdict

from experiments import words
from experiments.comparing.report import command_line, report_html
from experiments.comparing.story import story
from experiments.comparing.summary import POUNDS, Quantity, estimate, quantity
from experiments.figures.estimate import Estimate
from experiments.showing.chart import Chart, short_pounds
from experiments.showing.marks import Row, intervals
from experiments.showing.section import Finding, Section
from experiments.showing.spans import Span, spans
from experiments.showing.texts import Texts
from experiments.showing.written import frame_rows
from experiments.unknowns.indices import Index, Indices
from experiments.unknowns.sensitivity import Sensitivity, sobol_frame, tornado_frame
from experiments.unknowns.tornado import Swing, deciding

SHOWN = 10
"""Parameters that a table and a chart have room for; the files hold all."""
FORETOLD = 0.7
"""Share of the runs' variance below which an emulator is said to foretell them poorly."""


def sensitivity_section(found: Sensitivity) -> Section:
    """Return the study as a section: what decides one at a time, then together."""
    arms = {arm: found.central.arm(arm).title for arm in found.swings}
    outcome = quantity(found.depth.outcome)
    alone = [alone_told(title, found.swings[arm], outcome) for arm, title in arms.items()]
    both = [together_told(title, found.together[arm]) for arm, title in arms.items() if arm in found.together]
    return Section(
        name="sensitivity",
        short="What decides",
        title=f"What decides: {_small(outcome.label)}",
        lead=alone[0],
        told=(*alone[1:], *both),
        caveats=(ways(found), *story(found.central).caveats),
        charts=tuple(
            chart
            for arm, title in arms.items()
            for chart in (tornado_chart(found, arm, title), sobol_chart(found, arm, title))
            if chart is not None
        ),
        tables=tuple(
            table
            for arm, title in arms.items()
            for table in (tornado_table(found, arm, title), sobol_table(found, arm, title))
            if table is not None
        ),
    )


def alone_told(title: str, swings: tuple[Swing, ...], outcome: Quantity) -> str:
    """Return which parameters move an outcome most, one at a time.

    >>> one = Estimate(200, 190, 210, 5, 4)
    >>> alone_told("Reablement", (Swing("a.b", "share", 0.1, 0.5, one, one, one),), quantity("months_delayed"))
    "One at a time, 1 of 1 parameter clearly moves Reablement's outcome (council-funded care delayed, person-months). Most: a.b from 0.1 to 0.5 moves it by +200 (Monte-Carlo error 5)."
    """  # noqa: E501
    clear = [one for one in swings if one.moves.clear]
    whose = f"{title}'" if title.endswith("s") else f"{title}'s"
    many = f"{len(clear)} of {words.many(len(swings), 'parameter')} clearly"
    said = f"{many} move{'s' if len(clear) == 1 else ''} {whose} outcome ({_small(outcome.label)}, {outcome.unit})"
    if not clear:
        return f"One at a time, {said}."
    return f"One at a time, {said}. Most: {words.listed([_moved(one, outcome) for one in clear[:3]])}."


def _moved(one: Swing, outcome: Quantity) -> str:
    by = f"{_said(one.moves.mean, outcome, sign=True)} (Monte-Carlo error {_said(one.moves.mc_error, outcome)})"
    return f"{one.parameter} from {words.number(one.low)} to {words.number(one.high)} moves it by {by}"


def mostly_from(title: str, swings: Sequence[Swing], outcome: Quantity, of: int) -> str:
    """Return which few of so many parameters tried account for most of what these leave open, if any few do.

    >>> one, none = Estimate(200, 190, 210, 5, 4), Estimate(10, -90, 110, 50, 4)
    >>> two = [Swing("a.b", "share", 0.1, 0.5, one, one, one), Swing("a.c", "share", 0.1, 0.5, none, none, none)]
    >>> mostly_from("Reablement", two, quantity("months_delayed"), 9)[:78]
    'Most of what 9 parameters leave open of Reablement (council-funded care delaye'
    >>> mostly_from("Reablement", two[1:], quantity("months_delayed"), 9)[-56:]
    'clearly moves that of Reablement: luck moves it as much.'
    """
    few, of_what = deciding(swings), f"{_small(outcome.label)}, {outcome.unit}"
    if few:
        moved = words.listed([_moved(one, outcome) for one in few])
        return f"Most of what {of} parameters leave open of {title} ({of_what}) comes from {len(few)} of them: {moved}."
    if not any(one.moves.clear for one in swings):
        return f"Of {of_what}, none of {of} parameters clearly moves that of {title}: luck moves it as much."
    return alone_told(title, tuple(swings), outcome)


def tried(of: int, idle: Sequence[str], kept: int, lucks: int) -> str:
    """Return how so many parameters were tried, first at one end under one luck, and which moved nothing there.

    >>> tried(9, ["a.b"], 4, 3)[:88]
    'All 9 were tried at one end of their ranges under one luck, and the 4 that moved it most'
    """
    said = (
        f"All {of} were tried at one end of their ranges under one luck, and the {kept} that moved it most there at "
        f"both ends under {lucks}. The luck is the same throughout, so a dummy, which does nothing, moves it by nought"
    )
    return f"{said}, as did {words.listed(idle)}." if idle else f"{said}; none did."


def together_told(title: str, found: Indices) -> str:
    """Return what the parameters varied together explain, and what is no more than an input that does nothing."""
    sure = [one for one in found.each if found.matters(one)]
    poor = found.foretold < FORETOLD
    known = (
        f"{words.percent(found.noise_share)} of the runs' variance is luck or too rough to follow, and the emulator "
        f"foretells {words.percent(max(found.foretold, 0.0))} of that of runs left out"
    )
    if not sure:
        return (
            f"{title}, varied together over {found.runs} settings: no parameter surely explains more than an input "
            f"that does nothing (which may seem to explain up to {words.number(found.floor)}); {known}."
        )
    first = words.listed([_explains(one) for one in sure[:3]])
    caution = (
        " So little that these shares are uncertain beyond their intervals: more --points or --lucks would tell."
        if poor
        else ""
    )
    return (
        f"{title}, varied together over {found.runs} settings: {first}. {len(sure)} of {len(found.each) - 2} "
        f"parameters {'seem' if poor else 'are surely'} above an input that does nothing "
        f"(up to {words.number(found.floor)}); {known}.{caution}"
    )


def _explains(one: Index) -> str:
    alone = f"{_share(one.first)} of what parameters explain by itself"
    return f"{one.name} explains {alone} and {_share(one.total)} in all (80%: {_within(one.total_low, one.total_high)})"


def ways(found: Sensitivity) -> str:
    """Return how parameters were varied, and what the errors mean."""
    depth, count = found.depth, len(next(iter(found.swings.values())))
    said = (
        f"{words.many(count, 'parameter')} at the low and the high of their ranges, all else central, "
        f"under the same {depth.lucks} lucks: an error says how far a difference might move with another luck."
    )
    if not found.together:
        return said
    return (
        f"{said} Then the {len(found.varied)} that move it most together, at {depth.points} points of a scrambled "
        "Sobol sequence; 80% intervals of the shares hold what the emulator leaves open, not other lucks."
    )


def tornado_table(found: Sensitivity, arm: str, title: str) -> Texts:
    """Return the parameters that move an outcome most."""
    outcome = quantity(found.depth.outcome)
    rows = tuple(
        (
            one.parameter,
            f"{words.number(one.low)} to {words.number(one.high)}",
            _said(one.at_low.mean, outcome),
            _said(one.at_high.mean, outcome),
            _said(one.moves.mc_error, outcome),
        )
        for one in found.swings[arm][:SHOWN]
    )
    heads = ("Parameter", "Range", "At low", "At high", "Error")
    return Texts(f"{title}: {_small(outcome.label)}, {outcome.unit}, one parameter at a time", heads, rows)


def sobol_table(found: Sensitivity, arm: str, title: str) -> Texts | None:
    """Return what every parameter varied together explains, the dummies last."""
    if arm not in found.together:
        return None
    rows = tuple(
        (
            one.name,
            _share(one.first),
            _within(one.first_low, one.first_high),
            _share(one.total),
            _within(one.total_low, one.total_high),
        )
        for one in found.together[arm].each
    )
    heads = ("Parameter", "Alone", "80%", "In all", "80%")
    return Texts(f"{title}: share of the variance explained, varied together", heads, rows)


def tornado_chart(found: Sensitivity, arm: str, title: str) -> Chart:
    """Return a bar for each parameter, from the outcome at its low to that at its high, about the central one."""
    outcome, table = quantity(found.depth.outcome), tornado_table(found, arm, title)
    centre = central(found, arm).mean
    rows = [
        Span(
            plainly(one.parameter),
            _ends(one, outcome),
            ((centre, one.at_low.mean, 0), (centre, one.at_high.mean, 1)),
        )
        for one in found.swings[arm][:SHOWN]
    ]
    option = spans(rows, centre, outcome.unit, "@pounds" if outcome.unit == POUNDS else "@number")
    return Chart(
        f"tornado_{arm}",
        f"{title}: {_small(outcome.label)}, one parameter at a time",
        alone_told(title, found.swings[arm], outcome),
        f"Blue: the parameter at its low, orange: at its high; the line is the central value, "
        f"{_said(centre, outcome)}. Where both lie on one side, the shorter is thin on the longer. "
        f"Unclear is what luck may move as much. "
        f"The same {found.depth.lucks} lucks throughout.",
        option.content,
        option.height,
        table.heads,
        table.rows,
    )


def _ends(one: Swing, outcome: Quantity) -> str:
    """Return the outcome at both ends; which is which is told where luck would not turn them round."""
    low, high = _said(one.at_low.mean, outcome), _said(one.at_high.mean, outcome)
    return f"low {low}, high {high}" if one.moves.clear else f"unclear: {low} to {high}"


def sobol_chart(found: Sensitivity, arm: str, title: str) -> Chart | None:
    """Return what every parameter explains in all, with its interval, and the dummies for comparison."""
    table = sobol_table(found, arm, title)
    if table is None:
        return None
    each = found.together[arm]
    rows = [
        Row(
            plainly(one.name),
            Estimate(one.total, one.total_low, one.total_high, float("nan"), each.runs),
            f"{_share(one.total)} ({_within(one.total_low, one.total_high)})",
            0 if not one.dummy else 1,
            one.dummy,
        )
        for one in each.each
    ]
    option = intervals(rows, "share of the variance explained in all", "@number")
    return Chart(
        f"sobol_{arm}",
        f"{title}: what decides together",
        together_told(title, each),
        "Total Sobol indices with 80% intervals; rings are dummies, inputs that do nothing.",
        option.content,
        option.height,
        table.heads,
        table.rows,
    )


def plainly(name: str) -> str:
    """Return a parameter's name in words, which a label can break into lines.

    >>> plainly("need.contact_per_year")
    'need: contact per year'
    """
    return name.replace(".", ": ").replace("_", " ")


def central(found: Sensitivity, arm: str) -> Estimate:
    """Return the outcome with every parameter at its central value."""
    return estimate(found.central.table, arm, found.depth.outcome)


def finding(found: Sensitivity, *further: str) -> Finding:
    """Return all that the study hands over; its report is that of the central comparison with this section."""
    section, tables = sensitivity_section(found), {"tornado": tornado_frame(found), "sobol": sobol_frame(found)}
    document = {
        "study": asdict(found.study) | {"weight": found.central.weight},
        "depth": asdict(found.depth),
        "tornado": frame_rows(tables["tornado"]),
        "sobol": frame_rows(tables["sobol"]),
        "design": {
            "inputs": [*found.varied, "dummy 1", "dummy 2"],
            "points": found.points.tolist(),
            "outcomes": {arm: values.mean(axis=1).tolist() for arm, values in found.answers.items()},
        },
    }
    page = report_html(found.central, (section,), command_line(found.study, *further, name="sensitivity"))
    return Finding("sensitivity", section, page, document, tables)


def _said(value: float, outcome: Quantity, sign: bool = False) -> str:
    said = short_pounds(value) if outcome.unit == POUNDS else words.number(value)
    return f"+{said}" if sign and value > 0.0 else said


def _share(value: float) -> str:
    return words.percent(min(max(value, 0.0), 1.0))


def _within(low: float, high: float) -> str:
    return f"{_share(low)} to {_share(high)}"


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]
