"""Scorecard told: how the model stands against published figures, in sentences and tables."""

from collections.abc import Sequence

import pandas as pd

from calibration.scorecard import Card, Outlook, Score, tally
from calibration.targets import Use

HEADS = ("Figure", "Published", "Model", "80% of runs", "Off", "")
"""Off by so many standard errors of the figure."""
HEADS_ON_PAPER = ("figure", "published", "model", "80% of runs", "standard errors off", "")
AHEAD = "Leeds from 2011 to 2030"
AHEAD_HEADS = ("How the number grows", "Model", "80% of runs")
TITLES = {
    Use.FIT: "Fitted",
    Use.HOLD_OUT: "Held out: never fitted",
    Use.REPRODUCED: "Reproduced: what goes in implies it anyway; not counted",
    Use.COMPARED: "Compared: what others projected, or counted of all ages; not part of the score",
}


def sentences(those: Sequence[Score], fitted: bool) -> list[str]:
    """Return what the scorecard says in short."""
    met, of = tally(those, Use.FIT)
    kept, held = tally(those, Use.HOLD_OUT)
    numbers = "with the fitted numbers" if fitted else "with the numbers of the sheets, before any fit"
    told = [
        f"The model meets {met} of the {of} figures it is fitted to, and {kept} of the {held} held out, {numbers}.",
        "Met means: within two standard errors of the figure, or within 5% of it, whichever is wider.",
    ]
    missed = [one for one in those if one.target.use is Use.HOLD_OUT and not one.passes]
    if missed:
        worst = max(missed, key=lambda one: abs(one.z))
        told.append(
            f"Farthest off of those held out: {_small(worst.target.meaning)}, {number(worst.mean, worst)} "
            f"where {number(worst.target.value, worst)} was published."
        )
    return told


def rows(those: Sequence[Score], use: Use) -> list[tuple[str, ...]]:
    """Return a row for each target of one use; what is only compared is neither met nor missed."""
    return [
        (
            measured_in(one),
            number(one.target.value, one),
            number(one.mean, one),
            " to ".join(number(end, one) for end in one.interval),
            f"{one.z:+.1f}",
            "" if use is Use.COMPARED else "met" if one.passes else "missed",
        )
        for one in of_use(those, use)
    ]


def ahead(those: Sequence[Outlook]) -> list[tuple[str, ...]]:
    """Return a row for everything whose growth is told."""
    return [(one.prospect.meaning, _percent(one.mean), " to ".join(map(_percent, one.interval))) for one in those]


def measured_in(one: Score) -> str:
    """Return what a target is, with its unit where the figures do not show it."""
    plain = one.target.unit in ("share", "people", "members")
    return one.target.meaning if plain else f"{one.target.meaning}, {one.target.unit}"


def of_use(those: Sequence[Score], use: Use) -> list[Score]:
    """Return the scores of the targets of one use."""
    return [one for one in those if one.target.use is use]


def explained(one: Score) -> str:
    """Return why a target is missed, as far as that is known."""
    return one.target.missed or "Not yet explained."


def number(value: float, one: Score) -> str:
    """Return a value in the unit of its target: shares in per cent, people whole."""
    if one.target.unit == "share":
        return f"{100.0 * value:.1f}%"
    return f"{value:,.0f}" if abs(one.target.value) >= 100.0 else f"{value:.1f}"


def table(card: Card) -> pd.DataFrame:
    """Return the scorecard as a table of plain numbers, one row a target; then what grows, with nothing published."""
    grown: list[dict[str, object]] = [
        {
            "target": one.prospect.measure,
            "use": "outlook",
            "meaning": one.prospect.meaning,
            "unit": "share",
            "model": one.mean,
            "low": one.interval[0],
            "high": one.interval[1],
            "place": one.prospect.place,
            "period": "2011-2030",
        }
        for one in card.outlooks
    ]
    judged: list[dict[str, object]] = [
        {
            "target": one.target.name,
            "use": one.target.use.value,
            "meaning": one.target.meaning,
            "unit": one.target.unit,
            "published": one.target.value,
            "error": one.target.error,
            "model": one.mean,
            "low": one.interval[0],
            "high": one.interval[1],
            "z": one.z,
            "met": one.passes,
            "place": one.target.place,
            "period": one.target.period,
            "source": one.target.source,
        }
        for one in card.scores
    ]
    return pd.DataFrame(judged + grown)


def page(card: Card, fitted: bool, how: str) -> str:
    """Return the scorecard as a page in Markdown; ``how`` says what made it."""
    those = card.scores
    parts = ["# How the model stands against published figures", *sentences(those, fitted), how]
    for use, title in TITLES.items():
        own = rows(those, use)
        if own:
            notes = [f"- {one.target.meaning}: {one.target.note}" for one in of_use(those, use) if one.target.note]
            parts += [f"## {title}", _markdown(HEADS_ON_PAPER, own), "\n".join(notes)]
    if card.outlooks:
        parts += [f"## {AHEAD}", _markdown(AHEAD_HEADS, ahead(card.outlooks))]
    missed = [one for one in those if one.target.use is not Use.COMPARED and not one.passes]
    if missed:
        whys = [f"- {one.target.meaning}: {explained(one)}" for one in missed]
        parts += ["## What is missed, and why", "\n".join(whys)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _markdown(heads: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    ruled = ["| " + " | ".join(heads) + " |", "|" + " --- |" * len(heads)]
    return "\n".join([*ruled, *("| " + " | ".join(line) + " |" for line in lines)])


def _percent(value: float) -> str:
    return f"{100.0 * value:+.0f}%"


def _small(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]
