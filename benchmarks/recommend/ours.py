"""`modiste import` and `modiste evaluate` on the same two data sets, read back from their JSON."""

import json
import pathlib
import re
import subprocess
import sys
import time

# Our model -> the peers' rows it is held against; the best of them counts.
AGAINST = {
    "popularity": ["popularity"],
    "item-neighbours": [
        f"{name}{decayed}" for name in ("cosine", "tf-idf", "bm25") for decayed in ("", ", decayed")
    ],
    "factors": ["als 128"],
}
SETS = {
    "amazon-seq": ("amazon-sequence", "amazon-seq/Beauty.txt.gz", "leave-one-out"),
    "online-retail": ("online-retail", "online-retail/online_retail.csv.gz", "temporal:80%"),
}


def figures(document):
    """The metrics anywhere in an evaluation's JSON, by one spelling: recall@10, ndcg@20, …"""
    found = {}
    if isinstance(document, list):
        for element in document:
            found = {**figures(element), **found}
    if isinstance(document, dict):
        for key, value in document.items():
            name = re.sub(r"[^a-z0-9]", "", key.lower())
            match = re.fullmatch(r"(recall|ndcg)(?:at)?(\d+)", name)
            if isinstance(value, dict) and match is None:
                found = {**found, **figures(value)}
            elif isinstance(value, list):
                found = {**figures(value), **found}
            elif match:
                found[f"{match[1]}@{match[2]}"] = value
            elif match is None and name == "fitseconds":
                found["fit_seconds"] = value
    return found


def run(command):
    done = subprocess.run(list(map(str, command)), stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        print(f"{' '.join(map(str, command))} ended with {done.returncode}", file=sys.stderr)
        return None
    return done.stdout


def measure(modiste, split_name, data, folder, threads=2):
    """Model -> figures, for one split; empty when the tool cannot import or evaluate it."""
    key = next(key for key in SETS if split_name.startswith(key))
    importer, source, split = SETS[key]
    dataset = pathlib.Path(folder) / key
    started = time.perf_counter()
    if run([modiste, "import", importer, pathlib.Path(data) / source, dataset]) is None:
        return {}
    print(f"imported {key} in {time.perf_counter() - started:.1f} s", file=sys.stderr)
    rows = {}
    for model in AGAINST:
        output = run([
            modiste, "evaluate", dataset, "--split", split, "--model", model,
            "--threads", threads, "--json",
        ])
        if output is not None:
            rows[model] = figures(json.loads(output))
    return rows
