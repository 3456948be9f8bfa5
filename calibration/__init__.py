"""Calibration: fit a few published moments, hold out the rest, and say how sure the fit is."""
