"""What the savings are worth, and whether they repay the loan: one word, one file."""
