"""Runs: how they are made, by whom, and kept."""
