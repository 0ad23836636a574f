"""statsforecast's intermittent models and AutoETS, on the same series."""

import time

import numpy as np
import pandas as pd
from statsforecast import StatsForecast
from statsforecast.models import ADIDA, IMAPA, TSB, AutoETS, CrostonClassic, CrostonSBA
from statsforecast.utils import ConformalIntervals

import retail

# The intervals whose ends are the nine levels.
INTERVALS = [50, 67, 95, 99]


def models():
    """Intermittent ones have no distribution of their own: conformal intervals, two windows."""
    intervals = ConformalIntervals(h=retail.HORIZON, n_windows=2)
    return [
        CrostonClassic(prediction_intervals=intervals),
        CrostonSBA(prediction_intervals=intervals),
        TSB(0.1, 0.1, prediction_intervals=intervals),
        TSB(0.2, 0.2, alias="TSB (.2, .2)", prediction_intervals=intervals),
        ADIDA(prediction_intervals=intervals),
        IMAPA(prediction_intervals=intervals),
        AutoETS(season_length=1),
    ]


def forecasts(histories):
    """Model -> (means, quantiles, seconds); what is below zero is zero."""
    frame = pd.DataFrame({
        "unique_id": np.repeat(np.arange(len(histories)), [len(past) for past in histories]),
        "ds": np.concatenate([np.arange(len(past)) for past in histories]),
        "y": np.concatenate(histories),
    })
    found = {}
    for model in models():
        began = time.perf_counter()
        table = StatsForecast(models=[model], freq=1, n_jobs=1).forecast(
            df=frame, h=retail.HORIZON, level=INTERVALS).sort_values(["unique_id", "ds"])
        seconds = time.perf_counter() - began
        name = repr(model)

        def column(end):
            return table[f"{name}{end}"].to_numpy().reshape(len(histories), -1).clip(0)

        quantiles = [column(f"-lo-{level}") for level in reversed(INTERVALS)]
        quantiles += [column("")] + [column(f"-hi-{level}") for level in INTERVALS]
        found[name] = (column(""), np.stack(quantiles, -1), seconds)
    return found
