"""Wage inflation: a shock; the minimum wage lifts the price of an hour of home care, year by year."""

from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from sim.intervention import Intervention

if TYPE_CHECKING:
    from sim.world import World


def lifted_price(price: float, months: float, growth_per_year: float, passed_on_share: float) -> float:
    """Return the price of an hour after so many months in which real wages grew and part of it was passed on.

    Source: compound growth; no other data enter.

    >>> round(lifted_price(15.0, 24, 0.03, 0.7), 2)
    15.64
    """
    return price * (1.0 + growth_per_year * passed_on_share) ** (months / 12.0)


class WageInflation(Intervention):
    """The real price of home care rises from the start on; after a stop it stays where it then is."""

    name: ClassVar[str] = "wage_inflation"
    title: ClassVar[str] = "Wage inflation"
    summary: ClassVar[str] = (
        "A shock: the minimum wage grows faster than other prices, and with it what an hour of home care costs."
    )
    evidence: ClassVar[str] = (
        "The growth of the minimum wage is published; how much of it reaches the price of home care is assumed."
    )
    changes: ClassVar[tuple[str, ...]] = ("paying.hour_price",)

    def change(self, world: "World", reached: NDArray[np.int64]) -> None:
        """Lift this month's price."""
        s, until = self.sheet, min(world.month, self.timing.end())
        price = world.sheets["paying"].home_care_hour_pounds
        months = until - self.timing.start
        growth = s.wage_growth_per_year * self.size * world.people_per_resident
        world.levers.set("paying.hour_price", lifted_price(price, months, growth, s.passed_on_share), self.name)
