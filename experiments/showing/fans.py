"""Fans: how a line with its bands of 80% and of 50% of the runs is said in words, in charts and in their tables."""

from collections.abc import Callable, Mapping, Sequence

type Said = Callable[[float], str]

WIDTHS = "80% (50%)"
"""What a fan holds, as the head of a column says it."""


def whole(edges: Mapping[str, object]) -> bool:
    """Say whether the inner band is known beside the outer; results kept by an older Kith have the outer alone."""
    return "lower" in edges and "upper" in edges


def at(edges: Mapping[str, Sequence[float]], place: int) -> dict[str, float]:
    """Return one moment of a fan.

    >>> at({"mean": [4.0, 5.0], "low": [1.0, 2.0], "high": [7.0, 8.0]}, 1)
    {'mean': 5.0, 'low': 2.0, 'high': 8.0}
    """
    return {name: values[place] for name, values in edges.items()}


def drawn_as(runs: str, inner: bool = True) -> str:
    """Return how fans of so many runs are to be read.

    >>> drawn_as("30 runs"), drawn_as("30 runs", inner=False)
    ('Bands hold 80% (darker: 50%) of 30 runs', 'Bands hold 80% of 30 runs')
    """
    return f"Bands hold 80%{' (darker: 50%)' if inner else ''} of {runs}"


def head(title: str, inner: bool = True) -> str:
    """Return the head of a column of fans.

    >>> head("Reablement"), head("Reablement", inner=False)
    ('Reablement: mean, 80% (50%)', 'Reablement: mean, 80%')
    """
    return f"{title}: mean, {WIDTHS if inner else '80%'}"


def spread(edges: Mapping[str, float], said: Said) -> str:
    """Return both bands of one moment.

    >>> spread({"low": 190.0, "high": 430.0, "lower": 250.0, "upper": 380.0}, "{:.0f}".format)
    '80%: 190 to 430; 50%: 250 to 380'
    >>> spread({"low": 190.0, "high": 430.0}, "{:.0f}".format)
    '80%: 190 to 430'
    """
    inner = f"; 50%: {said(edges['lower'])} to {said(edges['upper'])}" if whole(edges) else ""
    return f"80%: {said(edges['low'])} to {said(edges['high'])}{inner}"


def cell(edges: Mapping[str, float], said: Said) -> str:
    """Return one moment of a fan as the cell of a table whose head says what it holds.

    >>> cell({"mean": 310.0, "low": 190.0, "high": 430.0, "lower": 250.0, "upper": 380.0}, "{:.0f}".format)
    '310, 190 to 430 (250 to 380)'
    """
    inner = f" ({said(edges['lower'])} to {said(edges['upper'])})" if whole(edges) else ""
    return f"{said(edges['mean'])}, {said(edges['low'])} to {said(edges['high'])}{inner}"
