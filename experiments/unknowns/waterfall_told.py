"""Waterfall told: in sentences, a table and a chart, what moved the demand for care."""

from dataclasses import asdict

import pandas as pd

from experiments import given, words
from experiments.asking.study import AS_NOW
from experiments.comparing.report import section_html
from experiments.showing.chart import Chart, short_pounds, tight_pounds
from experiments.showing.section import Finding, Section
from experiments.showing.spans import Span, spans
from experiments.showing.texts import Texts
from experiments.showing.written import frame_rows
from experiments.unknowns.waterfall import Waterfall, Waterfalls
from models import place as card

MEANS = {
    "population": "how many people there are of each age",
    "living alone": "how many of each age live alone",
    "loneliness": "how many of these, alone or not, are lonely",
    "reach": "how many of these belong to a network or have been reached by a programme",
    "effect": "how many of these, reached or not, need help",
    "reach and effect": "how many of these need help, whoever has been reached",
    "escalation": "how many of those in need have council-funded care, at home or in a care home",
    "cash": "what a month of such care costs the council, net of charges",
}
"""What each step changes, all before it as it became and all after it as it was."""
SLIVER = 0.012
"""Width of the mark of a total, as a share of the chart."""


def waterfall_section(found: Waterfalls) -> Section:
    """Return the study as a section."""
    leads = [told(found, one) for one in found.each]
    return Section(
        name="waterfall",
        short="What moved demand",
        title="What moved the demand for care",
        lead=leads[0],
        told=tuple(leads[1:]),
        caveats=caveats(found),
        charts=tuple(chart(found, one) for one in found.each),
        tables=tuple(table(found, one) for one in found.each),
    )


def between(found: Waterfalls, one: Waterfall) -> tuple[str, str]:
    """Return from what to what a waterfall leads."""
    until = words.month_name(found.until)
    if one.arm.name == AS_NOW:
        return words.month_name(found.since), until
    return "as now", f"with {one.arm.title}"


def told(found: Waterfalls, one: Waterfall) -> str:
    """Return by how much demand moved, and what moved it most."""
    return f"{whole(found, one)} {mostly(one)}"


def whole(found: Waterfalls, one: Waterfall) -> str:
    """Return by how much demand moved."""
    change, before, after = one.of("change"), one.of("before"), one.of("after")
    title, until = card(found.study.place).title, words.month_name(found.until)
    pays = f"the council pays {words.pounds(before.mean)} a year for care"
    if one.arm.name == AS_NOW:
        said = f"In {title} {pays} in {words.month_name(found.since)} and {words.pounds(after.mean)} in {until}"
    else:
        said = f"In {title} in {until} {pays} as now and {words.pounds(after.mean)} with {one.arm.title}"
    clearly = "" if change.told else ", no clear change"
    return f"{said} ({_signed(change.mean)}{clearly}; {_sure(one, 'change')})."


def mostly(one: Waterfall) -> str:
    """Return which steps are clear, the largest first, and which are not."""
    clear = sorted((name for name in one.steps if one.of(name).told), key=lambda name: -abs(one.of(name).mean))
    if not clear:
        return "No step is clear of luck."
    parts = [f"{name} ({_signed(one.of(name).mean)})" for name in clear]
    rest = [name for name in one.steps if name not in clear]
    return f"What moved it most: {words.listed(parts)}{f'; not clear: {words.listed(rest)}' if rest else ''}."


def caveats(found: Waterfalls) -> tuple[str, ...]:
    """Return how the steps are made, and what must not be read into them."""
    paired = any(one.arm.name != AS_NOW for one in found.each)
    steps = "; ".join(f"{name}: {MEANS[name]}" for name in found.each[0].steps)
    said = [
        "Pounds a year are twelve times those of the month.",
        f"Each step changes one thing more, and together they sum to the whole: {steps}.",
        "In another order the steps would differ, by no more than the last column says.",
    ]
    if paired:
        said.append("Reach and effect are one step: whom a programme reaches needs more help than others of the kind.")
    else:
        said.append(
            "Steps say what went with the change, not what caused it: those networks reach differ in other ways too."
        )
    said.append(words.kind_of_interval(found.study.replications, found.study.fixed))
    said.append(words.NOT_A_FORECAST)
    place = card(found.study.place)
    if found.study.residents is not None:
        said.append(given.scale(found.study.residents, found.weight, place.networks))
    return (*said, *([caution] if (caution := words.of_place(place.title, place.status)) else []))


def table(found: Waterfalls, one: Waterfall) -> Texts:
    """Return every step with its interval, its error and its range over all orders."""
    start, end = between(found, one)
    rows = [(start, _cell(one, "before"), _interval(one, "before"), _error(one, "before"), "")]
    for name in one.steps:
        least, most = one.orders(name)
        orders = f"{short_pounds(least)} to {short_pounds(most)}"
        rows.append((f"  {name}", _signed_short(one.of(name).mean), _interval(one, name), _error(one, name), orders))
    rows.append((end, _cell(one, "after"), _interval(one, "after"), _error(one, "after"), ""))
    heads = ("Pounds a year", "Mean", "80% of runs", "Error", "In any order")
    return Texts(f"What moved the demand for council-funded care: {start} to {end}", heads, tuple(rows))


def chart(found: Waterfalls, one: Waterfall) -> Chart:
    """Return the steps as bars that hang one from the other, between the two totals."""
    start, end = between(found, one)
    level, levels = one.of("before").mean, [one.of("before").mean]
    rows = []
    for name in one.steps:
        step = one.of(name).mean
        rows.append(
            Span(name, f"{'+' if step > 0.0 else ''}{tight_pounds(step)}", ((level, level + step, int(step > 0.0)),))
        )
        level += step
        levels.append(level)
    sliver = SLIVER * (max(levels) - min(levels) or 1.0)
    first, last = (
        Span(label, tight_pounds(at), ((at - sliver, at + sliver, 2),))
        for label, at in ((start, levels[0]), (end, level))
    )
    option = spans([first, *rows, last], levels[0], "pounds a year", "@pounds")
    shown = table(found, one)
    return Chart(
        f"waterfall_{one.arm.name}",
        f"What moved demand: {start} to {end}",
        mostly(one),
        "Blue lowers what the council pays for care, orange raises it; the axis does not begin at nought.",
        option.content,
        option.height,
        shown.heads,
        shown.rows,
    )


def frame(found: Waterfalls) -> pd.DataFrame:
    """Return one row for each arm, luck and step, in pounds a year."""
    rows = [
        {"arm": one.arm.name, "replication": number, "step": name, "pounds_a_year": value}
        for one in found.each
        for number, fall in enumerate(one.falls)
        for name, value in (("before", fall.before), *fall.steps.items(), ("after", fall.after))
    ]
    return pd.DataFrame(rows)


def finding(found: Waterfalls, command: str) -> Finding:
    """Return all that the study hands over."""
    section, every = waterfall_section(found), frame(found)
    place = card(found.study.place)
    document = {
        "study": asdict(found.study) | {"weight": found.weight},
        "since": words.month_name(found.since),
        "until": words.month_name(found.until),
        "waterfalls": [
            {
                "arm": one.arm.name,
                "title": one.arm.title,
                "before": asdict(one.of("before")),
                "after": asdict(one.of("after")),
                "change": asdict(one.of("change")),
                "steps": [
                    {"step": name, "means": MEANS[name]} | asdict(one.of(name)) | {"in_any_order": one.orders(name)}
                    for name in one.steps
                ],
            }
            for one in found.each
        ],
        "runs": frame_rows(every),
    }
    page = section_html(f"{place.title}: what moved the demand for care?", place, section, command)
    return Finding("waterfall", section, page, document, {"waterfall": every})


def _signed(pounds: float) -> str:
    return f"{'+' if pounds > 0.0 else ''}{words.pounds(pounds)}"


def _signed_short(pounds: float) -> str:
    return f"{'+' if pounds > 0.0 else ''}{short_pounds(pounds)}"


def _cell(one: Waterfall, name: str) -> str:
    return short_pounds(one.of(name).mean)


def _interval(one: Waterfall, name: str) -> str:
    each = one.of(name)
    return "one run" if each.single else f"{short_pounds(each.low)} to {short_pounds(each.high)}"


def _error(one: Waterfall, name: str) -> str:
    each = one.of(name)
    return "unknown" if each.single else short_pounds(each.mc_error)


def _sure(one: Waterfall, name: str) -> str:
    each = one.of(name)
    if each.single:
        return words.interval(each)
    return f"80%: {_interval(one, name)}; {words.runs(each.replications)}, Monte-Carlo error {_error(one, name)}"
