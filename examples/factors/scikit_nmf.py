#!/usr/bin/env python3
"""Factors from scikit-learn's NMF, for `modiste train --factors`.

    pip install scikit-learn safetensors
    python3 scikit_nmf.py shop factors.safetensors
    modiste train shop --store store --factors factors.safetensors
"""

import sys

import numpy
import scipy.sparse
from sklearn.decomposition import NMF

import shop

if len(sys.argv) != 3:
    sys.exit(__doc__)
user_ids, item_ids, rows, columns = shop.choices(sys.argv[1])
chosen = scipy.sparse.csr_matrix(
    (numpy.ones(len(rows), numpy.float32), (rows, columns)), (len(user_ids), len(item_ids)))
width = min(32, *chosen.shape)
model = NMF(n_components=width, init="nndsvda", max_iter=100, random_state=1)
users = model.fit_transform(chosen)  # users x factors
shop.save(sys.argv[2], users, model.components_.T, user_ids, item_ids)
print(f"{len(user_ids)} users and {len(item_ids)} items, {width} factors")
