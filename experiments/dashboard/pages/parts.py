"""Parts: what several pages show alike - sentences, tables of text, files to take away, links that try something."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import solara

from experiments.dashboard import markup as v
from experiments.showing.texts import Texts

KINDS = {"html": "text/html", "json": "application/json", "csv": "text/csv"}


@solara.component
def Sentences(title: str, said: Sequence[str]):
    """Sentences one under the other, with a heading if there is one."""
    with v.Html(tag="section", attributes={"aria-label": title} if title else {}):
        if title:
            v.Html(tag="h2", children=[title])
        with v.Html(tag="ul"):
            for one in said:
                v.Html(tag="li", children=[one])


@solara.component
def Table(table: Texts):
    """A table of text, which scrolls sideways within itself where it must."""
    with (
        v.Html(tag="div", class_="scroll", attributes={"tabindex": "0", "role": "region", "aria-label": table.caption}),
        v.Html(tag="table", attributes={"data-rendered": "1"}),
    ):
        v.Html(tag="caption", children=[table.caption])
        with v.Html(tag="thead"), v.Html(tag="tr"):
            for head in table.heads:
                v.Html(tag="th", attributes={"scope": "col"}, children=[str(head)])
        with v.Html(tag="tbody"):
            for row in table.rows:
                with v.Html(tag="tr"):
                    v.Html(tag="th", attributes={"scope": "row"}, children=[str(row[0])])
                    for cell in row[1:]:
                        v.Html(tag="td", children=[str(cell)])


def csv_of(table: Texts) -> str:
    """Return a table for a spreadsheet, no cell of which is taken for a formula."""
    import pandas as pd  # it takes seconds to load, and few take a file away

    from experiments.showing.written import as_csv

    return as_csv(pd.DataFrame([list(row) for row in table.rows], columns=list(table.heads)))


def json_of(document: object) -> str:
    """Return anything as JSON."""
    from experiments.showing.written import as_json

    return as_json(document)


@solara.component
def Downloads(files: Mapping[str, str | Callable[[], str]]):
    """A button for every file, by its name; what is in it travels when it is asked for."""
    with v.Html(tag="div", class_="buttons"):
        for name, content in files.items():
            Download(name, name, content, "plain").key(name)


@solara.component
def Download(label: str, name: str, content: str | Callable[[], str], kind: str = ""):
    """A button that hands over a file of this name; ``kind`` is a class of the look."""
    button = v.Html(tag="button", class_=f"press {kind}", attributes={"type": "button"}, children=[label])
    mime = KINDS.get(name.rpartition(".")[2], "text/plain")
    solara.FileDownload(_bytes(content), filename=name, mime_type=mime, children=[button])


def _bytes(content: str | Callable[[], str]) -> Callable[[], bytes]:
    return lambda: (content if isinstance(content, str) else content()).encode("utf-8")


@solara.component_vue("../search.vue")
def Search(label: str, value: str, example: str, event_search: Callable[[str], None]):
    """A field to search with; an example stands in it while it is empty."""


@solara.component
def Try(label: str, address: str, push: Callable[[str], Any]):
    """A link to a page of ours with something picked on it, opened in this window."""
    link = v.Html(tag="a", class_="try", attributes={"href": address}, children=[label])
    v.use_event(link, "click.prevent", lambda *ignored: push(address))
