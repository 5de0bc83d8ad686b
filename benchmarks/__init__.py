"""Measurements, side by side in one run: ``make bench``. Absolute times are noise; the ratios are what counts."""
