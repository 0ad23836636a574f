#!/usr/bin/env python3
"""Factors from Keras embeddings, for `modiste train --factors`.

    pip install tensorflow safetensors      (or keras with JAX or PyTorch behind it)
    python3 keras_embeddings.py shop factors.safetensors
    modiste train shop --store store --factors factors.safetensors

A two-tower model without hidden layers: the towers are embeddings, their product is the logit of the
choice. Of any trained model only the last two lines of main are needed: an Embedding layer's weights
are one array, rows x factors.
"""

import sys

import numpy

import shop

WIDTH, EPOCHS, OTHERS = 32, 5, 4


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    import keras  # slow, so not before the arguments are right

    keras.utils.set_random_seed(1)
    user_ids, item_ids, rows, columns = shop.choices(sys.argv[1])
    random = numpy.random.default_rng(1)
    # Every choice, and OTHERS items drawn at random for each.
    users = numpy.concatenate([rows, numpy.repeat(rows, OTHERS)])
    items = numpy.concatenate([columns, random.integers(0, len(item_ids), OTHERS * len(rows))])
    labels = (numpy.arange(len(users)) < len(rows)).astype("float32")

    user, item = keras.Input((), dtype="int32"), keras.Input((), dtype="int32")
    user_layer = keras.layers.Embedding(len(user_ids), WIDTH, name="users")
    item_layer = keras.layers.Embedding(len(item_ids), WIDTH, name="items")
    logit = keras.layers.Dot(axes=1)([user_layer(user), item_layer(item)])
    model = keras.Model([user, item], logit)
    model.compile("adam", keras.losses.BinaryCrossentropy(from_logits=True))
    model.fit([users, items], labels, batch_size=4096, epochs=EPOCHS, verbose=0)

    weights = [model.get_layer(name).get_weights()[0] for name in ("users", "items")]
    shop.save(sys.argv[2], *weights, user_ids, item_ids)
    print(f"{len(user_ids)} users and {len(item_ids)} items, {WIDTH} factors")


if __name__ == "__main__":
    main()
