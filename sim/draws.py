"""Chance by address: draw = f(seed, decision, month, person).

Nothing is consumed, so adding a person, a word or an intervention never shifts anyone else's luck. The first
32 bits of a luck are cheap to make for many people at once; the first eight of them, the *hint*, settle most
decisions alone.
"""

from hashlib import blake2b

import numpy as np
from numba import uint32, uint64
from numpy.typing import NDArray

from sim.rules import kernel, rule

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
FIRST = np.uint64(0xBF58476D1CE4E5B9)
SECOND = np.uint64(0x94D049BB133111EB)
TO_UNIT = 1.0 / 9007199254740992.0  # 2 ** -53
LOWER = np.uint64(0xFFFFFFFF)
ODD, THIRD, FOURTH = np.uint32(0x9E3779B1), np.uint32(0x85EBCA6B), np.uint32(0xC2B2AE35)


@rule
def mixed(bits: int) -> int:
    """Return 64 well-mixed bits (the finaliser of splitmix64; Steele, Lea and Flood 2014)."""
    z = uint64(bits)
    z = (z ^ (z >> uint64(30))) * FIRST
    z = (z ^ (z >> uint64(27))) * SECOND
    return z ^ (z >> uint64(31))


@rule
def first_bits(both: int, person: int) -> int:
    """Return the first 32 bits of a person's luck; ``both`` stands for decision and month (see `of_month`).

    In 32 bits at every step, so that many people are reckoned at a time (the finaliser of MurmurHash3, Appleby
    2011, with a key before and within).
    """
    z = uint32(uint32(uint32(person) * ODD) + uint32(uint64(both) & LOWER))
    z = uint32(uint32(z ^ uint32(z >> uint32(16))) * THIRD)
    z = uint32(z ^ uint32(uint64(both) >> uint64(32)))
    z = uint32(uint32(z ^ uint32(z >> uint32(13))) * FOURTH)
    return uint32(z ^ uint32(z >> uint32(16)))


@rule
def of_month(key: int | np.uint64, month: int) -> int:
    """Return 64 bits that stand for a decision in a month."""
    return mixed(uint64(key) + uint64(month) * GOLDEN)


@rule
def uniform(key: int | np.uint64, month: int, person: int) -> float:
    """Return this person's luck for one decision in one month, in [0, 1).

    ``key`` comes from `decision_key`; month and id are whole numbers, zero or more.
    """
    both = uint64(of_month(key, month))
    last = uint64(mixed(both + uint64(person) * GOLDEN)) >> uint64(43)
    return ((uint64(first_bits(both, person)) << uint64(21)) | last) * TO_UNIT


@rule
def happens(luck: float, rate_per_year: float) -> bool:
    """Say whether an event with this rate per person-year happens this month, given the luck.

    The chance lies between the first two sums of its series, so nearly all draws are settled without the
    exponential.
    """
    if luck * 12.0 >= rate_per_year:
        return False
    mean = rate_per_year / 12.0
    return luck < (mean - 0.5 * mean * mean) * (1.0 - 1e-9) or luck < -np.expm1(-mean)


@kernel
def draw_for(lucks: NDArray[np.float64], ids: NDArray[np.uint64], key: np.uint64, month: int) -> None:
    """Write the luck of each id."""
    for i in range(len(ids)):
        lucks[i] = uniform(key, month, ids[i])


@kernel
def hint(hints: NDArray[np.uint8], ids: NDArray[np.uint32], key: np.uint64, month: int) -> None:
    """Write the hint of each id: the first eight bits of the luck."""
    both = uint64(of_month(key, month))
    for i in range(len(ids)):
        hints[i] = np.uint8(uint32(first_bits(both, ids[i])) >> uint32(24))


def decision_key(seed: int, decision: str) -> np.uint64:
    """Return the 64-bit key of one decision under one seed."""
    digest = blake2b(f"{seed}/{decision}".encode(), digest_size=8).digest()
    return np.uint64(int.from_bytes(digest, "little"))


class Draws:
    """The luck of one run: keys by decision, and draws for arrays of people."""

    def __init__(self, seed: int) -> None:
        self.seed = int(seed)
        self._keys: dict[str, np.uint64] = {}

    def key(self, decision: str) -> np.uint64:
        """Return the key of a decision, for kernels to draw with."""
        if decision not in self._keys:
            self._keys[decision] = decision_key(self.seed, decision)
        return self._keys[decision]

    def uniform(self, decision: str, month: int, ids: NDArray[np.integer]) -> NDArray[np.float64]:
        """Return one number in [0, 1) for each id, shape (n,), whatever the order of the ids.

        The same numbers as a kernel gets from the compiled `uniform`.
        """
        people = np.asarray(ids).astype(np.uint64)
        lucks = np.empty(len(people))
        draw_for(lucks, people, self.key(decision), month)
        return lucks

    def hints(self, decision: str, month: int, ids: NDArray[np.uint32]) -> NDArray[np.uint8]:
        """Return the hint of each id, shape (n,): their luck is at least hint / 256 and below (hint + 1) / 256.

        Many times as fast as the luck itself.
        """
        hints = np.empty(len(ids), np.uint8)
        hint(hints, ids, self.key(decision), month)
        return hints
