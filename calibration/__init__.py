"""Calibration: fitting a few moments and holding out the rest; nothing is fitted yet."""
