"""The report: one file that loads nothing, answers first, and takes no text for markup."""

import dataclasses
import json
import re
from html.parser import HTMLParser

import pytest

from experiments.asking.study import Study
from experiments.comparing import register
from experiments.comparing.report import command_line, report_html
from experiments.comparing.story import story
from experiments.files import write_whole
from experiments.showing import webpage
from experiments.showing.webpage import echarts_source
from sim.errors import ModelError
from tests.experiments.studies import comparison

pytestmark = pytest.mark.unit

NASTY = "<script>alert('x')</script> & \"Sons\""
EMPTY = {"meta", "br", "wbr", "link", "img", "input", "hr"}


class Page(HTMLParser):
    """What a browser would find: elements with their attributes, and the text that is shown."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.shown: list[str] = []
        self.scripts: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, f"</{tag}> closes something else"

    def handle_data(self, data):
        if self.open and self.open[-1] == "script":
            self.scripts.append(data)
        elif not self.open or self.open[-1] != "style":
            self.shown.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", "".join(self.shown))

    def says(self, sentence: str) -> bool:
        return sentence in self.text

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(report_html(comparison()))


def test_it_loads_nothing_from_anywhere(page):
    for tag, attributes in page.elements:
        assert "src" not in attributes, tag
        assert tag not in {"link", "iframe", "img", "object", "embed", "base"}
        assert attributes.get("href", "#").startswith("#")
    policy = next(one["content"] for one in page.all("meta") if one.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'")
    styles = re.findall(r"<style>(.*?)</style>", report_html(comparison()), re.DOTALL)
    assert not any("url(" in style or "@import" in style for style in styles)


def test_it_answers_in_the_same_sentences_as_the_terminal(page):
    told = story(comparison())
    for sentence in (told.answer, told.equal_answer, told.flip, told.interval, *told.caveats):
        assert page.says(sentence)
    for arm in told.arms:
        for sentence in arm.sentences:
            assert page.says(sentence)


def test_the_answer_comes_first(page):
    heads = re.findall(r"<h2 id=\"(\w+)-head\"", report_html(comparison()))
    assert heads[0] == "answer"
    assert heads.index("why") < heads.index("sure") < heads.index("rests")


def test_every_mark_is_closed(page):
    assert page.open == []


def test_every_chart_has_its_option_a_name_and_a_table(page):
    boxes = [one for one in page.all("div") if "data-chart" in one]
    assert len(boxes) == 4
    for box in boxes:
        assert box["role"] == "img"
        assert len(str(box["aria-label"])) > 20
    options = [json.loads(text) for text in page.scripts if text.lstrip().startswith("{")]
    assert len(options) == 4
    assert all(option["series"] for option in options)


def test_a_screen_reader_finds_language_headings_and_captions(page):
    assert page.all("html")[0]["lang"] == "en-GB"
    assert len(page.all("h1")) == 1
    assert len(page.all("caption")) == len(page.all("table"))
    assert all("scope" in one for one in page.all("th"))
    named = {one.get("id") for _, one in page.elements}
    assert all(one["aria-labelledby"] in named for _, one in page.elements if "aria-labelledby" in one)


def test_it_can_be_zoomed_and_follows_the_reader_into_dark_print_and_stillness(page):
    viewport = next(one["content"] for one in page.all("meta") if one.get("name") == "viewport")
    assert viewport == "width=device-width, initial-scale=1"
    html = report_html(comparison())
    for wish in ("prefers-color-scheme: dark", "prefers-reduced-motion", "@media print"):
        assert html.count(wish) > 0


def test_a_nasty_title_is_text_and_no_markup():
    found = comparison()
    arms = tuple(dataclasses.replace(arm, title=NASTY) if arm.adds else arm for arm in found.arms)
    shown = Page(report_html(dataclasses.replace(found, arms=arms)))
    assert shown.says(NASTY)
    assert [text for text in shown.scripts if "alert('x')" in text and not text.lstrip().startswith("{")] == []


def test_a_nasty_override_is_text_and_no_markup():
    found = comparison()
    study = dataclasses.replace(found.study, overrides={"<img src=x>.y": 1.0})
    shown = Page(report_html(dataclasses.replace(found, study=study)))
    assert shown.all("img") == []
    assert shown.says("<img src=x>.y = 1.0")


def test_a_scaled_population_is_labelled_as_such(page):
    assert page.says("A quick try on a scaled population. Each of the 200 residents stands for 750.0 people.")


def test_a_single_run_and_a_single_intervention_can_be_reported():
    once = Page(report_html(comparison(1)))
    assert once.says("which cannot show how sure this is")
    found = comparison()
    alone = dataclasses.replace(
        found,
        study=dataclasses.replace(found.study, interventions=("reablement",)),
        ranking=("reablement",),
        equal_ranking=("reablement_equal",),
    )
    assert Page(report_html(alone)).says("what does Reablement delay")


def test_it_names_every_assumption_of_the_interventions_with_status_and_source(page):
    listed = register.effects(comparison())
    assert {one.name.partition(".")[0] for one in listed} == {"local_links", "reablement"}
    for one in listed:
        assert page.says(one.name)
        assert one.status in {"published", "derived", "calibrated", "assumed"}
        assert one.source
        assert page.says(one.source)


def test_it_counts_the_parameters_of_each_status(page):
    counts = register.counts()
    assert page.says(f"{counts['published']} published, {counts['derived']} derived")
    assert page.says(f"Kith's sheets hold {sum(counts.values())} parameters")


def test_every_fingerprint_is_there(page):
    assert [print_ for print_ in comparison().fingerprints.to_numpy().ravel() if not page.says(print_)] == []


@pytest.mark.parametrize(
    ("study", "command"),
    [
        (
            Study(interventions=("a",)),
            "kith compare leeds --with a --years 15 --replications 4 --start-month 24 --seed 1",
        ),
        (
            Study(interventions=("a", "b"), months=12, residents=500, start=0, overrides={"x.y": 0.5}, fixed=True),
            "kith compare leeds --with a --with b --years 1 --residents 500 --replications 4 "
            "--start-month 0 --seed 1 --set x.y=0.5 --fixed-parameters",
        ),
    ],
    ids=["defaults", "everything"],
)
def test_the_command_line_says_the_whole_study(study, command):
    assert command_line(study) == command


def test_a_study_of_odd_months_is_told_in_python():
    assert "months=30" in command_line(Study(months=30))


def test_the_same_comparison_gives_the_same_report():
    assert hash(report_html(comparison())) == hash(report_html(comparison()))


def test_the_drawing_code_cannot_end_its_own_script():
    assert echarts_source().lower().count("</script") == 0


def test_drawing_code_that_is_not_installed_is_said_in_a_sentence(monkeypatch):
    monkeypatch.setattr(webpage, "files", lambda name: [])
    echarts_source.cache_clear()
    try:
        with pytest.raises(ModelError, match="run 'uv sync', or reinstall the package solara-assets"):
            echarts_source()
    finally:
        echarts_source.cache_clear()


def test_it_is_written_whole(tmp_path):
    write_whole(tmp_path / "report.html", report_html(comparison()))
    assert [path.name for path in tmp_path.iterdir()] == ["report.html"]
