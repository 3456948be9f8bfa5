"""The page: pick a place and interventions, run them in the background, read what came of it."""

from collections.abc import Sequence

import solara
import solara.lab
from reacton import ipyvuetify as v

from experiments import words
from experiments.dashboard.choice import first_choice
from experiments.dashboard.desk import Cancelled, Done, Nothing, Running, State, carry_out
from experiments.dashboard.panels import Answer, Buttons, Choices, Offered, Status

title = "Kith"


@solara.component
def Layout(children: Sequence[solara.Element] = ()):
    """The whole window: a header, and the page under it."""
    with v.Html(tag="div", class_="kith shell"):
        with v.Html(tag="header", class_="top"):
            v.Html(tag="p", class_="brand", children=["Kith"])
            v.Html(tag="p", class_="muted", children=["A laboratory for ageing, loneliness and care"])
        v.Html(tag="div", children=list(children))


@solara.component
def Page():
    """Choices on the left, what came of them on the right; on a phone one under the other."""
    choice = solara.use_reactive(solara.use_memo(first_choice, []))
    state: solara.Reactive[State] = solara.use_reactive(Nothing())
    latest: solara.Reactive[Done | None] = solara.use_reactive(None)

    def work() -> None:
        def tell(done: int, total: int) -> None:
            if task.is_current():
                state.set(Running(done, total))

        ended = carry_out(choice.peek(), tell, lambda: not task.is_current())
        if task.is_current():
            if isinstance(ended, Done):
                latest.set(ended)
            state.set(ended)

    task = solara.lab.use_task(work, dependencies=None, raise_error=False)

    def begin() -> None:
        state.set(Running(0, choice.peek().replications))
        task()

    def cancel() -> None:
        running = state.peek()
        if isinstance(running, Running):
            task.cancel()
            state.set(Cancelled(running.done, running.total))

    with v.Html(tag="div", class_="desk"):
        with v.Html(tag="section", class_="rail card", attributes={"aria-label": "What to compare"}):
            Choices(choice.value, choice.set, isinstance(state.value, Running))
            Buttons(state.value, bool(choice.value.interventions), begin, cancel)
        with v.Html(tag="main"):
            v.Html(tag="h1", children=["Which programme delays most council-funded care per pound?"])
            Status(state.value, choice.value, latest.value)
            if latest.value is not None:
                Answer(latest.value)
            else:
                Offered()
            v.Html(tag="p", class_="note", children=[words.NOT_A_FORECAST])
