"""The two data sets, split as they are measured: nothing here is learned from held-out items."""

import csv
import dataclasses
import datetime
import gzip
import pathlib

import numpy as np
import scipy.sparse


@dataclasses.dataclass
class Split:
    name: str
    # Users × items, 1 where a user chose an item before the split.
    train: scipy.sparse.csr_matrix
    # The same pattern; the newest item of a user weighs 1, one of age n weighs 0.5^(n/2).
    decayed: scipy.sparse.csr_matrix
    # User -> set of items to be found; only users with at least one.
    held_out: dict


def matrices(histories, item_count):
    """From each user's items, oldest first, each once."""
    users, items, weights = [], [], []
    for user, history in enumerate(histories):
        for position, item in enumerate(history):
            users.append(user)
            items.append(item)
            weights.append(0.5 ** ((len(history) - 1 - position) / 2))
    shape = (len(histories), item_count)
    binary = scipy.sparse.csr_matrix((np.ones(len(items), np.float32), (users, items)), shape)
    decayed = scipy.sparse.csr_matrix((np.array(weights, np.float32), (users, items)), shape)
    return binary, decayed


def newest_once(items):
    """Each item once, at its newest place."""
    return list(reversed(dict.fromkeys(reversed(items))))


def amazon_sequence(path):
    """One user a line: `user item item …`, oldest first. The last item is held out."""
    histories, held_out, numbers = [], {}, {}
    with gzip.open(path, "rt") as file:
        for user, line in enumerate(file):
            items = [numbers.setdefault(item, len(numbers)) for item in line.split()[1:]]
            histories.append(newest_once(items[:-1]))
            held_out[user] = {items[-1]}
    train, decayed = matrices(histories, len(numbers))
    return Split("amazon-seq Beauty, leave-one-out", train, decayed, held_out)


def online_retail(path):
    """A shop's invoice lines, split at 80 % of the time span.

    Left out: lines without a customer, and cancelled invoices (their number begins with C). The
    span is that of the whole file. Held out are the items a customer buys after the split for the
    first time, of those that anybody bought before it; only customers known before it count.
    """
    rows = []
    first, last = None, None
    with gzip.open(path, "rt", newline="") as file:
        for row in csv.DictReader(file):
            instant = datetime.datetime.fromisoformat(row["InvoiceDate"])
            first = instant if first is None else min(first, instant)
            last = instant if last is None else max(last, instant)
            if row["CustomerID"] and not row["InvoiceNo"].startswith("C"):
                rows.append((instant, row["CustomerID"], row["StockCode"]))
    border = first + (last - first) * 0.8
    rows.sort(key=lambda row: row[0])  # Stable: lines of one invoice stay in their order.

    users, items, bought, later = {}, {}, [], {}
    for instant, customer, code in rows:
        if instant < border:
            user = users.setdefault(customer, len(users))
            if user == len(bought):
                bought.append([])
            bought[user].append(items.setdefault(code, len(items)))
    seen = [set(history) for history in bought]
    for instant, customer, code in rows:
        if instant >= border and customer in users and code in items:
            user, item = users[customer], items[code]
            if item not in seen[user]:
                later.setdefault(user, set()).add(item)
    train, decayed = matrices([newest_once(history) for history in bought], len(items))
    return Split("online-retail, temporal 80 %, new items only", train, decayed, later)


def load(folder):
    folder = pathlib.Path(folder)
    sets = [
        (amazon_sequence, folder / "amazon-seq" / "Beauty.txt.gz"),
        (online_retail, folder / "online-retail" / "online_retail.csv.gz"),
    ]
    for read, path in sets:
        if path.exists():
            yield read(path)
        else:
            print(f"{path} is absent: left out", flush=True)
