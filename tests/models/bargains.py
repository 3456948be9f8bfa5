"""Bargains: any agreement that can be made, at random."""

from dataclasses import replace

import numpy as np

from models import Finance, Terms, standard_terms


def random_terms(luck: np.random.Generator) -> Terms:
    """Any agreement that can be made."""
    holiday = 3 * int(luck.integers(0, 5))
    loan = float(np.round(luck.uniform(1_000.0, 400_000.0), 2))
    tranche, fee = float(luck.choice([0.0, luck.uniform(0.0, 0.9)])), luck.uniform(0.0, 0.2)
    most = loan * (1.0 - fee) * (1.0 - tranche)
    return replace(
        standard_terms(),
        loan_pounds=loan,
        rate_per_year=float(luck.choice([0.0, luck.uniform(0.0, 0.3)])),
        holiday_months=float(holiday),
        term_months=float(holiday + 3 * luck.integers(1, 11)),
        holiday_interest_share=luck.uniform(),
        capitalised_share=luck.uniform(),
        fee_share=fee,
        reserve_pounds=float(luck.choice([0.0, luck.uniform(0.0, most)])),
        cure_quarters=float(luck.integers(0, 4)),
        guarantee_share=float(luck.choice([0.0, 1.0, luck.uniform()])),
        guarantee_lag_quarters=float(luck.integers(0, 4)),
        default_after_quarters=float(luck.integers(1, 4)),
        second_tranche_share=tranche,
        second_tranche_month=3.0 * float(luck.integers(0, holiday // 3 + 1)),
        finance=list(Finance)[luck.choice(3, p=[0.8, 0.1, 0.1])],
    )
