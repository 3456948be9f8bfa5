"""Cash, told: what is cashable in whose budget, and what of it is no saving."""

from collections.abc import Mapping, Sequence

from experiments import words
from experiments.figures.estimate import Estimate

COUNCIL = "the council"


def payer(name: str) -> str:
    """Return who pays for care as a sentence names it, given the name that the place's file has.

    >>> payer("Leeds City Council"), payer("Belfast Health and Social Care Trust"), payer("The Isle's Department")
    ('the council', 'the Belfast Health and Social Care Trust', "the Isle's Department")
    """
    if "council" in name.lower():
        return COUNCIL
    return f"the {name[4:] if name.lower().startswith('the ') else name}"


def no_council(title: str, name: str) -> str:
    """Return who pays for care in a place of this title, if that is no council.

    >>> no_council("Leeds", "Leeds City Council")
    ''
    >>> no_council("CLARE, Belfast", "Belfast Health and Social Care Trust")
    'Who pays for care in CLARE, Belfast, is the Belfast Health and Social Care Trust: council-funded care is what it pays for, and where tables and charts name the council it is meant.'
    """  # noqa: E501
    if payer(name) == COUNCIL:
        return ""
    return (
        f"Who pays for care in {title}{',' if ',' in title else ''} is {payer(name)}: council-funded care is what it "
        "pays for, and where tables and charts name the council it is meant."
    )


def holds_health(name: str, share: float, arms: Sequence[str] = ()) -> str:
    """Return what it means that whoever pays for care holds so much of the NHS's purse as well, if any.

    ``arms`` are the titles of those in which it does, where it does not in all of them.

    >>> holds_health("Leeds City Council", 0.0)
    ''
    >>> holds_health("Belfast Health and Social Care Trust", 1.0)
    'The Belfast Health and Social Care Trust holds the purse for health as well: what hospitals and surgeries no longer cost counts as its own, and is cashable as far as such a line is anywhere; where tables and charts name the NHS, its health side is meant.'
    >>> print(holds_health("Leeds City Council", 0.5, ["Cars", "Buses, on time"]))
    Under "Cars" and "Buses, on time" the council holds 50% of the purse for health as well: of what hospitals and surgeries no longer cost 50% counts as its own, and is cashable as far as such a line is anywhere; the rest is the NHS's, and charts and the table of arms show all of it as the NHS's.
    """  # noqa: E501
    if share <= 0.0:
        return ""
    quoted = words.listed([f'"{title}"' for title in arms])
    holder = f"Under {quoted} {payer(name)}" if arms else words.capital(payer(name))
    spared, cashable = (
        "what hospitals and surgeries no longer cost",
        "and is cashable as far as such a line is anywhere",
    )
    if share >= 1.0:
        return (
            f"{holder} holds the purse for health as well: {spared} counts as its own, {cashable}; "
            "where tables and charts name the NHS, its health side is meant."
        )
    part = words.percent(share)
    return (
        f"{holder} holds {part} of the purse for health as well: of {spared} {part} counts as its own, {cashable}; "
        "the rest is the NHS's, and charts and the table of arms show all of it as the NHS's."
    )


def owner(account: str, payer: str = COUNCIL) -> str:
    """Return a budget holder as a sentence names it; ``payer`` is who pays for care.

    >>> owner("council"), owner("residents"), owner("donors and members"), owner("council", "the Trust")
    ('the council', 'residents', "the networks' donors", 'the Trust')
    """
    if account == "donors and members":
        return "the networks' donors"
    if account == "council":
        return payer
    return "the NHS" if account == "NHS" else account


def cashable(holders: Mapping[str, Estimate], cost: Estimate, payer: str = COUNCIL) -> str:
    """Return what is cashable, in whose budget, against what the programme cost.

    >>> cashable({"council": Estimate(210e3, 1e5, 3e5, 1e4, 10), "NHS": Estimate(1, -9, 9, 2, 10)},
    ...     Estimate(5e5, 5e5, 5e5, 0, 10))
    'Cashable: 210,000 pounds for the council; no clear change for the NHS. The programme costs 500,000 pounds.'
    """
    free = [
        f"{words.pounds(abs(one.mean))} {'for' if one.mean > 0.0 else 'lost by'} {owner(name, payer)}"
        for name, one in holders.items()
        if one.told
    ]
    rest = words.listed([owner(name, payer) for name, one in holders.items() if not one.told])
    still = f"no clear change for {rest}" if rest else ""
    said = "; ".join(part for part in (words.listed(free), still) if part) or "nothing"
    price = "It has no cost of its own." if cost.mean <= 0.0 else f"The programme costs {words.pounds(cost.mean)}."
    return f"Cashable: {said}. {price}"


def unmet(council: Estimate | None, whole: Estimate, cash: Estimate, payer: str = COUNCIL) -> str:
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
    said = f"{words.capital(payer)} does not pay {words.pounds(whole.mean)} for care"
    if council is not None and council.told and council.mean > 0.0 and cash.told and cash.mean > 0.0:
        said = f"Of what is cashable for {payer} {words.pounds(cash.mean)} is care not paid for"
        if cash.mean >= council.mean:
            said = f"All that is cashable for {payer}, and more, is care not paid for ({words.pounds(cash.mean)})"
    return f"{said}: need unmet, no saving, and left out of the verdict."
