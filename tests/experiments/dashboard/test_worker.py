"""A worker's copy: waited for until it ends, is cancelled, is left or is followed by another job."""

import json
import os
import subprocess
import sys

import pytest

from experiments.dashboard.worker import CANCELLED, COPIES, SUPERSEDED, Lines, await_copy, say

pytestmark = pytest.mark.unit

WAYS = ("copies",) if COPIES else ()
"""A system that cannot wait for a process together with a line has no copies to wait for."""
NEXT = {"ticket": 8, "job": "explore", "asked": {}}
LASTING = "import time; time.sleep(60.0)"


@pytest.fixture
def pipe():
    """What the server writes to, and what the worker reads from."""
    source, sink = os.pipe()
    with os.fdopen(source, "rb"), os.fdopen(sink, "w", encoding="utf-8") as server:
        yield server, Lines(source)


@pytest.fixture
def copy():
    """A process that stands for a copy at work."""
    made = []

    def begun(program: str) -> int:
        made.append(subprocess.Popen([sys.executable, "-c", program]))
        return made[-1].pid

    yield begun
    for one in made:
        one.kill()
        one.wait(20.0)


@pytest.mark.parametrize("way", WAYS)
def test_a_job_that_is_asked_for_while_the_last_copy_is_ending_is_still_there_to_do(pipe, copy, way):
    server, lines = pipe
    say(server, {"cancel": 6})
    say(server, NEXT)
    assert await_copy(copy(LASTING), 7, lines) == SUPERSEDED
    assert lines.waiting() and lines.take() == NEXT


@pytest.mark.parametrize("way", WAYS)
def test_a_cancel_is_heard_even_if_it_came_together_with_its_job(pipe, copy, way):
    server, lines = pipe
    server.write(json.dumps(NEXT) + "\n" + json.dumps({"cancel": 8}) + "\n")
    server.flush()
    lines.read()
    assert lines.take() == NEXT
    assert await_copy(copy(LASTING), 8, lines) == CANCELLED
    assert not lines.waiting()


@pytest.mark.parametrize("way", WAYS)
def test_a_copy_that_nobody_waits_for_any_more_is_ended(pipe, copy, way):
    server, lines = pipe
    server.close()
    assert await_copy(copy(LASTING), 7, lines) == SUPERSEDED
    assert lines.ended


@pytest.mark.parametrize("way", WAYS)
def test_a_copy_that_ends_by_itself_is_left_alone(pipe, copy, way):
    server, lines = pipe
    say(server, {"cancel": 6})
    assert await_copy(copy(""), 7, lines) == ""


def test_what_is_said_afresh_is_not_glued_to_half_a_line(pipe):
    server, lines = pipe
    server.write('{"ticket": 7, "ki')
    say(server, {"ticket": 7, "kind": "cancelled"}, afresh=True)
    lines.read()
    with pytest.raises(ValueError, match="Unterminated string"):
        lines.take()
    assert lines.take() == {"ticket": 7, "kind": "cancelled"}
