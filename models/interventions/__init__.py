"""Programmes on top of the as-now world: one file and one sheet of numbers each."""
