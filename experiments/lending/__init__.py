"""Lending: whether loans are repaid, for one programme and for several."""
