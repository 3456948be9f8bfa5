"""How fast Kith is: the whole model, and six words of it against the same words in plain Mesa.

Run it with ``uv run python -m tests.benchmarks.speed`` (``--quick`` for shorter runs). All times are CPU
seconds of this process on one core, after a first run that compiles; judge by the ratios, for machines differ.
"""

import platform
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np

from models import Kith, Plan, Scenario, interventions
from sim.intervention import Intervention
from sim.process import Process
from sim.world import World
from tests.benchmarks.agreement import agreement
from tests.benchmarks.plain_mesa import Town
from tests.benchmarks.six_words import bytes_touched, six_words

FULL_MONTHS = 240
AT_LEAST_TIMES = 100.0
LINEAR_WITHIN = 0.2
WARM_MONTHS = 14
"""Months that call every kernel once, the yearly ones included."""

AS_NOW = Scenario(months=FULL_MONTHS)


@dataclass(frozen=True)
class Bar:
    """What the months of a scenario may take at most on one core, and this process with it."""

    seconds: float
    megabytes: float


AS_NOW_BAR, EVERYTHING_BAR = Bar(3.0, 600.0), Bar(5.0, 700.0)


def everything() -> Scenario:
    """Return the scenario with every intervention there is."""
    plans = {one.name: Plan() for one in interventions()}
    return Scenario(title="all together", months=FULL_MONTHS, interventions=plans)


NOTTINGHAMSHIRE = Scenario("nottinghamshire", "Nottinghamshire as now", months=FULL_MONTHS)


def peak_megabytes(scenario: Scenario, months: int) -> float:
    """Return the largest memory that a process holds which runs this one world and no other.

    Not ``ru_maxrss``: on Linux a process takes over that of the one that started it.
    """
    script = (
        "from tests.benchmarks import speed; from models import Kith\n"
        f"world = Kith({{one.title: one for one in speed.scenarios()}}[{scenario.title!r}])\n"
        f"speed.cpu_seconds(world, {months})\n"
        "print(open('/proc/self/status').read().partition('VmHWM:')[2].split()[0])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return float(done.stdout) / 1024.0


def scenarios() -> tuple[Scenario, ...]:
    """Return every scenario whose months are timed."""
    return AS_NOW, everything(), NOTTINGHAMSHIRE


def cpu_seconds(world: World, months: int) -> float:
    """Return the CPU time of a world's next months."""
    began = time.process_time()
    for _ in range(months):
        world.step()
    return time.process_time() - began


def processor() -> str:
    """Return the processor's name, its pace now and whether it has AVX-512, which decides much; or "unknown"."""
    path = Path("/proc/cpuinfo")
    lines = path.read_text().splitlines() if path.exists() else []
    told = {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in lines)}
    if "model name" not in told:
        return platform.processor() or "unknown"
    wide = "with" if "avx512f" in told.get("flags", "").split() else "without"
    return f"{told['model name']}, {told.get('cpu MHz', 'unknown')} MHz, {wide} AVX-512"


def lived(world: World) -> float:
    """Return the months lived by all residents of a world so far."""
    return float(world.recorded()["residents"].sum())


def nanoseconds(world: World, months: int) -> float:
    """Return the CPU time of a resident-month in nanoseconds, over a world's next months."""
    before = lived(world)
    return 1e9 * cpu_seconds(world, months) / (lived(world) - before)


def whole_model(scenario: Scenario, months: int, repeats: int, bar: Bar | None = None) -> float:
    """Print what the months of the whole model take, start-up apart; return nanoseconds per resident-month."""
    cpu_seconds(Kith(scenario), WARM_MONTHS)
    starts, runs = [], []
    for _ in range(repeats):
        began = time.process_time()
        world = Kith(scenario)
        starts.append(time.process_time() - began)
        runs.append(cpu_seconds(world, months))
    each, every = 1e9 * median(runs) / lived(world), ", ".join(f"{one:.2f}" for one in runs)
    print(f"{scenario.title}, {months} months: run {median(runs):.2f} s ({every}), {each:.0f} ns per resident-month;")
    print(f"  {lived(world) / 1e6:.1f} million resident-months; start-up {median(starts):.2f} s apart;", end=" ")
    print(f"peak memory of one run {peak_megabytes(scenario, months):.0f} MB")
    if bar is not None:
        print(f"  (wanted: at most {months / FULL_MONTHS * bar.seconds:.1f} s and {bar.megabytes:.0f} MB)")
    return each


def in_proportion(leeds: float, months: int, repeats: int) -> None:
    """Print whether a place with more residents costs more in proportion, as ``leeds`` nanoseconds did there."""
    there = whole_model(NOTTINGHAMSHIRE, months, repeats)
    print(f"Nottinghamshire takes {there / leeds:.2f} times as much a resident-month as Leeds", end=" ")
    print(f"(wanted: {1 - LINEAR_WITHIN:.1f} to {1 + LINEAR_WITHIN:.1f})")


def timed(act: Callable[..., None], spent: dict[str, float], name: str) -> Callable[..., None]:
    """Return an act that adds its CPU time to a name."""

    def timing(*given: object) -> None:
        began = time.process_time()
        act(*given)
        spent[name] += time.process_time() - began

    return timing


def by_word(scenario: Scenario, months: int) -> None:
    """Print what each word takes."""
    world, spent = Kith(scenario), defaultdict[str, float](float)
    parts: list[Process | Intervention] = [*world.interventions, *world.processes]
    for part in parts:
        name = part.word if isinstance(part, Process) else part.name
        part.month = timed(part.month, spent, name)  # type: ignore[method-assign]
    world.people.compact = timed(world.people.compact, spent, "(compacting)")  # type: ignore[method-assign]
    total = cpu_seconds(world, months)
    spent["(the rest)"] = total - sum(spent.values())
    print(f"\nBy word, {scenario.title}, {months} months: {total:.2f} s")
    for name, seconds in sorted(spent.items(), key=lambda pair: -pair[1]):
        print(f"  {name:<28}{seconds:7.3f} s {1e9 * seconds / lived(world):8.2f} ns per resident-month")


def against_plain_mesa(months: int) -> None:
    """Print the six words in the engine at full size, and in plain Mesa at 10,000 residents."""
    world = six_words(None, WARM_MONTHS + months, 1)
    cpu_seconds(world, WARM_MONTHS)
    ours = nanoseconds(world, months)
    source = six_words(10_000, 1, 1)
    source.step()
    town = Town(source, 1)
    began = time.process_time()
    for _ in range(months):
        town.step()
    theirs = 1e9 * (time.process_time() - began) / town.resident_months
    residents = world.recorded()["residents"]
    print(f"\nSix words, {months} months: {ours:.1f} ns per resident-month at {residents.iloc[0]:,.0f} residents;")
    print(f"plain Mesa {theirs:,.0f} ns at 10,000: {theirs / ours:.0f} times as much", end=" ")
    print(f"(wanted: at least {AT_LEAST_TIMES:.0f})")
    touched, bandwidth = bytes_touched(world), copy_bandwidth()
    months_lived = FULL_MONTHS * residents.mean()
    print(
        f"Bandwidth floor of them: {touched} bytes a resident-month, each column once, at {bandwidth / 1e9:.1f} GB/s:"
    )
    print(f"{1e9 * touched / bandwidth:.1f} ns, or {months_lived * touched / bandwidth:.2f} s for {FULL_MONTHS} months")


def copy_bandwidth() -> float:
    """Return bytes read and written a second in copying a large array, the best of five."""
    source = np.ones(1 << 26, np.uint8)
    target = np.zeros_like(source)
    best = np.inf
    for _ in range(5):
        began = time.process_time()
        np.copyto(target, source)
        best = min(best, time.process_time() - began)
    return 2.0 * source.nbytes / float(best)


def agree(months: int, seeds: int) -> None:
    """Print how far the two versions agree."""
    found = agreement(10_000, months, seeds, 40)
    print(f"\nAgreement after {months} months from one start of 10,000, plain Mesa ({seeds} seeds) and engine (40):")
    for name, scores in found.scores.items():
        shown = " ".join(f"{score:+.1f}" for score in scores)
        print(f"  {name:<16}{found.plain[name]:8,.1f} against {found.engine[name]:8,.1f}   z {shown}")
    print(f"  root mean square of z {found.rms:.2f} (about 1 if they are one model)")


def main(quick: bool) -> None:
    """Print every comparison."""
    months, repeats = (36, 1) if quick else (FULL_MONTHS, 3)
    print(f"Full size, CPU seconds of one core: {processor()}\n")
    leeds = whole_model(AS_NOW, months, repeats, AS_NOW_BAR)
    whole_model(everything(), months, repeats, EVERYTHING_BAR)
    in_proportion(leeds, months, repeats)
    by_word(everything(), months)
    against_plain_mesa(12 if quick else 24)
    agree(6 if quick else 12, 3 if quick else 8)


if __name__ == "__main__":
    main("--quick" in sys.argv)
