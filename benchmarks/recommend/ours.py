"""`modiste import` and `modiste evaluate` on the same two data sets, read back from their JSON."""

import json
import pathlib
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


# Beside what `evaluate` chooses itself: the same size of factors as the peer's.
SETTINGS = {"factors": ["--factors", "128"]}


def figures(document):
    """An evaluation's JSON in the spelling of peers.py: recall@10, ndcg@20, fit_seconds."""
    found = {"fit_seconds": document["fitSeconds"], "settings": document["settings"]}
    for row in document["metrics"]:
        for name in ("recall", "ndcg"):
            found[f"{name}@{row['cutoff']}"] = row[name]
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
            "--threads", threads, "--json", *SETTINGS.get(model, []),
        ])
        if output is not None:
            rows[model] = figures(json.loads(output))
    return rows
