"""Questions: runs the command that answers each question and writes docs/questions.md from what it printed.

    uv run python docs/questions.py           runs what has not been run yet, and writes the page
    uv run python docs/questions.py --page    writes the page from what was run
    uv run python docs/questions.py --fresh   runs everything anew

What a command printed is kept in results/questions, so a page is rewritten without running again.
"""

import argparse
import hashlib
import json
import re
import shlex
import subprocess
import sys
import tomllib
from dataclasses import dataclass, field
from importlib.metadata import version
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ASKED = ROOT / "docs" / "questions.toml"
PAGE = ROOT / "docs" / "questions.md"
KEPT = ROOT / "results" / "questions"
SCALE = re.compile(r" --(residents|replications|draws|lucks|points) \S+")
TO_THE_END = ("kith run", "kith waterfall")
"""Commands whose years are part of the question."""
OPENING = """# The questions, and the command that answers each

Written by `uv run python docs/questions.py`, which runs the commands in `docs/questions.toml` one by one and pastes
what of their output answers (Kith {version}).

**These are not the answers.** The commands were run at a small scale (most with 2,000 or 3,000 residents, a few years,
two replications), so that the page can be made in less than an hour: it shows the form of an answer. Two runs decide
nothing, and few residents stand for many people. To ask in earnest, leave out the options on scale.

{done} of {all} questions have a command; what is still missing of an answer is said where it is.
"""


@dataclass(frozen=True)
class Question:
    """One question; ``shows`` are patterns of what is pasted of the output, ``but`` what is missing."""

    asker: str
    question: str
    command: str = ""
    also: str = ""
    shows: tuple[str, ...] = ()
    but: str = ""
    unanswered: str = ""
    commands: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Gather its commands."""
        object.__setattr__(self, "commands", tuple(one for one in (self.command, self.also) if one))
        object.__setattr__(self, "shows", tuple(self.shows))


def questions() -> tuple[Question, ...]:
    """Return the questions in their order."""
    return tuple(Question(**one) for one in tomllib.loads(ASKED.read_text(encoding="utf-8"))["questions"])


def in_earnest(command: str) -> str:
    """Return a command without what makes it small.

    >>> in_earnest("kith compare stacked --residents 3000 --years 6")
    'kith compare stacked'
    """
    whole = SCALE.sub("", command)
    return whole if whole.startswith(TO_THE_END) else re.sub(r" --years \S+", "", whole)


def printed(command: str) -> str:
    """Return what a command printed when it was run."""
    return str(json.loads(kept(command).read_text(encoding="utf-8"))["printed"])


def kept(command: str) -> Path:
    """Return the file that keeps what a command printed."""
    return KEPT / f"{hashlib.blake2b(command.encode(), digest_size=6).hexdigest()}.json"


def run(command: str) -> str:
    """Run a command and keep what it prints; return what went wrong, or nothing."""
    print(command, file=sys.stderr, flush=True)
    name, *given = shlex.split(command)[1:]
    writes = [] if name == "person" else ["--out", str(KEPT / "out")]
    kith = str(Path(sys.executable).with_name("kith"))
    done = subprocess.run([kith, name, *given, *writes], cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        return f"{command} ended with {done.returncode}: {done.stderr.strip()}"
    KEPT.mkdir(parents=True, exist_ok=True)
    kept(command).write_text(json.dumps({"command": command, "printed": done.stdout}, indent=1), encoding="utf-8")
    return ""


def run_all(fresh: bool) -> None:
    """Run every command that has not been run yet, each once, and refuse to go on if any of them failed."""
    wanted = dict.fromkeys(command for one in questions() for command in one.commands)
    faults = [fault for command in wanted if fresh or not kept(command).exists() if (fault := run(command))]
    if faults:
        raise SystemExit("\n".join(faults))


def items(text: str) -> list[str]:
    """Return the sentences and tables of an output; a table goes with its title, the lines that begin with a space."""
    found: list[str] = []
    for line in text.splitlines():
        if line[:1] == " " and line.strip() and found:
            found[-1] += f"\n{line.rstrip()}"
        elif line.strip():
            found.append(line.rstrip())
    return found


def chosen(text: str, shows: tuple[str, ...]) -> list[str]:
    """Return the items whose first line has one of the patterns, or the first three where none is asked for."""
    known = [one for one in items(text) if not re.match(r"\d[\d,]* runs: |Written", one)]
    if not shows:
        return known[:3]
    return [one for one in known if any(re.search(pattern, one.partition("\n")[0]) for pattern in shows)]


def quoted(item: str) -> str:
    """Return a sentence as a quotation, and a table with its title in a fence."""
    return f"```text\n{item}\n```\n" if "\n" in item else f"> {item}\n"


def answer(number: int, one: Question) -> str:
    """Return a question with its answer as Markdown."""
    parts = [f"### {number} {one.question}\n"]
    if one.unanswered:
        return "\n".join([*parts, f"**Not yet answerable.** {one.unanswered}\n"])
    if not one.command.startswith("kith person"):
        parts.append("Ask in earnest: " + " and ".join(f"`{in_earnest(command)}`" for command in one.commands) + "\n")
    for command in one.commands:
        if not kept(command).exists():
            parts.append(f"`{command}` has not been run for this page yet.\n")
            continue
        shown = chosen(printed(command), one.shows)
        parts += [f"`{command}` says:\n", *(quoted(item) for item in shown)]
    return "\n".join([*parts, *([f"**Still missing.** {one.but}\n"] if one.but else [])])


def page() -> str:
    """Return the whole page."""
    asked = tuple(enumerate(questions(), start=1))
    done = sum(not one.unanswered for _, one in asked)
    parts = [OPENING.format(version=version("kith-abm"), done=done, all=len(asked))]
    for asker, theirs in groupby(asked, key=lambda pair: pair[1].asker):
        parts += [f"## {asker}\n", *(answer(number, one) for number, one in theirs)]
    return "\n".join(parts)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Write docs/questions.md from what the commands print.")
    parser.add_argument("--fresh", action="store_true", help="run every command anew")
    parser.add_argument("--page", action="store_true", help="run nothing, write the page from what was run")
    asked = parser.parse_args()
    if not asked.page:
        run_all(asked.fresh)
    PAGE.write_text(page(), encoding="utf-8")
