"""Watch: the luck and the chance behind each decision about one person."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

NOBODY = -1
"""Row to give to kernels when no one is watched."""


@dataclass(frozen=True)
class Decision:
    """One decision about one person in one month: it fell so if the luck was below the chance."""

    month: int
    decision: str
    luck: float
    chance: float
    ratio: float


class Watch:
    """Collects the decisions about one id; with no id it costs nothing."""

    def __init__(self, person: int | None = None) -> None:
        self.person = person
        self.decisions: list[Decision] = []
        self._pads: dict[str, NDArray[np.float64]] = {}

    def pad(self, word: str, decisions: int) -> NDArray[np.float64]:
        """Return the sheet a word's kernel notes (luck, chance) on, shape (decisions, 2), blank."""
        if word not in self._pads:
            self._pads[word] = np.full((max(decisions, 1), 2), np.nan)
        elif self.person is not None:
            self._pads[word][:] = np.nan
        return self._pads[word]

    def collect(self, month: int, word: str, names: tuple[str, ...], ratios: list[float]) -> None:
        """Read what a word noted this month."""
        pad = self._pads.get(word)
        if pad is None:
            return
        for (luck, chance), name, ratio in zip(pad, names, ratios, strict=False):
            if not np.isnan(luck):
                self.decisions.append(Decision(month, name, float(luck), float(chance), ratio))
