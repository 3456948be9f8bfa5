"""One server for all tests in a browser, and a visitor of its pages."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from tests.experiments.dashboard.browser.serving import Server, serving
from tests.experiments.dashboard.browser.visitor import await_drawn


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("served")) as served:
        yield served


@pytest.fixture
def visit(open_page: Callable[..., Page], server: Server) -> Callable[..., Page]:
    """Open a page of the shared server by its path, in a session of its own, and wait until it is drawn."""

    def visited(path: str = "/", **window) -> Page:
        page = open_page(server.address + path, **window)
        await_drawn(page)
        return page

    return visited
