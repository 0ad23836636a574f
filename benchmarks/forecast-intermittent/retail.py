"""Weekly units of online-retail, and how forecasts of them are scored."""

import collections
import csv
import datetime
import gzip
import re

import numpy as np

FIRST_MONDAY = datetime.date(2010, 12, 6)
WEEKS = 52  # full weeks, Monday to Sunday, until 2011-12-04
HORIZON = 13
BORDER = WEEKS - HORIZON
LEVELS = np.array([.005, .025, .165, .25, .5, .75, .835, .975, .995])


def read(path):
    """(country, SKU) -> units of each week.

    Left out: cancelled invoices (number beginning with C), lines without a positive quantity or price, and
    codes that do not begin with five digits (postage, fees, vouchers); codes in capitals.
    """
    series = collections.defaultdict(lambda: np.zeros(WEEKS))
    with gzip.open(path, "rt", encoding="utf-8", errors="replace") as file:
        for row in csv.DictReader(file):
            code = row["StockCode"].upper()
            if (row["InvoiceNo"].startswith("C") or int(row["Quantity"]) <= 0
                    or float(row["UnitPrice"]) <= 0 or not re.match(r"\d{5}", code)):
                continue
            day = datetime.date.fromisoformat(row["InvoiceDate"][:10])
            week = (day - FIRST_MONDAY).days // 7
            if 0 <= week < WEEKS:
                series[row["Country"], code][week] += int(row["Quantity"])
    return series


def by_sku(series):
    sums = collections.defaultdict(lambda: np.zeros(WEEKS))
    for (_, code), units in series.items():
        sums[code] += units
    return sums


def cut(series, origin, history):
    """(histories from the first sale on, units of the horizon) of SKUs that were sold in two weeks or more,
    the first at least `history` weeks before the origin."""
    chosen = []
    for units in series.values():
        first = np.nonzero(units)[0][0] if units.any() else WEEKS
        past = units[first:origin]
        if len(past) >= history and (past > 0).sum() >= 2 and np.diff(past).any():
            chosen.append((past, units[origin:origin + HORIZON]))
    return [past for past, _ in chosen], np.array([future for _, future in chosen])


def rmsse(histories, actual, forecast):
    """Of each series, as M5: squared errors over the mean squared step since the first sale."""
    scale = np.array([(np.diff(past) ** 2).mean() for past in histories])
    return np.sqrt(((actual - forecast) ** 2).mean(1) / scale)


def pinball(histories, actual, quantiles):
    """Of each series, as M5 uncertainty: over the mean absolute step; mean of weeks and nine levels."""
    scale = np.array([np.abs(np.diff(past)).mean() for past in histories])
    away = actual[:, :, None] - quantiles
    return np.maximum(LEVELS * away, (LEVELS - 1) * away).mean((1, 2)) / scale


def difference(ours, theirs, draws=1000):
    """Mean of ours − theirs over series, with a 95 % bootstrap interval."""
    random = np.random.default_rng(1)
    gap = ours - theirs
    means = [gap[random.integers(0, len(gap), len(gap))].mean() for _ in range(draws)]
    return gap.mean(), *np.quantile(means, [.025, .975])
