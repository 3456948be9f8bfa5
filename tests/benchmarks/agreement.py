"""How far the six words in the engine and in plain Mesa agree, from the same start under different luck."""

from dataclasses import dataclass

import numpy as np

from tests.benchmarks.plain_mesa import Town
from tests.benchmarks.six_words import COUNTED, counts, six_words


@dataclass(frozen=True)
class Agreement:
    """Standard scores of plain Mesa's counts among those of the engine.

    Attributes:
        scores: z by count; shape (seeds,) each. About 1 in root mean square if the two are one model.
        engine, plain: means by count.
    """

    scores: dict[str, np.ndarray]
    engine: dict[str, float]
    plain: dict[str, float]

    @property
    def rms(self) -> float:
        """Root mean square of all scores."""
        return float(np.sqrt(np.mean(np.concatenate(list(self.scores.values())) ** 2)))

    def worst_mean(self) -> float:
        """The largest difference of means, in its standard errors."""
        return max(abs(one.mean()) * np.sqrt(len(one)) for one in self.scores.values())


def agreement(residents: int, months: int, plain_seeds: int, engine_seeds: int) -> Agreement:
    """Run both from the same start under many seeds and compare where they end."""
    ours = []
    for seed in range(engine_seeds):
        world = six_words(residents, months, 1_000 + seed)
        while world.month < months:
            world.step()
        ours.append(counts(world))
    source = six_words(residents, months, 1)
    source.step()
    theirs = []
    for seed in range(plain_seeds):
        town = Town(source, 100 + seed)
        for _ in range(months):
            town.step()
        theirs.append(town.counts())
    scores, engine, plain = {}, {}, {}
    for name in COUNTED:
        mine, other = np.array([one[name] for one in ours]), np.array([one[name] for one in theirs])
        spread = mine.std(ddof=1) * np.sqrt(1.0 + 1.0 / engine_seeds)
        scores[name] = (other - mine.mean()) / spread
        engine[name], plain[name] = float(mine.mean()), float(other.mean())
    return Agreement(scores, engine, plain)
