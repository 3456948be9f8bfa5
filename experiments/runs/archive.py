"""Archive: every run stored once under its fingerprint, whole or not at all, and found again."""

import contextlib
import errno
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from experiments import words
from experiments.files import reason_of, write_bytes
from experiments.runs.packing import TORN, Card, DamagedRun, card_from_line, digest_of, line_in, packed, unpacked
from models import Run, Scenario, Twins, fingerprint_of, run
from sim.errors import ModelError

SUFFIX = ".run"
CATALOGUE = ".catalogue.jsonl"
DISCARDED = "discarded"
HEAD_BYTES = 8_192
"""Of a file, read to find its card; a longer card is read in full."""
OLD_SECONDS = 3_600.0
"""After which a file half written by a process that died is swept away."""
HALVES = (f".*{SUFFIX}.*", f".{CATALOGUE}.*", ".seen-*")
"""What such files are called: runs, catalogues, and marks by which workers are asked what they see."""
FULL = (errno.ENOSPC, errno.EDQUOT)


@dataclass(frozen=True)
class Archive:
    """A folder of stored runs; any number of processes may write to it and read it at once.

    A run is written to a file of its own and then given its name, so nothing half-written is ever read.
    What a file holds is compared with the digest it begins with whenever it is read.
    """

    folder: Path

    def path(self, fingerprint: str) -> Path:
        """Return where a run is, or would be."""
        return self.folder / f"{fingerprint}{SUFFIX}"

    def held(self, fingerprint: str) -> Run | None:
        """Return a stored run, or nothing; a damaged file is set aside, so that the run is made again."""
        try:
            return self.read(fingerprint)
        except DamagedRun:
            return None

    def read(self, fingerprint: str) -> Run | None:
        """Return a stored run, or nothing if it is not there; a damaged file is set aside, and `DamagedRun` raised."""
        path = self.path(fingerprint)
        try:
            found = unpacked(path.read_bytes())
            if found.fingerprint == fingerprint:
                return found
        except FileNotFoundError:
            return None
        except DamagedRun:
            pass
        except OSError as error:
            raise ModelError(f"The stored run {path} cannot be read ({reason_of(error)}).") from None
        self.discard(path)
        raise DamagedRun

    def keep(self, run: Run) -> None:
        """Store a run; writing it twice does no harm. A full disk is told in a sentence."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            write_bytes(self.path(run.fingerprint), packed(run))
        except OSError as error:
            count = sum(1 for _ in self.files())
            kept = f"{words.runs(count)} {'is' if count == 1 else 'are'} kept in '{self.folder}'"
            if error.errno in FULL:
                raise ModelError(
                    f"The disk is full: {kept}. Free some space and give the same command again; it goes on from there."
                ) from None
            raise ModelError(f"A run could not be stored ({reason_of(error)}); {kept}.") from None

    def discard(self, path: Path) -> None:
        """Set a damaged file aside, where it can be looked at."""
        aside = self.folder / DISCARDED
        try:
            with contextlib.suppress(FileNotFoundError):
                aside.mkdir(exist_ok=True)
                os.replace(path, aside / path.name)
        except OSError as error:
            raise ModelError(
                f"The stored run {path} is damaged and cannot be set aside ({reason_of(error)}): remove it yourself."
            ) from None

    def discarded(self) -> tuple[str, ...]:
        """Return the fingerprints of the runs that were set aside."""
        return tuple(sorted(path.stem for path in (self.folder / DISCARDED).glob(f"*{SUFFIX}")))

    def files(self) -> Iterator[os.DirEntry[str]]:
        """Return every file that holds a run."""
        if self.folder.is_dir():
            with os.scandir(self.folder) as found:
                yield from (one for one in found if one.name.endswith(SUFFIX) and not one.name.startswith("."))

    def size(self) -> int:
        """Return the bytes that all stored runs take."""
        return sum(stamp.st_size for one in self.files() if (stamp := _stamp(one)) is not None)

    def cards(self) -> list[Card]:
        """Return the card of every stored run, by place, title and seed."""
        return self.listed()[0]

    def listed(self) -> tuple[list[Card], list[str]]:
        """Return the card of every stored run, and the fingerprints of files whose card cannot be read.

        A catalogue beside the runs keeps the cards, so that only files it does not know are opened; it is
        made again from the files whenever it is missing, old or damaged.
        """
        known, lines, cards, unread = self._catalogue(), [], [], []
        for one in self.files():
            if (stamp := _stamp(one)) is None:
                continue
            key = f"{one.name} {stamp.st_size} {stamp.st_mtime_ns}"
            line = known.get(key) or _first_line(one.path)
            name = one.name.removesuffix(SUFFIX)
            card = _card(line)
            if card is not None and card.fingerprint == name:
                cards.append(card)
                lines.append(f"{key}\t{line}\n")
            elif os.path.exists(one.path):
                unread.append(name)
        if len(lines) != len(known) or any(line.partition("\t")[0] not in known for line in lines):
            self._catalogue_again("".join(lines).encode())
        return sorted(cards, key=lambda card: (card.place, card.title, card.seed, card.fingerprint)), unread

    def prune(self, fingerprints: Sequence[str]) -> int:
        """Remove these runs, what was set aside, and what dead processes left half written; return the bytes freed."""
        now, freed = time.time(), 0
        halves = [path for pattern in HALVES for path in self.folder.glob(pattern)]
        aside = (self.folder / DISCARDED).glob(f"*{SUFFIX}")
        for path in [*(self.path(one) for one in fingerprints), *aside, *halves]:
            stamp = _stamp(path)
            if stamp is None or (path in halves and now - stamp.st_mtime <= OLD_SECONDS):
                continue
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                raise ModelError(f"'{path}' cannot be removed ({reason_of(error)}).") from None
            freed += stamp.st_size
        return freed

    def _catalogue(self) -> dict[str, str]:
        try:
            digest, _, content = (self.folder / CATALOGUE).read_bytes().partition(b"\n")
        except OSError:
            return {}
        whole = digest == digest_of(content)
        return dict(line.split("\t", 1) for line in content.decode().splitlines()) if whole else {}

    def _catalogue_again(self, content: bytes) -> None:
        with contextlib.suppress(OSError):  # it only saves time
            write_bytes(self.folder / CATALOGUE, digest_of(content) + b"\n" + content)


def archive_in(folder: Path | None) -> Archive | None:
    """Return the archive in a folder; none if there is no folder."""
    return None if folder is None else Archive(folder)


def _stamp(one: os.DirEntry[str] | Path) -> os.stat_result | None:
    """Return the size and time of a file, or nothing if it was removed meanwhile."""
    try:
        return one.stat()
    except FileNotFoundError:
        return None


def _first_line(path: str) -> str | None:
    """Return the line that should hold a file's card, if there is one."""
    try:
        with open(path, "rb", buffering=0) as file:
            head = file.read(HEAD_BYTES)
            return line_in(head) or line_in(head + file.read())
    except OSError:
        return None


def _card(line: str | None) -> Card | None:
    try:
        return card_from_line(line) if line else None
    except TORN:
        return None


@dataclass(frozen=True)
class Tally:
    """How many runs were found in the archive, how many were made, and how many of those in place of damaged ones."""

    found: int = 0
    made: int = 0
    damaged: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        """Count two together."""
        return Tally(self.found + other.found, self.made + other.made, self.damaged + other.damaged)

    def told(self, folder: Path | None) -> str:
        """Return in sentences where the runs of a study came from; ``None``: they were kept nowhere.

        >>> Tally(found=3, made=2, damaged=1).told(Path("runs"))
        "5 runs: 3 found in 'runs' and 2 made. 1 was damaged: it was set aside in 'runs/discarded' and made again."
        """
        if folder is None:
            return f"{words.runs(self.made)} made and not kept."
        made = f"{self.made} made" if self.made else "none made"
        said = f"{words.runs(self.found + self.made)}: {self.found} found in '{folder.as_posix()}' and {made}."
        if not self.damaged:
            return said
        were, they = ("was", "it was") if self.damaged == 1 else ("were", "they were")
        aside = (folder / DISCARDED).as_posix()
        return f"{said} {self.damaged} {were} damaged: {they} set aside in '{aside}' and made again."


class Luck:
    """The worlds of one luck and one draw: each is found in the archive, or made and kept there at once.

    ``apart`` is the month from which the worlds may differ, ``None`` if each shall be run by itself; without an archive
    every world is made. ``seconds`` are those of the processor that all its worlds took when they were made.
    """

    def __init__(self, archive: Archive | None, seed: int, draw: int | None, apart: int | None) -> None:
        self.tally, self.seconds = Tally(), 0.0
        self._archive, self._seed, self._draw = archive, seed, draw
        self._make = partial(run, seed=seed, draw=draw) if apart is None else Twins(seed, draw, apart).run

    def run(self, scenario: Scenario) -> Run:
        """Return the run of a world."""
        run = self._found_or_made(scenario)
        self.seconds += run.start_seconds + run.run_seconds
        return run

    def _found_or_made(self, scenario: Scenario) -> Run:
        if self._archive is None:
            self.tally += Tally(made=1)
            return self._make(scenario)
        damaged = 0
        try:
            found = self._archive.read(fingerprint_of(scenario, self._seed, self._draw))
        except DamagedRun:
            found, damaged = None, 1
        if found is not None:
            self.tally += Tally(found=1)
            return replace(found, scenario=scenario)
        made = self._make(scenario)
        self._archive.keep(made)
        self.tally += Tally(made=1, damaged=damaged)
        return made
