"""The methods: their numbers, their messages, and whether they may be sent again."""

from typing import NamedTuple

from modiste.v1 import admin_pb2 as admin
from modiste.v1 import chat_pb2 as chat
from modiste.v1 import forecast_pb2 as forecast
from modiste.v1 import profile_pb2 as profile
from modiste.v1 import recommend_pb2 as recommend


class Method(NamedTuple):
    number: int
    name: str
    request: type
    response: type
    #: Safely sent again when the outcome of the first is unknown.
    is_repeatable: bool = True
    #: Answered in parts, each a `response`.
    is_streamed: bool = False


RECOMMEND = Method(
    0x0101, "Recommend.Recommend", recommend.RecommendRequest, recommend.RecommendResponse)
SIMILAR_ITEMS = Method(
    0x0102, "Recommend.SimilarItems", recommend.SimilarItemsRequest,
    recommend.SimilarItemsResponse)
BOUGHT_TOGETHER = Method(
    0x0103, "Recommend.BoughtTogether", recommend.BoughtTogetherRequest,
    recommend.BoughtTogetherResponse)
BUY_AGAIN = Method(
    0x0104, "Recommend.BuyAgain", recommend.BuyAgainRequest, recommend.BuyAgainResponse)
RERANK = Method(
    0x0105, "Recommend.Rerank", recommend.RerankRequest, recommend.RecommendResponse)
PREDICT_RATING = Method(
    0x0106, "Recommend.PredictRating", recommend.PredictRatingRequest,
    recommend.PredictRatingResponse)
RECOMMEND_BATCH = Method(
    0x0107, "Recommend.RecommendBatch", recommend.RecommendBatchRequest,
    recommend.RecommendBatchPart, is_streamed=True)
GET_PROFILE = Method(
    0x0201, "Profile.GetProfile", profile.GetProfileRequest, profile.GetProfileResponse)
BATCH_GET_PROFILES = Method(
    0x0202, "Profile.BatchGetProfiles", profile.BatchGetProfilesRequest,
    profile.BatchGetProfilesPart, is_streamed=True)
SELECT_AUDIENCE = Method(
    0x0203, "Profile.SelectAudience", profile.SelectAudienceRequest, profile.SelectAudiencePart,
    is_streamed=True)
SIZE_AUDIENCE = Method(
    0x0204, "Profile.SizeAudience", profile.SizeAudienceRequest, profile.SizeAudienceResponse)
LOOK_ALIKES = Method(
    0x0205, "Profile.LookAlikes", profile.LookAlikesRequest, profile.LookAlikesPart,
    is_streamed=True)
DESCRIBE_AUDIENCE = Method(
    0x0206, "Profile.DescribeAudience", profile.DescribeAudienceRequest,
    profile.DescribeAudienceResponse)
MEASURE_CAMPAIGN = Method(
    0x0207, "Profile.MeasureCampaign", profile.MeasureCampaignRequest,
    profile.MeasureCampaignResponse)
GET_FORECAST = Method(
    0x0301, "Forecast.GetForecast", forecast.GetForecastRequest, forecast.GetForecastResponse)
BATCH_FORECAST = Method(
    0x0302, "Forecast.BatchForecast", forecast.BatchForecastRequest, forecast.BatchForecastPart,
    is_streamed=True)
WHAT_IF = Method(0x0303, "Forecast.WhatIf", forecast.WhatIfRequest, forecast.WhatIfResponse)
PLAN_REPLENISHMENT = Method(
    0x0304, "Forecast.PlanReplenishment", forecast.PlanReplenishmentRequest,
    forecast.PlanReplenishmentResponse)
NEW_ITEM_FORECAST = Method(
    0x0305, "Forecast.NewItemForecast", forecast.NewItemForecastRequest,
    forecast.NewItemForecastResponse)
ANSWER = Method(0x0401, "ChatAnswer.Answer", chat.AnswerRequest, chat.AnswerResponse)
ANSWER_STREAM = Method(
    0x0402, "ChatAnswer.AnswerStream", chat.AnswerRequest, chat.AnswerStreamPart,
    is_streamed=True)
SUGGEST = Method(0x0403, "ChatAnswer.Suggest", chat.SuggestRequest, chat.SuggestResponse)
CLASSIFY = Method(0x0404, "ChatAnswer.Classify", chat.ClassifyRequest, chat.ClassifyResponse)
SEARCH = Method(0x0405, "ChatAnswer.Search", chat.SearchRequest, chat.SearchResponse)
PING = Method(0xFF01, "Admin.Ping", admin.PingRequest, admin.PingResponse)
STATUS = Method(0xFF02, "Admin.Status", admin.StatusRequest, admin.StatusResponse)
RELOAD = Method(
    0xFF03, "Admin.Reload", admin.ReloadRequest, admin.ReloadResponse, is_repeatable=False)
LIST_METHODS = Method(
    0xFF04, "Admin.ListMethods", admin.ListMethodsRequest, admin.ListMethodsResponse)

ALL = (
    RECOMMEND, SIMILAR_ITEMS, BOUGHT_TOGETHER, BUY_AGAIN, RERANK, PREDICT_RATING, RECOMMEND_BATCH,
    GET_PROFILE, BATCH_GET_PROFILES, SELECT_AUDIENCE, SIZE_AUDIENCE, LOOK_ALIKES,
    DESCRIBE_AUDIENCE, MEASURE_CAMPAIGN, GET_FORECAST, BATCH_FORECAST, WHAT_IF, PLAN_REPLENISHMENT,
    NEW_ITEM_FORECAST, ANSWER, ANSWER_STREAM, SUGGEST, CLASSIFY, SEARCH, PING, STATUS, RELOAD,
    LIST_METHODS)
