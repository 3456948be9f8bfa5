"""Pinned: one world of a comparison, A, and another, B, side by side, and B less A under the same luck."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.dashboard.drawings.compare import labels, table, ticks
from experiments.figures.estimate import counted, fan, over_runs
from experiments.showing import fans
from experiments.showing.chart import Chart
from experiments.showing.marks import Band, bands
from experiments.words import capital, month_name, number, runs, signed
from sim.errors import did_you_mean

A, B = 0, 1
"""Places of their colours, dashes and shapes: blue and full, vermilion and dashed."""


@dataclass(frozen=True)
class Pinned:
    """What was pinned, as far as it can be shown.

    Attributes:
        a: the name of the world to set the other against; ``b`` of the one looked at; empty for none.
        remarks: what is to be said of a name that could not be taken as it stood.
    """

    a: str
    b: str
    remarks: tuple[str, ...] = ()

    @property
    def both(self) -> bool:
        """Say whether there are two worlds to be seen side by side."""
        return bool(self.a and self.b) and self.a != self.b

    @property
    def wanting(self) -> str:
        """Return what is still to be done, if only a part of it is."""
        if self.both or not (self.a or self.b):
            return ""
        if self.a == self.b:
            return "A and B are the same world: pick another for one of them."
        return f"Pick a world for {'B' if self.a else 'A'} too, to see the two side by side."


def pinned(shown: Mapping[str, Any], a: str, b: str) -> Pinned:
    """Return what can be pinned of two names, among the worlds that are shown."""
    known = [one["name"] for one in shown["worlds"]]
    taken = {letter: name if name in known else "" for letter, name in (("A", a), ("B", b))}
    remarks = tuple(
        f"There is no world '{name}' among those shown, so none is pinned as {letter}.{did_you_mean(name, known)}"
        for letter, name in (("A", a), ("B", b))
        if name and not taken[letter]
    )
    return Pinned(taken["A"], taken["B"], remarks)


def side_by_side(shown: Mapping[str, Any], measure: str, pins: Pinned) -> Chart:
    """Return a measure in both worlds, as fans."""
    line = shown["lines"][measure]
    worlds = {
        f"{letter}: {_title(shown, name)}": _listed(counted(each(shown, measure, name)))
        for letter, name in (("A", pins.a), ("B", pins.b))
    }
    drawn = [Band(title, **edges, place=place) for place, (title, edges) in enumerate(worlds.items())]
    option = bands(labels(shown), drawn, "people", "@number", ticks(shown))
    option.content["yAxis"]["scale"] = True
    ends = [f"{title} {number(edges['mean'][-1])}" for title, edges in worlds.items()]
    return Chart(
        "pinned",
        f"{line['title']}, A and B",
        f"At the end: {'; '.join(ends)}.",
        f"{fans.drawn_as(runs(shown['runs']))}, both under the same luck; "
        "the next chart takes out what runs differ in by luck.",
        option.content,
        option.height,
        ("End of", *(fans.head(title) for title in worlds)),
        table(shown, worlds),
    )


def difference(shown: Mapping[str, Any], measure: str, pins: Pinned) -> Chart:
    """Return a measure in B less the same in A, run by run, with a line at nought."""
    edges = _listed(fan(each(shown, measure, pins.b) - each(shown, measure, pins.a)))
    drawn = Band("B less A", **edges, place=B)
    option = bands(labels(shown), [drawn], "people more or fewer in B", "@number", ticks(shown))
    return Chart(
        "difference",
        f"{shown['lines'][measure]['title']}, B less A",
        f"At the end: {signed(edges['mean'][-1])} people.",
        f"Run by run, the same people under the same luck in both. {fans.drawn_as(runs(shown['runs']))}.",
        option.content,
        option.height,
        ("End of", fans.head("B less A")),
        table(shown, {"B less A": edges}),
    )


def told(shown: Mapping[str, Any], measure: str, pins: Pinned) -> str:
    """Return in a sentence how many more or fewer there are at the end with B than with A."""
    apart = (each(shown, measure, pins.b) - each(shown, measure, pins.a))[:, -1]
    one = over_runs(apart)
    end = {name: float(value) for name, value in fan(apart).items()}
    title, when = shown["lines"][measure]["title"], month_name(shown["quarters"][-1])
    people = title[:1].lower() + title[1:]
    b, a = _within(shown, pins.b, "B"), _within(shown, pins.a, "A")
    b = capital(b)
    sure = f"{fans.spread(end, number)}; {runs(one.replications)}"
    if not one.single:
        sure += f", Monte-Carlo error {number(one.mc_error)}"
    if not one.told:
        unclear = f"{b} there are not clearly more or fewer {people} in {when} than {a}"
        return f"{unclear} ({signed(one.mean)}, {sure})."
    way = "more" if one.mean > 0.0 else "fewer"
    return f"{b} there are {number(abs(one.mean))} {way} {people} in {when} than {a} ({sure})."


def each(shown: Mapping[str, Any], measure: str, name: str) -> NDArray[np.float64]:
    """Return a measure of one world, shape (runs, quarters)."""
    return np.array(shown["lines"][measure]["each"][name], np.float64)


def _listed(lines: Mapping[str, NDArray[np.float64]]) -> dict[str, list[float]]:
    return {name: line.tolist() for name, line in lines.items()}


def _title(shown: Mapping[str, Any], name: str) -> str:
    return next(str(one["title"]) for one in shown["worlds"] if one["name"] == name)


def _within(shown: Mapping[str, Any], name: str, letter: str) -> str:
    """Return in which world; the first of those shown is the world as it was."""
    title = _title(shown, name)
    return f"{title.lower()} ({letter})" if name == shown["worlds"][0]["name"] else f"with {title} ({letter})"
