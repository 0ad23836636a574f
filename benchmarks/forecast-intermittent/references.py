#!/usr/bin/env python3
"""Writes Tests/ForecastingTests/IntermittentReferences.swift: what statsforecast forecasts of made-up series.

    pip install statsforecast==2.1.1 && benchmarks/forecast-intermittent/references.py
"""

import pathlib

import numpy as np
import statsforecast.models as models

TARGET = pathlib.Path(__file__).resolve().parents[2] / (
    "Tests/ForecastingTests/IntermittentReferences.swift")
MODELS = {
    "croston": models.CrostonClassic(),
    "syntetosBoylan": models.CrostonSBA(),
    "tsb": models.TSB(alpha_d=0.1, alpha_p=0.1),
    "adida": models.ADIDA(),
    "imapa": models.IMAPA(),
}


def series():
    """Seldom and often sold, beginning and ending with and without zeros, short and long."""
    random = np.random.default_rng(1)
    for probability, size, length in [
        (0.1, 3, 40), (0.3, 2, 39), (0.5, 20, 52), (0.9, 50, 13), (1.0, 5, 26), (0.05, 1, 60),
        (0.2, 400, 31), (0.7, 8, 7),
    ]:
        values = (random.random(length) < probability) * (1 + random.poisson(size, length))
        if not values.any():
            values[length // 2] = size
        yield values.astype(float)
    yield np.zeros(9)
    yield np.array([4.0])


def main():
    lines = [
        "/// Made by benchmarks/forecast-intermittent/references.py with statsforecast 2.1.1.",
        "struct IntermittentReference {",
        "  let sales: [Double]",
        *(f"  let {name}: Double" for name in MODELS),
        "",
        "  static let all: [IntermittentReference] = [",
    ]
    for values in series():
        sales = ", ".join(f"{value:g}" for value in values)
        figures = ", ".join(
            f"{name}: {float(model.forecast(values, 1)['mean'][0])!r}"
            for name, model in MODELS.items())
        lines.append(f"    IntermittentReference(sales: [{sales}], {figures}),")
    TARGET.write_text("\n".join([*lines, "  ]", "}", ""]))


if __name__ == "__main__":
    main()
