"""Page: the window around every page, and which pages there are."""

from collections.abc import Callable, Sequence
from importlib import import_module

import solara

from experiments.dashboard import markup as v
from experiments.dashboard.panels import CannotTell

PAGES = {
    "explore": "Explore",
    "compare": "Compare",
    "repayment": "Repayment",
    "life": "A life",
    "evidence": "Evidence",
    "learn": "Learn",
}
FIRST = "explore"


@solara.component_vue("head.vue")
def Head(
    links: list[dict[str, str]],
    here: str,
    event_go: Callable[[str], None],
):
    """The head of the window: the brand, the pages, light or dark, and a link to share."""


@solara.component
def Layout(children: Sequence[solara.Element] = ()):
    """The whole window: its head, the page, and what the page cannot tell."""
    router = solara.use_router()
    here = router.parts[0] or FIRST
    links = [{"path": path_of(name), "name": name, "title": title} for name, title in PAGES.items()]
    with v.Html(tag="div", class_="kith shell"):
        Head(links=links, here=here, event_go=router.push)
        with v.Html(tag="main", attributes={"id": "main", "tabindex": "-1"}):
            v.Html(tag="div", children=list(children)).key(here)
            CannotTell()


def path_of(name: str) -> str:
    """Return the path of a page."""
    return "/" if name == FIRST else f"/{name}"


def opening(name: str) -> Callable[[], solara.Element]:
    """Return a component that loads a page once it is opened."""

    @solara.component
    def Opened():
        return import_module(f"experiments.dashboard.pages.{name}").Page()

    return Opened


routes = [
    solara.Route("/" if name == FIRST else name, component=opening(name), layout=Layout if name == FIRST else None,
                 label=f"{title} - Kith")
    for name, title in PAGES.items()
]  # fmt: skip
"""What Solara serves; the first one's layout is around all of them."""
import_module(f"experiments.dashboard.pages.{FIRST}")  # with the server, so that its first visitor need not wait
