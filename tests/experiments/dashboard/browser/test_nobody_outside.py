"""Nobody outside: the server and its workers, watched by Python itself, connect to no other machine."""

import pytest

from tests.experiments.dashboard.browser.visitor import await_done, press

pytestmark = pytest.mark.study


def test_neither_the_server_nor_a_worker_that_runs_connects_to_another_machine(visit, server):
    page = visit("/?years=3&residents=1000&runs=2")
    press(page, "Run")
    await_done(page)
    watched, reached = server.connections()
    assert any("experiments.dashboard.worker" in one for one in watched), watched
    assert len(watched) > 1
    assert reached == set()
