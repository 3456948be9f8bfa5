"""Cash, told: what is cashable in whose budget, and what of it is no saving."""

from collections.abc import Mapping

from experiments import words
from experiments.figures.estimate import Estimate


def owner(account: str) -> str:
    """Return a budget holder as a sentence names it.

    >>> owner("council"), owner("residents"), owner("donors and members")
    ('the council', 'residents', "the networks' donors")
    """
    if account == "donors and members":
        return "the networks' donors"
    return f"the {account}" if account in ("council", "NHS") else account


def cashable(holders: Mapping[str, Estimate], cost: Estimate) -> str:
    """Return what is cashable, in whose budget, against what the programme cost.

    >>> cashable({"council": Estimate(210e3, 1e5, 3e5, 1e4, 10), "NHS": Estimate(1, -9, 9, 2, 10)},
    ...     Estimate(5e5, 5e5, 5e5, 0, 10))
    'Cashable: 210,000 pounds for the council; no clear change for the NHS. The programme costs 500,000 pounds.'
    """
    free = [
        f"{words.pounds(one.mean)} for {owner(name)}"
        if one.mean > 0.0
        else f"{words.pounds(-one.mean)} lost by {owner(name)}"
        for name, one in holders.items()
        if one.told
    ]
    rest = words.listed([owner(name) for name, one in holders.items() if not one.told])
    still = f"no clear change for {rest}" if rest else ""
    said = "; ".join(part for part in (words.listed(free), still) if part) or "nothing"
    price = "It has no cost of its own." if cost.mean <= 0.0 else f"The programme costs {words.pounds(cost.mean)}."
    return f"Cashable: {said}. {price}"


def unmet(council: Estimate | None, whole: Estimate, cash: Estimate) -> str:
    """Return what the council does not pay because need goes unmet, if that is clear; it is no saving.

    Args:
        council: what is cashable for the council in all, if anything is.
        whole: what it does not pay for months of care that moved to unmet need.
        cash: what of this is counted as cashable.

    >>> few = lambda mean: Estimate(mean, mean - 1, mean + 1, 0.1, 10)
    >>> unmet(few(530e3), few(800e3), few(450e3))
    'Of what is cashable for the council 450,000 pounds is care not paid for: need unmet, no saving, and left out of the verdict.'
    >>> unmet(few(530e3), few(800e3), few(600e3))
    'All that is cashable for the council, and more, is care not paid for (600,000 pounds): need unmet, no saving, and left out of the verdict.'
    >>> unmet(None, few(800e3), few(600e3))
    'The council does not pay 800,000 pounds for care: need unmet, no saving, and left out of the verdict.'
    """  # noqa: E501
    if not whole.told or whole.mean <= 0.0:
        return ""
    said = f"The council does not pay {words.pounds(whole.mean)} for care"
    if council is not None and council.told and council.mean > 0.0 and cash.told and cash.mean > 0.0:
        said = f"Of what is cashable for the council {words.pounds(cash.mean)} is care not paid for"
        if cash.mean >= council.mean:
            said = f"All that is cashable for the council, and more, is care not paid for ({words.pounds(cash.mean)})"
    return f"{said}: need unmet, no saving, and left out of the verdict."
