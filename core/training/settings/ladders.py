"""The ladders of settings whose fields do not step by equal amounts."""

from __future__ import annotations

from models.ladder import NEAR_ONE, decades, doublings, whole_decades

RATES = decades(1e-6, 100.0)
SIZES = doublings(1, 4096)
SHARES = NEAR_ONE
DIVISORS = decades(1e-10, 1.0, digits=(1,))
PENALTIES = (0.0, *decades(1e-5, 1.0))
NORMS = (0.0, *decades(0.1, 10.0))
COUNTS = (*whole_decades(100, 50_000, digits=(1, 2, 5)), 0)  # of images; 0 stands for all
