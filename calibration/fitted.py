"""Fitted: which parameters are fitted and why, and what a point between 0 and 1 in each of their ranges stands for."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models import sheets
from sim.document import Form, field_faults, read_document
from sim.errors import Faults, did_you_mean
from sim.parameters import Text

FILE = Path(__file__).parent / "fitted.toml"

type Overrides = dict[str, float | tuple[float, ...]]


class FittedForm(Form):
    """What is written of one fitted parameter."""

    why: Text


@cache
def fitted() -> Mapping[str, str]:
    """Return the fitted parameters and why each is, by ``word.parameter``."""
    return read_fitted(FILE)


def read_fitted(path: Path) -> Mapping[str, str]:
    """Return the fitted parameters in a file, or refuse all its faults at once."""
    known = {f"{word}.{name}" for word, sheet in sheets("leeds").items() for name in sheet.entries}
    faults, found = Faults(path.name), {}
    for word, names in read_document(path).items():
        for name, written in names.items() if isinstance(names, dict) else [("", names)]:
            key = f"{word}.{name}"
            if key not in known:
                faults.add(f"[{key}] is no parameter.{did_you_mean(key, known)}")
            elif not isinstance(written, dict):
                faults.add(f"[{key}] is no table. Write [{key}] and below it why it is fitted.")
            else:
                for sentence in (one for wrong in field_faults(FittedForm, written).values() for one in wrong):
                    faults.add(f"[{key}] {sentence}")
                found[key] = str(written.get("why"))
    faults.tell()
    return found


def values_at(point: NDArray[np.float64], names: Sequence[str] | None = None) -> Overrides:
    """Return what the fitted parameters are at a point: one quantile of the prior for each, from 0 to 1.

    The prior of a parameter is triangular over its sheet's range, with its value as the mode; the numbers of a list
    stand at one quantile together.
    """
    known, values = sheets("leeds"), {}
    for key, quantile in zip(names or list(fitted()), point, strict=True):
        word, _, name = key.partition(".")
        values[key] = known[word].at({name: float(quantile)}).entries[name].value
    return values
