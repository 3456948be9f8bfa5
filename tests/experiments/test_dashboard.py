"""The page's own logic: what is picked, where the work stands, and what is kept of it."""

import socket
import threading
import time
from dataclasses import replace
from typing import Any

import ipyvuetify
import pytest
import solara

from experiments.comparing.charts import delayed_over_time, months_per_pound
from experiments.comparing.story import story
from experiments.dashboard import desk, page
from experiments.dashboard.choice import Choice, first_choice
from experiments.dashboard.desk import Cancelled, Done, Failed, Nothing, Running, carry_out
from experiments.dashboard.panels import heading, standing
from experiments.dashboard.serve import SETTINGS, refuse_taken
from experiments.runs.stopped import Stopped
from sim.errors import ModelError
from tests.experiments.studies import comparison

v: Any = ipyvuetify
"""It makes its widgets' classes on the fly, which no type checker sees."""
PICKED = Choice("leeds", ("local_links", "reablement"), years=5, residents=2_000, replications=2)
PATIENCE_SECONDS = 10.0


def done(choice: Choice = PICKED) -> Done:
    found = comparison()
    return Done(choice, story(found), (months_per_pound(found), delayed_over_time(found)))


def every(widget, kind=object):
    """A widget and all within it, in order, as far as they are of this kind."""
    found = [widget] if isinstance(widget, kind) else []
    return found + [one for child in getattr(widget, "children", ()) for one in every(child, kind)]


def texts(page) -> list[str]:
    return every(page, str)


def ticks(page) -> list:
    return every(page, v.Checkbox)


def button(page, label: str):
    return next(one for one in every(page, v.Btn) if label in one.children)


def until(page, sentence: str) -> None:
    """Wait until the page says this."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not any(sentence in text for text in texts(page)):
        assert time.monotonic() < end, f"the page never said: {sentence}"
        time.sleep(0.02)


@pytest.fixture
def opened(monkeypatch):
    """Open the page with another desk behind it."""
    opened = []

    def open_with(worker):
        monkeypatch.setattr(page, "carry_out", worker)
        shown, rendered = solara.render(page.Page(), handle_error=False)
        opened.append(rendered)
        return shown

    yield open_with
    for rendered in opened:
        rendered.close()


@pytest.mark.unit
def test_what_is_picked_becomes_that_study():
    study = PICKED.study()
    assert (study.place, study.interventions, study.months) == ("leeds", ("local_links", "reablement"), 60)
    assert (study.residents, study.replications, study.start, study.fixed) == (2_000, 2, 24, False)


@pytest.mark.unit
def test_more_work_is_said_to_take_longer():
    assert replace(PICKED, residents=None).seconds() > 2 * PICKED.seconds() > 0
    assert first_choice().seconds() < 120, "the page opens with a choice that answers soon"


@pytest.mark.unit
@pytest.mark.parametrize(
    ("state", "latest", "begins"),
    [
        (Nothing(), None, "Nothing has been run yet. Press Run: the answer takes about 10 seconds."),
        (Running(1, 4), None, "Running: 1 of 4 runs of every world done."),
        (Cancelled(1, 4), None, "Cancelled after 1 of 4 runs; pressed again, Run goes on from there."),
        (
            Cancelled(1, 4),
            "kept",
            "Cancelled after 1 of 4 runs; pressed again, Run goes on from there. What is shown below is the last",
        ),
        (Failed("There is no place 'leds'."), None, "There is no place 'leds'."),
        ("done", "kept", "Done."),
        ("other", "kept", "Done. The choices have been changed since; press Run to follow them."),
    ],
    ids=["nothing", "running", "cancelled", "cancelled with a result", "failed", "done", "changed since"],
)
def test_where_the_work_stands_is_said_in_a_sentence(state, latest, begins):
    states: dict[str, Done] = {"done": done(), "other": done(replace(PICKED, years=10))}
    said = standing(states[state] if isinstance(state, str) else state, PICKED, done() if latest else None)
    assert said.startswith(begins)


@pytest.mark.unit
def test_the_answer_is_headed_by_what_was_run():
    assert heading(PICKED) == "Leeds, 5 years, 2,000 residents, 2 runs"
    assert heading(replace(PICKED, residents=None)) == "Leeds, 5 years, every resident, 2 runs"


@pytest.mark.unit
@pytest.mark.parametrize(
    ("fault", "state"),
    [
        (Stopped(1, 2), Cancelled(1, 2)),
        (ModelError("There is no place 'leds'."), Failed("There is no place 'leds'.")),
        (ZeroDivisionError("x"), Failed(desk.OUR_FAULT)),
    ],
    ids=["stopped", "the user's mistake", "ours"],
)
def test_whatever_goes_wrong_is_a_state_of_the_page(monkeypatch, fault, state):
    def fail(*asked):
        raise fault

    monkeypatch.setattr(desk, "compare", fail)
    assert carry_out(PICKED, lambda count, total: None, lambda: False) == state


@pytest.mark.unit
def test_runs_are_never_made_in_the_servers_own_process(monkeypatch):
    asked = []

    def noted(study, crew):
        asked.append(crew.workers)
        return comparison()

    monkeypatch.setattr(desk, "cores", lambda: 1)
    monkeypatch.setattr(desk, "compare", noted)
    carry_out(PICKED, lambda count, total: None, lambda: False)
    assert asked == [2]


@pytest.mark.unit
def test_a_taken_port_is_refused_with_another():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ModelError, match=rf"cannot be served at 127.0.0.1:{port} \(.*\): try .* --port {port + 1}"):
            refuse_taken("127.0.0.1", port)


@pytest.mark.unit
def test_the_server_is_told_to_connect_to_nobody():
    assert SETTINGS["SOLARA_TELEMETRY_MIXPANEL_ENABLE"] == "false"
    assert SETTINGS["SOLARA_MODE"] == "production"
    assert SETTINGS["SOLARA_ASSETS_CDN"].startswith("http://127.0.0.1:")


@pytest.mark.study
def test_the_page_opens_with_its_first_choice_picked_and_says_that_nothing_was_run(opened):
    shown = opened(lambda *asked: done())
    assert any(text.startswith("Nothing has been run yet.") for text in texts(shown))
    assert sum(one.v_model for one in ticks(shown)) == len(first_choice().interventions)
    assert not button(shown, "Run").disabled
    assert button(shown, "Cancel").disabled


@pytest.mark.study
def test_without_an_intervention_nothing_can_be_run(opened):
    shown = opened(lambda *asked: done())
    for place in range(len(ticks(shown))):
        ticks(shown)[place].v_model = False
    assert button(shown, "Run").disabled
    assert "Pick at least one intervention." in texts(shown)


@pytest.mark.study
def test_a_run_shows_its_sentences_and_two_charts(opened):
    shown = opened(lambda choice, progress, stop: done(choice))
    button(shown, "Run").click()
    until(shown, "Done.")
    told = story(comparison())
    said = texts(shown)
    assert told.answer in said
    assert all(sentence in said for arm in told.arms for sentence in arm.sentences)
    assert [one.name for one in every(shown, v.VuetifyTemplate)] == ["months_per_1000_pounds", "delayed_over_time"]


@pytest.mark.study
def test_progress_is_shown_and_cancelling_stops_the_work(opened):
    stopped = threading.Event()

    def slow(choice, progress, stop):
        progress(1, 4)
        while not stop():
            time.sleep(0.01)
        stopped.set()
        return Cancelled(1, 4)

    shown = opened(slow)
    button(shown, "Run").click()
    until(shown, "Running: 1 of 4 runs of every world done.")
    assert all(one.disabled for one in ticks(shown))
    button(shown, "Cancel").click()
    assert stopped.wait(PATIENCE_SECONDS)
    until(shown, "Cancelled after 1 of 4 runs; pressed again, Run goes on from there.")
    assert not button(shown, "Run").disabled


@pytest.mark.study
def test_a_failure_is_one_sentence_and_the_page_goes_on(opened):
    shown = opened(lambda *asked: Failed("The worker died twice."))
    button(shown, "Run").click()
    until(shown, "The worker died twice.")
    assert not button(shown, "Run").disabled
