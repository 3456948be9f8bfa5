"""Archive: every run stored once under its fingerprint, whole or not at all, and found again."""

import contextlib
import errno
import json
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from experiments import words
from experiments.files import write_bytes
from experiments.packing import Card, DamagedRun, card_from, card_in, packed, unpacked
from models import Run, Scenario, Twins, fingerprint_of
from sim.errors import ModelError

SUFFIX = ".run"
CATALOGUE = ".catalogue.jsonl"
DISCARDED = "discarded"
HEAD_BYTES = 8_192
"""Of a file, read to find its card; a longer card is read in full."""
OLD_SECONDS = 3_600.0
"""After which a file half written by a process that died is swept away."""
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
        path = self.path(fingerprint)
        try:
            found = unpacked(path.read_bytes())
        except FileNotFoundError:
            return None
        except DamagedRun:
            found = None
        except OSError as error:
            raise ModelError(f"The stored run {path} cannot be read ({_reason(error)}).") from None
        if found is None or found.fingerprint != fingerprint:
            self.discard(path)
            return None
        return found

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
            raise ModelError(f"A run could not be stored ({_reason(error)}); {kept}.") from None

    def discard(self, path: Path) -> None:
        """Set a damaged file aside, where it can be looked at."""
        aside = self.folder / DISCARDED
        with contextlib.suppress(FileNotFoundError):
            aside.mkdir(exist_ok=True)
            os.replace(path, aside / path.name)

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
        return sum(one.stat().st_size for one in self.files())

    def cards(self) -> list[Card]:
        """Return the card of every stored run, by place, title and seed.

        A catalogue beside the runs keeps the cards, so that only files it does not know are opened; it is
        made again from the files whenever it is missing, old or damaged.
        """
        known, cards, lines, fresh = self._catalogue(), [], [], False
        for one in self.files():
            stamp = one.stat()
            key = f"{one.name} {stamp.st_size} {stamp.st_mtime_ns}"
            line = known.get(key, "")
            card = _read_card(line)
            if card is None:
                card, fresh = self._card(Path(one.path)), True
                line = json.dumps(asdict(card)) if card else ""
            if card is not None:
                cards.append(card)
                lines.append(f"{key}\t{line}\n")
        if fresh or len(lines) != len(known):
            with contextlib.suppress(OSError):  # the catalogue only saves time
                write_bytes(self.folder / CATALOGUE, "".join(lines).encode())
        return sorted(cards, key=lambda card: (card.place, card.title, card.seed, card.fingerprint))

    def prune(self, fingerprints: Sequence[str]) -> int:
        """Remove these runs, what was set aside, and what dead processes left half written; return the bytes freed."""
        now, freed = time.time(), 0
        old = [path for path in self.folder.glob(f".*{SUFFIX}.*") if now - path.stat().st_mtime > OLD_SECONDS]
        aside = (self.folder / DISCARDED).glob(f"*{SUFFIX}")
        for path in [*(self.path(one) for one in fingerprints), *aside, *old]:
            with contextlib.suppress(FileNotFoundError):
                freed += path.stat().st_size
                path.unlink()
        return freed

    def _card(self, path: Path) -> Card | None:
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
            return card_in(head) or card_in(head + file.read())

    def _catalogue(self) -> dict[str, str]:
        try:
            text = (self.folder / CATALOGUE).read_text(encoding="utf-8")
            return dict(line.split("\t", 1) for line in text.splitlines())
        except (OSError, ValueError):
            return {}


def _read_card(line: str) -> Card | None:
    try:
        return card_from(line) if line else None
    except (ValueError, KeyError, TypeError):
        return None


def run_once(archive: Archive | None, twins: Twins, scenario: Scenario) -> Run:
    """Return a run under the twins' luck from the archive; one that is not there yet is made and stored first."""
    if archive is None:
        return twins.run(scenario)
    found = archive.held(fingerprint_of(scenario, twins.seed, twins.draw))
    if found is None:
        found = twins.run(scenario)
        archive.keep(found)
    return found


def set_aside(before: Sequence[str], after: Sequence[str], folder: Path) -> str:
    """Return what a study says about stored runs it found damaged, or nothing.

    >>> set_aside([], ["ab"], Path("results/runs"))
    "1 stored run was damaged: it was set aside in 'results/runs/discarded' and run again."
    """
    count = len(set(after) - set(before))
    if not count:
        return ""
    them, they = ("runs were damaged", "they were") if count > 1 else ("run was damaged", "it was")
    return f"{count} stored {them}: {they} set aside in '{(folder / DISCARDED).as_posix()}' and run again."


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
