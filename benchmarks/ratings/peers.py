"""Surprise's SVD, SVD++ and KNNBaseline with their defaults, on folds that are read from a file."""

import csv
import math
import sys
import time

import surprise

MODELS = {
    "SVD": lambda seed: surprise.SVD(random_state=seed),
    "SVD++": lambda seed: surprise.SVDpp(random_state=seed),
    "KNNBaseline": lambda seed: surprise.KNNBaseline(verbose=False),
}


def read(path):
    """(user, item, value, fold) of each rating."""
    with open(path, newline="") as file:
        return [(row["user_id"], row["item_id"], float(row["value"]), int(row["fold"]))
                for row in csv.DictReader(file)]


def errors(model, ratings):
    squares, absolutes = 0.0, 0.0
    for user, item, value, _ in ratings:
        error = model.predict(user, item).est - value
        squares += error * error
        absolutes += abs(error)
    return squares, absolutes


def measure(path, seed=1):
    """Name -> rmse, mae, seconds, and those of each fold."""
    ratings = read(path)
    values = [rating[2] for rating in ratings]
    reader = surprise.Reader(rating_scale=(min(values), max(values)))
    rows = {name: {"folds": [], "seconds": 0.0} for name in MODELS}
    sums = {name: [0.0, 0.0] for name in MODELS}
    for fold in sorted({rating[3] for rating in ratings}):
        training = [(user, item, value, None)
                    for user, item, value, part in ratings if part != fold]
        held_out = [rating for rating in ratings if rating[3] == fold]
        training = surprise.Dataset(reader).construct_trainset(training)
        for name, make in MODELS.items():
            started = time.perf_counter()
            model = make(seed).fit(training)
            rows[name]["seconds"] += time.perf_counter() - started
            squares, absolutes = errors(model, held_out)
            sums[name][0] += squares
            sums[name][1] += absolutes
            rows[name]["folds"].append({
                "rmse": math.sqrt(squares / len(held_out)), "mae": absolutes / len(held_out)})
            print(f"fold {fold}: {name} {rows[name]['folds'][-1]['rmse']:.4f}", file=sys.stderr)
    for name, row in rows.items():
        row["rmse"] = math.sqrt(sums[name][0] / len(ratings))
        row["mae"] = sums[name][1] / len(ratings)
    return rows
