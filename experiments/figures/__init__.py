"""Figures: what several runs say together, and how sure that is."""
