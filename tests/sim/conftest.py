"""What the engine's tests share: the words of a refusal, and files written for one test."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from sim.errors import ModelError

settings.register_profile("house", deadline=None)  # the first call of a rule compiles it
settings.load_profile("house")


@pytest.fixture
def told() -> Callable[..., str]:
    """Return the sentence with which a call is refused."""

    def words(call: Callable[..., object], *arguments: object) -> str:
        with pytest.raises(ModelError) as refusal:
            call(*arguments)
        return str(refusal.value)

    return words


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str, str], Path]:
    """Return the path of a file written with this name and text."""

    def written(name: str, text: str) -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return written
