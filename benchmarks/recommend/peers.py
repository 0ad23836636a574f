"""implicit's models on one split: every item ranked, items of the user's history excluded."""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # implicit's own threads do the work.

import math
import time
import warnings

import numpy as np

warnings.filterwarnings("ignore")

from implicit.als import AlternatingLeastSquares  # noqa: E402
from implicit.nearest_neighbours import (  # noqa: E402
    BM25Recommender,
    CosineRecommender,
    TFIDFRecommender,
)

CUTOFFS = (5, 10, 20)


def metrics(ranked, held_out, users):
    """Mean recall@k and NDCG@k; both are divided by what min(k, held-out items) hits would give."""
    sums = {f"{name}@{k}": 0.0 for k in CUTOFFS for name in ("recall", "ndcg")}
    for user, items in zip(users, ranked):
        wanted = held_out[user]
        hits = [place for place, item in enumerate(items) if item in wanted]
        for k in CUTOFFS:
            most = min(k, len(wanted))
            ideal = sum(1 / math.log2(place + 2) for place in range(most))
            sums[f"recall@{k}"] += sum(place < k for place in hits) / most
            gain = sum(1 / math.log2(place + 2) for place in hits if place < k)
            sums[f"ndcg@{k}"] += gain / ideal
    return {name: total / len(users) for name, total in sums.items()}


def popularity(split, users):
    counts = np.asarray(split.train.sum(axis=0)).ravel()
    order = np.argsort(-counts, kind="stable")
    ranked = []
    for user in users:
        seen = set(split.train[user].indices)
        ranked.append([item for item in order[: 20 + len(seen)] if item not in seen][:20])
    return ranked


def measure(split, threads=2):
    """Name -> metrics and fit seconds."""
    users = np.array(sorted(split.held_out))
    popular = metrics(popularity(split, users), split.held_out, users)
    rows = {"popularity": {**popular, "fit_seconds": 0}}

    def answer(model, histories):
        ranked, _ = model.recommend(users, histories[users], N=20, filter_already_liked_items=True)
        return metrics(ranked, split.held_out, users)

    neighbours = {"cosine": CosineRecommender, "tf-idf": TFIDFRecommender, "bm25": BM25Recommender}
    for name, kind in neighbours.items():
        model = kind(K=100, num_threads=threads)
        started = time.perf_counter()
        model.fit(split.train, show_progress=False)
        seconds = time.perf_counter() - started
        rows[name] = {**answer(model, split.train), "fit_seconds": seconds}
        rows[f"{name}, decayed"] = {**answer(model, split.decayed), "fit_seconds": seconds}

    model = AlternatingLeastSquares(
        factors=128, alpha=10, iterations=15, num_threads=threads, random_state=1
    )
    started = time.perf_counter()
    model.fit(split.train, show_progress=False)
    seconds = time.perf_counter() - started
    rows["als 128"] = {**answer(model, split.train), "fit_seconds": seconds}
    return rows
