"""Evidence: what the numbers of each word and intervention move, as the model itself declares it."""

from collections.abc import Callable, Mapping
from typing import Any

from experiments.dashboard.catalogue import MONEY
from models import Kith, Scenario, interventions
from sim.process import Process

MOST = 4
"""Things told of one word."""


def work(asked: Mapping[str, Any], tell: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    """Return by word and by intervention what its numbers move; nothing is asked."""
    world = Kith(Scenario(residents=300, months=1))
    levers = {lever.name: lever.meaning for one in world.processes for lever in one.levers}
    moves = {one.word: moved(one) for one in world.processes} | MONEY
    for kind in interventions():
        through = "; ".join([levers[name] for name in kind.changes][:MOST])
        said = f"{kind.title}: {through}" if through else f"{kind.title}: what it costs and whom it reaches"
        moves[kind.name] = f"{moves[kind.name]}; {said}" if kind.name in moves else said
    return {"moves": moves}


def moved(word: Process) -> str:
    """Return what a word records; or what can be changed about it, or what it keeps of a person."""
    told = [one.meaning for one in word.measures] or [one.meaning for one in word.levers]
    return "; ".join((told or [one.meaning for one in word.columns])[:MOST])
