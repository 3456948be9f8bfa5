"""Fans: how a line with its bands of 80% and of 50% of the runs is said in words, in charts and in their tables."""

from collections.abc import Callable, Mapping, Sequence

type Said = Callable[[float], str]

EDGES = (("low", "high"), ("lower", "upper"))
"""The edges of 80% of the runs, and of 50%."""


def at(edges: Mapping[str, Sequence[float]], place: int) -> dict[str, float]:
    """Return one moment of a fan.

    >>> at({"mean": [4.0, 5.0], "low": [1.0, 2.0], "high": [7.0, 8.0]}, 1)
    {'mean': 5.0, 'low': 2.0, 'high': 8.0}
    """
    return {name: values[place] for name, values in edges.items()}


def drawn_as(runs: str) -> str:
    """Return how fans of so many runs are to be read.

    >>> drawn_as("30 runs")
    'Bands hold 80% (darker: 50%) of 30 runs'
    """
    return f"Bands hold 80% (darker: 50%) of {runs}"


def head(title: str) -> str:
    """Return the head of a column of fans.

    >>> head("Reablement")
    'Reablement: mean, 80% (50%)'
    """
    return f"{title}: mean, 80% (50%)"


def spread(edges: Mapping[str, float], said: Said) -> str:
    """Return both bands of one moment.

    >>> spread({"low": 190.0, "high": 430.0, "lower": 250.0, "upper": 380.0}, "{:.0f}".format)
    '80%: 190 to 430; 50%: 250 to 380'
    """
    outer, inner = (f"{said(edges[low])} to {said(edges[high])}" for low, high in EDGES)
    return f"80%: {outer}; 50%: {inner}"


def cell(edges: Mapping[str, float], said: Said) -> str:
    """Return one moment of a fan as the cell of a table whose head says what it holds.

    >>> cell({"mean": 310.0, "low": 190.0, "high": 430.0, "lower": 250.0, "upper": 380.0}, "{:.0f}".format)
    '310, 190 to 430 (250 to 380)'
    """
    outer, inner = (f"{said(edges[low])} to {said(edges[high])}" for low, high in EDGES)
    return f"{said(edges['mean'])}, {outer} ({inner})"
