"""Downloads: what a page shows, as files; they are put together only when somebody asks for one."""

import json
from collections.abc import Callable, Mapping
from typing import Any

import solara


@solara.component
def Download(label: str, name: str, kind: str, content: Callable[[], str]):
    """A button that hands over a file of this name and MIME type."""
    given, set_given = solara.use_state({"number": 0, "text": ""})

    def ask(*ignored: object) -> None:
        set_given({"number": int(str(given["number"])) + 1, "text": content()})

    Handed(label=label, file=name, kind=kind, given=given, event_ask=ask)


@solara.component_vue("download.vue")
def Handed(label: str, file: str, kind: str, given: dict[str, Any], event_ask: Callable[..., None]):
    """The button, and the file once its text is there."""


def as_text(asked: Mapping[str, Any], found: Mapping[str, Any]) -> str:
    """Return what was asked and what was found as JSON."""
    return json.dumps({"asked": dict(asked), "found": dict(found)}, ensure_ascii=False, indent=1) + "\n"
