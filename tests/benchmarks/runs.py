"""How an archive of many runs and a study of many replications fare: seconds, bytes and memory.

Run it with ``uv run python -m tests.benchmarks.runs``; ``--full`` adds six full-size replications of Leeds, which take
some minutes. All ratios are taken in one sitting.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np

from experiments.runs.archive import Archive, Luck
from experiments.runs.ensemble import Crew, replicate
from experiments.runs.search import fitting
from models import Plan, Run, Scenario, run

MANY, REPLICATIONS = 10_000, 6
SMALL = Scenario(residents=300, months=60, interventions={"local_links": Plan()})
AT_MOST_SECONDS, AT_MOST_GIGABYTES = 1.0, 4.0


def timed[T](act: Callable[[], T]) -> tuple[T, float, float]:
    """Return what an act gives, and the seconds and CPU seconds it takes."""
    began, before = time.perf_counter(), time.process_time()
    found = act()
    return found, time.perf_counter() - began, time.process_time() - before


def many(archive: Archive, one: Run) -> None:
    """Keep many runs, which differ in seed, by the real writer."""
    for number in range(MANY):
        archive.keep(replace(one, seed=number, fingerprint=f"{number:016x}"))


def listing(folder: Path) -> None:
    """Print what keeping, listing and searching many small runs takes."""
    archive = Archive(folder)
    _, seconds, _ = timed(partial(many, archive, run(SMALL)))
    print(f"{MANY:,} runs of {SMALL.months} months kept: {seconds:.0f} s, {archive.size() / 1e6:,.0f} MB")
    for name, act in (
        ("listed for the first time", archive.cards),
        ("listed", archive.cards),
        ("filtered", lambda: fitting(archive.cards(), ["place=leeds", "seed<100", "lonely>1"])),
    ):
        found, seconds, cpu = timed(act)
        print(f"{len(found):,} {name}: {seconds:.2f} s, {cpu:.2f} of the processor (wanted: {AT_MOST_SECONDS:.0f})")


def replication(folder: Path, months: int, number: int) -> tuple[float, float]:
    """Run Leeds at full size as now and with Local Links; return this process's memory in bytes, and a measure."""
    luck = Luck(Archive(folder), number, number, 24)
    for plans in ({}, {"local_links": Plan()}):
        found = luck.run(Scenario(months=months, interventions=plans))
    return held_bytes(), float(found.measures["lonely"].iloc[-1])


def held_bytes() -> float:
    """Return the memory that this process holds now."""
    return float(resource.getpagesize()) * int(Path("/proc/self/statm").read_text().split()[1])


def full_size(folder: Path, months: int = 60) -> None:
    """Print the memory of every worker as replications go by, and two workers' throughput against one's."""
    seconds = {}
    for workers in (1, 2):
        task = partial(replication, folder / str(workers), months)
        done, seconds[workers], _ = timed(partial(replicate, task, REPLICATIONS, Crew(workers)))
        held = ", ".join(f"{size / 1e9:.2f}" for size, _ in done)
        print(f"{workers} worker(s): {REPLICATIONS} replications in {seconds[workers]:.0f} s")
        print(f"  memory of the worker at the end of each: {held} GB")
        size = Archive(folder / str(workers)).size() / REPLICATIONS / 2
        print(f"  a full-size run of {months} months takes {size / 1e6:.2f} MB on the disk")
    largest = held_bytes() + 2.0 * float(np.max([size for size, _ in done]))
    print(f"Throughput of two workers against one: {seconds[1] / seconds[2]:.2f} times")
    print(f"Two workers and their parent together: {largest / 1e9:.2f} GB (wanted: {AT_MOST_GIGABYTES:.0f})")


def main(full: bool) -> None:
    """Print every figure."""
    with tempfile.TemporaryDirectory() as folder:
        listing(Path(folder) / "many")
        if full:
            full_size(Path(folder))


if __name__ == "__main__":
    main("--full" in sys.argv)
