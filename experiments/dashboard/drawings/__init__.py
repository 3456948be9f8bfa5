"""Drawings: the charts of the pages, made from what the workers told, as plain JSON."""
