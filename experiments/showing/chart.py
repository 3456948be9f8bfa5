"""Chart: a picture with the sentence it shows and the table behind it, whatever it is about."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from experiments import words


@dataclass(frozen=True)
class Chart:
    """A picture that does not stand alone.

    Attributes:
        title: what is shown; ``takeaway`` what is to be seen in it; ``reading`` how it is drawn.
        option: what ECharts is told, ready for JSON; ``height`` in pixels.
        heads: of the table that says the same; ``rows`` its texts.
    """

    name: str
    title: str
    takeaway: str
    reading: str
    option: Mapping[str, Any]
    height: int
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def short_pounds(value: float) -> str:
    """Return pounds as a table has them.

    >>> short_pounds(2345678.0), short_pounds(-512345.0), short_pounds(0.2)
    ('2.35m', '-512,000', '0')
    """
    if abs(value) >= 999_500.0:
        return f"{float(f'{value / 1e6:.3g}'):,.10g}m"
    return words.number(float(round(value)))


def tight_pounds(value: float) -> str:
    """Return pounds as the label of a chart has them.

    >>> tight_pounds(2345678.0), tight_pounds(-94123.0), tight_pounds(812.0)
    ('2.3m', '-94k', '812')
    """
    if abs(value) >= 999_500.0:
        return f"{words.number(value / 1e6)}m"
    if abs(value) >= 999.5:
        return f"{words.number(value / 1000.0)}k"
    return words.number(float(round(value)))
