"""Given: what somebody set, in sentences: which numbers, when and how large a programme, how many residents."""

from collections.abc import Mapping

from experiments import words

ENOUGH_FOR_A_NETWORK = 600
"""Residents grown for each network, from which on networks hold about as many members as at full size.

After six years in Leeds, Sandwell and Cheshire East: at most some 5% fewer, at 200 to each a tenth to a quarter fewer.
"""


def numbers(values: Mapping[str, float]) -> str:
    """Return numbers that were changed, each as it was set.

    >>> numbers({"loneliness.leaving_ratio": 1.65, "loan.loan_pounds": 100_000.0})
    'loneliness.leaving_ratio at 1.65 and loan.loan_pounds at 100,000'
    """
    return words.listed([f"{name} at {words.exactly(value)}" for name, value in values.items()])


def running(title: str, start: int, stop: int | None, size: float, ends: int) -> str:
    """Return when an intervention runs and how large it is; ``ends`` is the first month after the run.

    >>> running("Local Links", 24, 60, 0.5, 180)
    'Local Links from April 2013 to March 2016 at 0.5 times its own size'
    >>> running("Reablement", 24, None, 1.0, 180), running("Reablement", 24, None, 0.0, 180)
    ('Reablement from April 2013', 'Reablement from April 2013, with neither staff nor places')
    """
    until = f" to {words.month_name(stop - 1)}" if stop is not None and stop < ends else ""
    sized = f" at {words.exactly(size)} times its own size" if size > 0.0 else ", with neither staff nor places"
    return f"{title} from {words.month_name(start)}{until}{'' if size == 1.0 else sized}"


def scale(residents: int, weight: float, networks: int) -> str:
    """Return what a scaled population stands for, and what comes of it where few live around each network.

    >>> scale(30000, 5.02, 37)
    'Each of the 30,000 residents stands for 5.0 people.'
    >>> scale(10000, 15.06, 37)
    'Each of the 10,000 residents stands for 15.1 people. With so few of them to each of the 37 networks, networks come to hold fewer members than at full size; from some 22,200 residents on they hold about as many.'
    """  # noqa: E501
    said = f"Each of the {residents:,} residents stands for {weight:.1f} people."
    enough = ENOUGH_FOR_A_NETWORK * networks
    if residents >= enough or weight <= 1.0:
        return said
    few = f"to each of the {networks} networks" if networks > 1 else "to its one network"
    enough = min(enough, round(residents * weight))
    return (
        f"{said} With so few of them {few}, networks come to hold fewer members than at full size; from some "
        f"{enough:,} residents on they hold about as many."
    )
