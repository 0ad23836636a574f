"""What the examples share: a shop's choices as pairs of row numbers, and the file of factors."""

import csv
import gzip
import pathlib

import numpy
from safetensors.numpy import save_file


def choices(folder):
    """Users, items, and which user chose which item, from events.csv or events.csv.gz.

    Returns the ids of users and items in order of first appearance, and two arrays of row numbers.
    """
    path = pathlib.Path(folder) / "events.csv"
    lines = path.open(newline="") if path.exists() else gzip.open(f"{path}.gz", "rt", newline="")
    users, items, pairs = {}, {}, {}
    with lines:
        for event in csv.DictReader(lines):
            if event.get("kind", "view") in ("return", "search") or not event["item_id"]:
                continue
            user = users.setdefault(event["user_id"], len(users))
            item = items.setdefault(event["item_id"], len(items))
            pairs[user, item] = True
    rows, columns = numpy.array(list(pairs), numpy.int64).reshape(-1, 2).T
    return list(users), list(items), rows, columns


def save(path, users, items, user_ids, item_ids):
    """Writes what `modiste train --factors` reads.

    users, items: arrays, rows x factors, of one width; user_ids, item_ids: the ids of their rows.
    """
    save_file({
        "users": numpy.ascontiguousarray(users, numpy.float32),
        "items": numpy.ascontiguousarray(items, numpy.float32),
        "user_ids": table(user_ids),
        "item_ids": table(item_ids),
    }, path)


def table(ids):
    """Ids as bytes, rows x longest: each in UTF-8, filled up with zero bytes."""
    texts = numpy.array([text.encode() for text in ids], dtype="S")
    return texts.view(numpy.uint8).reshape(len(ids), -1)
