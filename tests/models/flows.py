"""Made-up cash flows of a programme: a saving that builds up over eighteen months, the same in every month after."""

import numpy as np

from models import Flows, freeing, sheets

MONTHS = 120


def flows(
    runs: int, level: float = 12_000.0, spread: float = 0.0, cost: float = 4_000.0, handover: float = 0.3
) -> Flows:
    """Flows of so many runs whose monthly saving, in pounds, differs by a spread (log-normal, same every time)."""
    luck = np.random.default_rng(3)
    sizes = level * np.exp(spread * luck.standard_normal(runs))
    saving = sizes[:, None] * np.minimum(np.arange(MONTHS) / 18.0, 1.0)[None, :]
    return Flows(
        first_month=24,
        contract=saving,
        indicative=saving / 0.2,
        truth=saving.copy(),
        waiting=np.zeros((runs, MONTHS)),
        cost=np.full((runs, MONTHS), cost),
        plans=np.full((runs, MONTHS), 6.0 * handover),
        budgets=np.full((runs, MONTHS), 6.0),
        running=np.full((runs, MONTHS), 24.0 * 6.0 * handover),
        frees=freeing(sheets()["dividend"], runs),
        luck=luck.uniform(size=runs),
        goodwill=np.ones(runs),
    )
