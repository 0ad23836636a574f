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
    ANSWER,
    ANSWER_STREAM,
    BATCH_FORECAST,
    BATCH_GET_PROFILES,
    BOUGHT_TOGETHER,
    BUY_AGAIN,
    CLASSIFY,
    DESCRIBE_AUDIENCE,
    GET_FORECAST,
    GET_PROFILE,
    LIST_METHODS,
    LOOK_ALIKES,
    MEASURE_CAMPAIGN,
    NEW_ITEM_FORECAST,
    PING,
    PLAN_REPLENISHMENT,
    PREDICT_RATING,
    RECOMMEND,
    RECOMMEND_BATCH,
    RELOAD,
    RERANK,
    SEARCH,
    SELECT_AUDIENCE,
    SIMILAR_ITEMS,
    SIZE_AUDIENCE,
    STATUS,
    SUGGEST,
    WHAT_IF,
)

__version__ = "0.1.0"
__all__ = [
    "ANSWER", "ANSWER_STREAM", "AsyncClient", "BATCH_FORECAST", "BATCH_GET_PROFILES",
    "BOUGHT_TOGETHER", "BUY_AGAIN", "CLASSIFY", "Cancelled", "Client", "Code", "DESCRIBE_AUDIENCE",
    "DeadlineExceeded", "GET_FORECAST", "GET_PROFILE", "Internal", "InvalidArgument",
    "LIST_METHODS", "LOOK_ALIKES", "MEASURE_CAMPAIGN", "ModisteError", "NEW_ITEM_FORECAST", "NotFound", "OtherStatus",
    "PING", "PLAN_REPLENISHMENT", "PREDICT_RATING", "PermissionDenied", "RECOMMEND",
    "RECOMMEND_BATCH", "RELOAD", "RERANK", "ResourceExhausted", "SEARCH", "SELECT_AUDIENCE",
    "SIMILAR_ITEMS", "SIZE_AUDIENCE", "STATUS", "SUGGEST", "Unavailable", "Unimplemented",
    "WHAT_IF",
]
