"""Grief: how much of a bereavement's effect is left, by months since a partner died."""

import numpy as np
from numpy.typing import NDArray

FADED = 24
"""Months after which a bereavement no longer changes a rate."""

YEAR = 12
"""Months for which all of its effect is left."""


def grief_left(months: int) -> float:
    """Share of the effect left so many months after: all of it for a year, fading to none by the end of the second.

    ``months`` below 0 for no bereavement within two years.
    Source: shape of the excess in King et al. 2017.
    """
    if months < 0 or months >= FADED:
        return 0.0
    if months < YEAR:
        return 1.0
    return (FADED - months) / (FADED - YEAR)


GRIEF: NDArray[np.float64] = np.array([grief_left(months) for months in range(-1, FADED)])
"""What is left by the column ``bereaved``, shifted by one so that -1 (none) comes first, shape (25,)."""
