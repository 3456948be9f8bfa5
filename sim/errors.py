"""What a user can mend, said in the user's words."""

from collections.abc import Iterable
from difflib import get_close_matches


class ModelError(Exception):
    """A fault a user can mend: what is wrong, where, and what to write instead.

    Anything else that is raised keeps its traceback, for it is our own fault.
    """


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a question naming the nearest known words, or nothing.

    >>> did_you_mean("assumd", ["assumed", "published"])
    " Did you mean 'assumed'?"
    >>> did_you_mean("xyz", ["assumed"])
    ''
    """
    near = get_close_matches(str(word), [str(name) for name in known], n=2, cutoff=0.6)
    return f" Did you mean {' or '.join(repr(name) for name in near)}?" if near else ""


def refuse_unknown(kind: str, word: str, known: Iterable[str]) -> None:
    """Raise unless ``word`` is one of the ``known`` names of a ``kind`` of thing."""
    names = sorted(known)
    if word not in names:
        hint = did_you_mean(word, names) or f" Known: {', '.join(names)}."
        raise ModelError(f"There is no {kind} '{word}'.{hint}")


class Faults:
    """Collects every fault of one file, so that all of them are told at once."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.sentences: list[str] = []

    def add(self, sentence: str) -> None:
        """Note one fault; the file is read on."""
        self.sentences.append(sentence)

    def tell(self) -> None:
        """Raise one error that lists every fault, or do nothing if there is none."""
        if self.sentences:
            count = len(self.sentences)
            lines = "\n".join(f"  {sentence}" for sentence in self.sentences)
            raise ModelError(f"{self.where} has {count} fault{'s' if count > 1 else ''}:\n{lines}")
