"""Made-up cash flows of a programme: a saving that builds up over eighteen months, the same in every month after."""

import numpy as np

from models import Flows, Freeing, freeing, sheets

MONTHS = 120


def central(runs: int) -> Freeing:
    """What frees cash at the sheet's central values, the same in every run."""
    sheet = sheets()["dividend"]
    return freeing(lambda name: np.full(runs, float(getattr(sheet, name))))


def flows(
    runs: int,
    level: float = 12_000.0,
    spread: float = 0.0,
    cost: float = 4_000.0,
    handover: float = 0.3,
    truth: float = 1.0,
) -> Flows:
    """Flows of so many runs whose monthly saving, in pounds, differs by a spread (log-normal, same every time).

    ``truth`` is what part of the contract's saving is true.
    """
    luck = np.random.default_rng(3)
    sizes = level * np.exp(spread * luck.standard_normal(runs))
    saving = sizes[:, None] * np.minimum(np.arange(MONTHS) / 18.0, 1.0)[None, :]
    return Flows(
        first_month=24,
        contract=saving,
        indicative=saving / 0.2,
        truth=truth * saving,
        waiting=np.zeros((runs, MONTHS)),
        cost=np.full((runs, MONTHS), cost),
        plans=np.full((runs, MONTHS), 6.0 * handover),
        budgets=np.full((runs, MONTHS), 6.0),
        running=np.full((runs, MONTHS), 24.0 * 6.0 * handover),
        frees=central(runs),
        luck=luck.uniform(size=runs),
        goodwill=np.ones((runs, MONTHS)),
    )
