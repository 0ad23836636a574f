"""`modiste import` and `modiste evaluate` on the same two data sets, read back from their JSON."""

import json
import pathlib
import subprocess
import sys
import time

# Our row -> how it is asked for, and the peers' rows it is held against; the best of them counts.
# `item-neighbours` chooses its settings itself, and its fit seconds are those of the whole search.
ROWS = {
    "popularity": (["--model", "popularity"], ["popularity"]),
    "item-neighbours": (
        ["--model", "item-neighbours"],
        [f"{name}{suffix}"
         for name in ("cosine", "tf-idf", "bm25") for suffix in ("", ", decayed")],
    ),
    "bm25": (["--model", "item-neighbours", "--weighting", "bm25"], ["bm25"]),
    "bm25, decayed": (
        ["--model", "item-neighbours", "--weighting", "bm25", "--half-life", "2"],
        ["bm25, decayed"],
    ),
    "factors": (["--model", "factors", "--factors", "128"], ["als 128"]),
}
AGAINST = {name: peers for name, (_, peers) in ROWS.items()}
SETS = {
    "amazon-seq": ("amazon-sequence", "amazon-seq/Beauty.txt.gz", "leave-one-out"),
    "online-retail": ("online-retail", "online-retail/online_retail.csv.gz", "temporal:80%"),
}



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
    for name, (arguments, _) in ROWS.items():
        output = run([
            modiste, "evaluate", dataset, "--split", split, "--threads", threads, "--json",
            "--no-baselines", *arguments,
        ])
        if output is not None:
            rows[name] = figures(json.loads(output))
    return rows
