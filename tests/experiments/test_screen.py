"""A narrow terminal: words run over lines, figures stay whole."""

import pytest

from experiments.showing.screen import show_rows

pytestmark = pytest.mark.unit

HEADS = ("Programme", "Guarantor", "Handed over", "Call, £'000", "80% of runs")
ROWS = [
    (
        "Garforth Neighbourhood Elders Team",
        "Belfast Health and Social Care Trust",
        "27%",
        "1,234,567",
        "-2,110 to -698",
    ),
    ("CLARE", "Leeds City Council", "100%", "0", "1 to 2"),
]


@pytest.mark.parametrize("columns", [20, 40, 60, 80, 200])
def test_no_figure_and_no_word_is_cut_however_narrow_the_terminal(
    columns: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    show_rows("Programmes", HEADS, ROWS, worded=2)
    shown = capsys.readouterr().out
    assert "…" not in shown
    for row in ROWS:
        assert set(" ".join(row[:2]).split()) <= set(shown.split())
        assert all(figure in shown for figure in row[2:])


@pytest.mark.parametrize("columns", [80, 100, 120])
def test_a_table_that_can_be_folded_keeps_within_the_terminal(
    columns: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    show_rows("Programmes", HEADS, ROWS, worded=2)
    assert max(map(len, capsys.readouterr().out.splitlines())) <= columns
