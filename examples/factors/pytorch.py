#!/usr/bin/env python3
"""Factors from PyTorch embeddings, for `modiste train --factors`.

    pip install torch safetensors numpy
    python3 pytorch.py shop factors.safetensors
    modiste train shop --store store --factors factors.safetensors

Bayesian personalised ranking (Rendle et al., UAI 2009): a chosen item is to score higher than one that
was not. Without torch the same steps are taken in NumPy.
"""

import sys

import numpy

import shop

WIDTH, STEPS, BATCH, RATE, DECAY = 32, 400, 4096, 0.05, 1e-4


def batches(rows, columns, item_count, random):
    """Users, items that they chose, and items drawn at random."""
    for _ in range(STEPS):
        entries = random.integers(0, len(rows), BATCH)
        yield rows[entries], columns[entries], random.integers(0, item_count, BATCH)


def fit_torch(torch, user_count, item_count, drawn):
    torch.manual_seed(1)
    users = torch.nn.Embedding(user_count, WIDTH)
    items = torch.nn.Embedding(item_count, WIDTH)
    for embedding in (users, items):
        torch.nn.init.normal_(embedding.weight, std=0.1)
    parameters = [*users.parameters(), *items.parameters()]
    optimizer = torch.optim.Adam(parameters, lr=RATE, weight_decay=DECAY)
    for batch in drawn:
        user, chosen, other = (torch.from_numpy(part) for part in batch)
        lead = (users(user) * (items(chosen) - items(other))).sum(dim=1)
        loss = -torch.nn.functional.logsigmoid(lead).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return users.weight.detach().numpy(), items.weight.detach().numpy()


def fit_numpy(user_count, item_count, drawn, random):
    """By AdaGrad: a row that is drawn often moves in smaller steps, so that none runs away."""
    users = random.normal(0, 0.1, (user_count, WIDTH))
    items = random.normal(0, 0.1, (item_count, WIDTH))
    user_squares, item_squares = numpy.full_like(users, 1e-8), numpy.full_like(items, 1e-8)
    for user, chosen, other in drawn:
        difference = items[chosen] - items[other]
        lead = numpy.sum(users[user] * difference, axis=1)
        # The derivative of log sigmoid(lead).
        push = (numpy.exp(-numpy.logaddexp(0, lead)) / BATCH)[:, None]
        user_slopes, item_slopes = -DECAY * users, -DECAY * items
        numpy.add.at(user_slopes, user, push * difference)
        numpy.add.at(item_slopes, chosen, push * users[user])
        numpy.add.at(item_slopes, other, -push * users[user])
        user_squares += user_slopes**2
        item_squares += item_slopes**2
        users += RATE * user_slopes / numpy.sqrt(user_squares)
        items += RATE * item_slopes / numpy.sqrt(item_squares)
    return users, items


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    user_ids, item_ids, rows, columns = shop.choices(sys.argv[1])
    random = numpy.random.default_rng(1)
    drawn = batches(rows, columns, len(item_ids), random)
    try:
        import torch
        users, items = fit_torch(torch, len(user_ids), len(item_ids), drawn)
    except ImportError:
        users, items = fit_numpy(len(user_ids), len(item_ids), drawn, random)
    shop.save(sys.argv[2], users, items, user_ids, item_ids)
    print(f"{len(user_ids)} users and {len(item_ids)} items, {WIDTH} factors")


if __name__ == "__main__":
    main()
