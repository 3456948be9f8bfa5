"""Learn: a guided tour of five questions, and what the words mean."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import solara

from experiments.dashboard import markup as v
from experiments.dashboard.address import Field, Pick, Text, use_address
from experiments.dashboard.beforehand import first_file
from experiments.dashboard.desk import use_job
from experiments.dashboard.drawings.lessons import Lesson, lessons
from experiments.dashboard.pages.parts import Search, Try
from experiments.dashboard.panels import Figure, Press, Remarks
from experiments.showing.glossary import glossary
from experiments.words import many

NAMES = ("before_after", "luck", "collapse", "gains", "cash")
ASKED = {"place": "leeds", "residents": 5_000, "crowd": 40_000, "seed": 1, "lucks": 10}
WHAT = "Five questions that a model of people can answer and a spreadsheet cannot. Each takes about three minutes."
SMALL = "The pictures show small studies made beforehand: one place, few runs. They teach; they do not prove."


def fields() -> dict[str, Field]:
    """Return what the page's address can say."""
    return {"step": Pick("before_after", NAMES, "The question"), "q": Text("", "The search")}


def firsts() -> dict[str, dict[str, Any]]:
    """Return what the page asks when it is opened, by job."""
    return {"lessons": ASKED}


@solara.component
def Page():
    """The tour, one question at a time, and the glossary below it."""
    choice, change, said = use_address(fields())
    job = use_job("lessons", ASKED)
    router = solara.use_router()
    v.Html(tag="h1", children=["Learn"])
    v.Html(tag="p", children=[WHAT])
    Remarks(said)
    if job.latest is not None:
        tour = lessons(job.latest, saving())
        at = NAMES.index(choice["step"])
        Steps(tour, at, lambda name: change(step=name))
        Shown(tour[at], at, router.push).key(tour[at].name)
        with v.Html(tag="div", class_="buttons"):
            Press("Back", lambda: change(step=NAMES[at - 1]), at == 0)
            Press("Next question", lambda: change(step=NAMES[at + 1]), at == len(NAMES) - 1, "go")
    Glossary(choice["q"], lambda text: change(q=text))


def saving() -> Mapping[str, Any] | None:
    """Return the chart of what becomes of a saving, from the repayment that comes with Kith."""
    told = first_file("terms").get("result", {})
    return next((one for one in told.get("charts", ()) if one["name"] == "saving_to_cash"), None)


@solara.component
def Steps(tour: Sequence[Lesson], at: int, go: Callable[[str], None]):
    """The five questions as a list of steps."""
    with v.Html(tag="nav", class_="steps", attributes={"aria-label": "The five questions"}), v.Html(tag="ol"):
        for number, one in enumerate(tour):
            with v.Html(tag="li", attributes={"aria-current": "step"} if number == at else {}):
                Press(one.question, lambda name=one.name: go(name), False, "plain" if number != at else "plain now")


@solara.component
def Shown(lesson: Lesson, at: int, push: Callable[[str], Any]):
    """One question: what to know, what is seen, the pictures, and a page to try it on."""
    with v.Html(tag="section", attributes={"aria-label": lesson.question}):
        v.Html(tag="h2", children=[f"{at + 1}. {lesson.question}"])
        for one in lesson.told:
            v.Html(tag="p", children=[one])
        v.Html(tag="p", class_="lead", children=[lesson.seen])
        with v.Html(tag="div", class_="charts"):
            for chart in lesson.charts:
                Figure(vars(chart)).key(chart.name)
        with v.Html(tag="p", class_="tries"):
            v.Html(tag="span", children=["Try it: "])
            for label, address in lesson.tries:
                Try(label, address, push)
        v.Html(tag="p", class_="muted", children=[SMALL])


@solara.component
def Glossary(search: str, find: Callable[[str], None]):
    """Every word of ours, a sentence each; a search leaves those that hold it."""
    wanted = search.lower().strip()
    with v.Html(tag="section", class_="card glossary", attributes={"aria-label": "Glossary"}):
        v.Html(tag="h2", children=["What the words mean"])
        Search(label="Find a word", value=search, example="twin", event_search=find)
        found = {
            section: {word: said for word, said in those.items() if wanted in f"{word} {said}".lower()}
            for section, those in glossary().items()
        }
        count = sum(map(len, found.values()))
        v.Html(
            tag="p",
            class_="muted",
            attributes={"role": "status"},
            children=[f"{many(count, 'word')}."],
        )
        for section, those in found.items():
            if those:
                v.Html(tag="h3", children=[section])
                with v.Html(tag="dl", class_="facts"):
                    for word, said in those.items():
                        v.Html(tag="dt", children=[word])
                        v.Html(tag="dd", children=[said])
