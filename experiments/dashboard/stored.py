"""Stored: a repayment's runs as plain JSON and back, so that other terms are laid over them without another run."""

import base64
import zlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from experiments.comparing.payers import Purses, mean_purses
from experiments.lending.loan_question import OWN, Question
from experiments.lending.repayment import FLOWING, FREES, Change, Repayment, guarantors_luck
from experiments.runs.archive import Tally
from models import Flows, Freeing, Terms, agree, place, standard_terms

type Plain = dict[str, Any]
"""What JSON can hold."""


def packed(values: NDArray[np.float64]) -> Plain:
    """Return an array as text; seven digits of every number are kept, which is a penny in a hundred thousand pounds.

    >>> unpacked(packed(np.array([[0.0, 2.5], [1.0, 4.0]]))).tolist()
    [[0.0, 2.5], [1.0, 4.0]]
    """
    rows = np.ascontiguousarray(values, np.float32)
    by_byte = np.frombuffer(rows.tobytes(), np.uint8).reshape(-1, 4).T.tobytes()
    return {"shape": list(rows.shape), "data": base64.b64encode(zlib.compress(by_byte, 9)).decode("ascii")}


def unpacked(kept: Mapping[str, Any]) -> NDArray[np.float64]:
    """Return the array that a text holds."""
    by_byte = np.frombuffer(zlib.decompress(base64.b64decode(kept["data"])), np.uint8)
    values = np.frombuffer(by_byte.reshape(4, -1).T.tobytes(), np.float32)
    return np.asarray(values.reshape(kept["shape"]), np.float64)


def stored(found: Repayment) -> Plain:
    """Return the runs of a programme as plain values: flows by world, and what else a story of them needs."""
    question, own = found.question, found.flows[OWN]
    mean = mean_purses(found.purses)
    return {
        "question": {
            "place": question.place,
            "handover": list(question.handover) if question.handover else None,
            "residents": question.residents,
            "start": question.start,
            "overrides": dict(question.overrides),
            "replications": question.replications,
            "seed": question.seed,
            "fixed": question.fixed,
            "backer": question.backer,
            "term_months": question.terms.term_months,
            "loan_pounds": question.terms.loan_pounds,
        },
        "flows": {name: _parts(one) for name, one in found.flows.items()},
        "criteria": packed(found.criteria[OWN]),
        "frees": {name: packed(getattr(own.frees, name)) for name in FREES},
        "gained": {name: [round(float(one), 2) for one in years] for name, years in mean.gained.items()},
        "fingerprints": list(found.fingerprints),
        "seconds": found.seconds,
    }


def _parts(flows: Flows) -> Plain:
    """Return what flows month by month, the health side only where whoever pays holds its purse."""
    held = {"health": flows.health, "health_lag": flows.health_lag}
    flowing = {part: getattr(flows, part) for part in FLOWING} | held
    return {part: packed(one) for part, one in flowing.items() if one is not None}


def restored(kept: Mapping[str, Any], terms: Terms | None = None) -> Repayment:
    """Return the repayment that was stored, under its own sum and term, or under other terms."""
    question = question_of(kept["question"], terms)
    runs = len(kept["fingerprints"])
    luck = guarantors_luck(question.guarantor, question.seed, runs)
    frees = Freeing(**{name: unpacked(one) for name, one in kept["frees"].items()})
    matches = not place(question.place).matcher
    flows = {
        name: Flows(
            first_month=question.start,
            **{part: unpacked(one) for part, one in parts.items()},
            frees=frees,
            luck=luck,
            council_matches=matches,
        )
        for name, parts in kept["flows"].items()
    }
    return Repayment(
        question=question,
        flows=flows,
        agreed={OWN: agree(flows[OWN], question.terms)},
        criteria={OWN: unpacked(kept["criteria"])},
        purses=(Purses({name: np.array(years) for name, years in kept["gained"].items()}, {}),),
        fingerprints=tuple(kept["fingerprints"]),
        parameters=(),
        seconds=float(kept["seconds"]),
        tally=Tally(found=runs),
    )


def question_of(asked: Mapping[str, Any], terms: Terms | None = None) -> Question:
    """Return the question that was stored."""
    usual = replace(standard_terms().lending(float(asked["loan_pounds"])), term_months=float(asked["term_months"]))
    handover = asked["handover"]
    return Question(
        place=asked["place"],
        terms=terms or usual,
        handover=(float(handover[0]), float(handover[1])) if handover else None,
        residents=asked["residents"],
        start=int(asked["start"]),
        overrides=dict(asked["overrides"]),
        replications=int(asked["replications"]),
        seed=int(asked["seed"]),
        fixed=bool(asked["fixed"]),
        backer=asked["backer"],
    )


def changed(found: Repayment, change: Change | None, terms: Terms, every_world: bool = False) -> Repayment:
    """Return the repayment with the flows of every world changed, under these terms; its own world alone is agreed."""
    flows = found.flows if change is None else {name: change(one) for name, one in found.flows.items()}
    question = replace(found.question, terms=terms)
    agreed = {name: agree(one, terms) for name, one in flows.items() if every_world or name == OWN}
    return replace(found, question=question, flows=flows, agreed=agreed)
