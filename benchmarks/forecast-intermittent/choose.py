#!/usr/bin/env python3
"""How CountForecaster's settings were chosen: on origins at which the held-out 13 weeks are not seen.

    benchmarks/.venv-statsforecast/bin/python benchmarks/forecast-intermittent/choose.py DATA

Of online-retail's weeks 0…38, the 13 after each of the origins 20, 23 and 26 are forecast. Of all settings
whose forecasts add up, on average over the origins, to within 2 % of what was sold (stock is ordered by sums,
and squared errors of a few great orders prefer forecasts that are too small when sales fall), the one with
the least mean RMSSE; then of the weights of spread the one with the least pinball loss.
"""

import itertools
import pathlib
import sys

import numpy as np
from scipy.stats import nbinom

import retail

ORIGINS = [20, 23, 26]
LIMITS, SIZES, PROBABILITIES = [2, 3, 4, 6], [.1, .15, .25], [.2, .3, .4]
SPREADS = [.03, .06, .1]


def state(past, limit, size_weight, probability_weight, spread_weight=.06):
    """(probability, size, variance of size), as CountForecaster."""
    probability = size = variance = 0.0
    demands = 0
    for period, value in enumerate(past, 1):
        probability += max(probability_weight, 1 / period) * ((value > 0) - probability)
        if value <= 0:
            continue
        demands += 1
        if demands == 1:
            size = value
            continue
        error = (min(value, 2 * limit * size) - size) ** 2
        variance += max(2 * spread_weight, 1 / (demands - 1)) * (error - variance)
        size += max(size_weight, 1 / demands) * (min(value, limit * size) - size)
    return probability, size, variance if demands > 1 else size * size


def quantiles(probability, size, variance):
    mean = np.maximum(size - 1, 1e-3)
    shape = mean ** 2 / (np.maximum(variance, mean * 1.000001) - mean)
    inner = (retail.LEVELS - (1 - probability[:, None])) / probability[:, None].clip(1e-9)
    found = 1 + nbinom.ppf(inner.clip(1e-9, 1 - 1e-9), shape[:, None],
                           (shape / (shape + mean))[:, None])
    return np.where(inner <= 0, 0, found)[:, None, :]


def main():
    source = pathlib.Path(sys.argv[1]) / "online-retail" / "online_retail.csv.gz"
    skus = retail.by_sku(retail.read(source))
    cuts = [retail.cut(skus, origin, 13) for origin in ORIGINS]
    best = None
    for setting in itertools.product(LIMITS, SIZES, PROBABILITIES):
        errors, totals = [], []
        for histories, actual in cuts:
            probability, size, _ = np.array([state(past, *setting) for past in histories]).T
            mean = (probability * size)[:, None]
            errors.append(retail.rmsse(histories, actual, mean).mean())
            totals.append(mean.mean() / actual.mean())
        print(*setting, f"RMSSE {np.mean(errors):.4f}, total {np.mean(totals):.3f}", flush=True)
        if abs(np.mean(totals) - 1) <= .02 and (best is None or np.mean(errors) < best[0]):
            best = np.mean(errors), setting
    print("chosen:", *best[1])
    for spread in SPREADS:
        losses = [
            retail.pinball(histories, actual, quantiles(
                *np.array([state(past, *best[1], spread) for past in histories]).T)).mean()
            for histories, actual in cuts]
        print(f"spread {spread}: pinball loss {np.mean(losses):.4f}", flush=True)


if __name__ == "__main__":
    main()
