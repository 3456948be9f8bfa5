"""Process: one word of the model, and what it declares before it acts."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from sim.ledger import Line
from sim.levers import Lever
from sim.population import Column

if TYPE_CHECKING:
    from sim.world import World


@dataclass(frozen=True)
class Measure:
    """One number recorded every month."""

    name: str
    unit: str
    meaning: str


class Process:
    """One word: declares its columns, levers, decisions, measures and ledger lines, then acts monthly.

    ``decisions`` name what its kernel may note for a watched person, in the order of its pad; where
    a ratio lever changes a decision, the two share their name.
    """

    word: ClassVar[str]
    columns: ClassVar[tuple[Column, ...]] = ()
    levers: ClassVar[tuple[Lever, ...]] = ()
    decisions: ClassVar[tuple[str, ...]] = ()
    measures: ClassVar[tuple[Measure, ...]] = ()
    lines: ClassVar[tuple[Line, ...]] = ()

    def begin(self, world: "World") -> None:
        """Work out, once the people are there, what stays the same for the whole run."""

    def month(self, world: "World") -> None:
        """Move this word one month on."""
        raise NotImplementedError
