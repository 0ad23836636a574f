"""A client for Modiste, the sidecar that answers a fashion shop's questions.

    import modiste

    with modiste.Client("unix:/run/modiste.sock") as shop:
        for item in shop.recommend(user_id="u42", limit=20).items:
            print(item.item_id, item.score)
"""

from modiste.async_client import AsyncClient
from modiste.client import Client
from modiste.errors import (
    Cancelled,
    Code,
    DeadlineExceeded,
    Internal,
    InvalidArgument,
    ModisteError,
    NotFound,
    OtherStatus,
    PermissionDenied,
    ResourceExhausted,
    Unavailable,
    Unimplemented,
)
from modiste.methods import (
    BATCH_GET_PROFILES,
    BOUGHT_TOGETHER,
    BUY_AGAIN,
    GET_PROFILE,
    LIST_METHODS,
    PING,
    PREDICT_RATING,
    RECOMMEND,
    RECOMMEND_BATCH,
    RELOAD,
    RERANK,
    SIMILAR_ITEMS,
    STATUS,
)

__version__ = "0.1.0"
__all__ = [
    "AsyncClient", "BATCH_GET_PROFILES", "BOUGHT_TOGETHER", "BUY_AGAIN", "Cancelled", "Client", "Code",
    "DeadlineExceeded", "GET_PROFILE", "Internal", "InvalidArgument", "LIST_METHODS", "ModisteError", "NotFound", "OtherStatus", "PING",
    "PREDICT_RATING", "PermissionDenied", "RECOMMEND", "RECOMMEND_BATCH", "RELOAD", "RERANK",
    "ResourceExhausted", "SIMILAR_ITEMS", "STATUS", "Unavailable", "Unimplemented",
]
