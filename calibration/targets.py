"""Targets: the published figures that the model is fitted to, tested on, or shown beside."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Literal, Protocol

from pydantic import Field

from calibration.history import CENSUSES
from calibration.moments import MEASURES, Group
from models import sources
from sim.document import Form, field_faults, read_document
from sim.errors import Faults, did_you_mean
from sim.parameters import Text

FOLDER = Path(__file__).parent / "targets"


class Use(StrEnum):
    """What a target is for."""

    FIT = "fit"
    HOLD_OUT = "hold-out"
    REPRODUCED = "reproduced"
    COMPARED = "compared"


class Measured(Protocol):
    """What is measured, among whom, and in which place."""

    @property
    def measure(self) -> str:
        """One of `calibration.moments.MEASURES`."""

    @property
    def group(self) -> Group:
        """Among whom, and when."""

    @property
    def place(self) -> str:
        """The place's name."""


@dataclass(frozen=True)
class Target:
    """One published figure and what in the model answers it.

    Attributes:
        use: fitted; held out; reproduced, as the inputs imply it anyway; or compared, what
            others projected, or counted among more people than live here.
        value, error: the figure and its standard error, in ``unit``; how well the source knows it, and how well it
            fits what is measured here.
        measure, group: what is measured in the model, and among whom (see `calibration.moments`).
        period, place: when and where the figure holds.
    missed: where the model is known to miss it, why that is so.
    """

    name: str
    meaning: str
    use: Use
    value: float
    error: float
    unit: str
    measure: str
    group: Group
    period: str
    place: str
    source: str
    note: str | None = None
    missed: str | None = None

    @property
    def later(self) -> bool:
        """Whether it is measured in a month of its own, which takes a world of its own place."""
        return self.group.at is not None and self.group.at not in CENSUSES


class GroupForm(Form):
    """Who is measured."""

    sex: Literal["men", "women"] | None = None
    age_from: int = Field(60, ge=60, le=110)
    age_to: int = Field(120, ge=60, le=120)
    at: int | None = Field(None, ge=0, le=240)


class TargetForm(Form):
    """What a table of a targets file must hold."""

    meaning: Text
    value: float
    error: float = Field(gt=0.0)
    unit: Text
    measure: Text
    group: GroupForm = Field(default_factory=lambda: GroupForm.model_validate({}))
    period: Text
    place: Text
    source: Text
    note: Text | None = None
    missed: Text | None = None


@cache
def targets() -> tuple[Target, ...]:
    """Return every target there is: those fitted, then those held out, reproduced and compared."""
    return tuple(one for use in Use for one in read_targets(FOLDER / f"{use.replace('-', '_')}.toml", use))


def chosen(use: Use) -> tuple[Target, ...]:
    """Return the targets of one use."""
    return tuple(one for one in targets() if one.use is use)


def read_targets(path: Path, use: Use) -> tuple[Target, ...]:
    """Return the targets of a file, or refuse all its faults at once."""
    faults, found = Faults(path.name), []
    for name, written in read_document(path).items():
        wrong = list(_wrong(written))
        for sentence in wrong:
            faults.add(f"[{name}] {sentence}")
        if not wrong:
            form = TargetForm.model_validate(written)
            group = Group(**form.group.model_dump())
            fields = {field: getattr(form, field) for field in TargetForm.model_fields if field != "group"}
            found.append(Target(name=name, use=use, group=group, **fields))
    faults.tell()
    return tuple(found)


def _wrong(written: Any) -> Iterable[str]:
    """Give every fault of one table."""
    if not isinstance(written, Mapping):
        yield "stands outside a table. Write [name] and its fields below."
        return
    faults = field_faults(TargetForm, dict(written))
    yield from (sentence for sentences in faults.values() for sentence in sentences)
    for field, known in (("measure", MEASURES), ("source", sources())):
        value = written.get(field)
        if field not in faults and value not in known:
            yield f"{field} '{value}' is unknown.{did_you_mean(str(value), known)}"
