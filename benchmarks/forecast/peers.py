"""statsforecast's AutoETS, DynamicOptimizedTheta and AutoCES, a block of series at a time."""

import time
import warnings

import numpy
from statsforecast.ets import ets_f
from statsforecast.models import AutoCES, AutoETS, DynamicOptimizedTheta, Naive, SeasonalNaive

warnings.filterwarnings("ignore")


def models(season):
    return {
        "naive": SeasonalNaive(season) if season > 1 else Naive(),
        "smoothing": AutoETS(season_length=season),
        "theta": DynamicOptimizedTheta(season_length=season),
        "complex": AutoCES(season_length=season),
    }


def forecast(model, history, horizon):
    try:
        return numpy.asarray(model.forecast(y=history, h=horizon)["mean"])
    except Exception:  # too short for the model: as the last value
        return numpy.full(horizon, history[-1])


def measure(model, histories, horizon):
    """Seconds and forecasts; a first call, which compiles, is left out of the time."""
    forecast(model, histories[0], horizon)
    start = time.perf_counter()
    found = [forecast(model, history, horizon) for history in histories]
    return time.perf_counter() - start, found


def criterion(history, season):
    """The corrected Akaike criterion of AutoETS."""
    return float(ets_f(history, m=season)["aicc"])
