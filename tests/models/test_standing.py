"""Standing: how a person's need for care is met, in one word, and who pays."""

import pytest

from models import Standing
from models.standing import Payer, home_payer, standing_of

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("partner", "savings", "with_house", "payer"),
    [(False, False, True, Payer.SELF), (True, False, True, Payer.COUNCIL), (True, True, True, Payer.SELF)],
    ids=["a house", "a partner in it", "savings"],
)
def test_a_house_counts_for_a_care_home_unless_there_is_a_partner(partner, savings, with_house, payer):
    assert home_payer(partner, savings, with_house) == payer


@pytest.mark.parametrize(
    ("setting", "package", "payer", "reabling", "needs", "helped", "standing"),
    [
        (0, 0.0, 0, False, False, False, Standing.NONE),
        (0, 0.0, 0, False, True, False, Standing.UNMET),
        (0, 0.0, 0, False, True, True, Standing.CARERS),
        (0, 0.0, 0, True, True, True, Standing.REABLEMENT),
        (0, 5.0, 1, True, True, True, Standing.COUNCIL_HOME),
        (0, 5.0, 2, False, True, False, Standing.OWN_PURSE),
        (2, 0.0, 1, False, True, False, Standing.COUNCIL_RESIDENTIAL),
        (1, 0.0, 2, False, False, False, Standing.OWN_PURSE),
    ],
)
def test_a_standing_is_the_greatest_help_there_is(setting, package, payer, reabling, needs, helped, standing):
    assert standing_of(setting, package, payer, reabling, needs, helped) == standing
