"""Collection: every test bears exactly one of the markers unit, model and study, and they run in that order."""

import os
import signal
from pathlib import Path

import pytest

from experiments.files import ARCHIVE_VARIABLE

KINDS = ("unit", "model", "study")
MOST_PROCESSES = 2
"""Each comes to hold up to two gigabytes."""


def pytest_configure() -> None:
    """Let Ctrl-C end what tests start, even where the tests run in the background of a script, which would not."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Return how many processes share the whole suite; files that are named are run in one, which starts sooner."""
    whole = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    return min(os.cpu_count() or 1, MOST_PROCESSES) if whole else 0


def kinds(test: pytest.Item) -> list[str]:
    return [kind for kind in KINDS if test.get_closest_marker(kind)]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    unmarked = [f"  {test.nodeid}: {' and '.join(kinds(test)) or 'none'}" for test in items if len(kinds(test)) != 1]
    if unmarked:
        raise pytest.UsageError("Mark each test as one of unit, model and study:\n" + "\n".join(unmarked))
    items.sort(key=lambda test: KINDS.index(kinds(test)[0]))


@pytest.fixture(autouse=True)
def own_archive(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Keep every test's runs apart, and out of the user's archive."""
    folder = tmp_path / "archive"
    monkeypatch.setenv(ARCHIVE_VARIABLE, str(folder))
    return folder
