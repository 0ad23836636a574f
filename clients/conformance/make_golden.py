#!/usr/bin/env python3
"""Writes Tests/Golden: one frame per file, and index.json, which says what each one holds.

Every implementation decodes each file, finds what the index says, and encodes it again to the same
bytes. The runtime's deterministic serialisation writes fields in the order of their numbers with
minimal varints, as protobuf-c's packing does.

    clients/conformance/make_golden.py            writes
    clients/conformance/make_golden.py --check    fails when the committed files differ
"""

import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "clients/python"))

from google.protobuf import json_format  # noqa: E402

from modiste import frames  # noqa: E402
from modiste.frames import Kind  # noqa: E402
from modiste.v1 import admin_pb2 as admin  # noqa: E402
from modiste.v1 import chat_pb2 as chat  # noqa: E402
from modiste.v1 import common_pb2 as common  # noqa: E402
from modiste.v1 import forecast_pb2 as forecast  # noqa: E402
from modiste.v1 import profile_pb2 as profile  # noqa: E402
from modiste.v1 import recommend_pb2 as recommend  # noqa: E402

GOLDEN = ROOT / "Tests/Golden"
GENERATION = "20261123T101500Z-4f1c"
RECOMMEND, SIMILAR_ITEMS, RERANK = 0x0101, 0x0102, 0x0105
BOUGHT_TOGETHER, BUY_AGAIN = 0x0103, 0x0104
PREDICT_RATING, RECOMMEND_BATCH = 0x0106, 0x0107
GET_PROFILE, BATCH_GET_PROFILES = 0x0201, 0x0202
SELECT_AUDIENCE, SIZE_AUDIENCE, LOOK_ALIKES, DESCRIBE_AUDIENCE = 0x0203, 0x0204, 0x0205, 0x0206
MEASURE_CAMPAIGN = 0x0207
GET_FORECAST, BATCH_FORECAST, WHAT_IF = 0x0301, 0x0302, 0x0303
PLAN_REPLENISHMENT, NEW_ITEM_FORECAST = 0x0304, 0x0305
ANSWER, ANSWER_STREAM, SUGGEST, CLASSIFY, SEARCH = 0x0401, 0x0402, 0x0403, 0x0404, 0x0405
PING, STATUS, RELOAD, LIST_METHODS = 0xFF01, 0xFF02, 0xFF03, 0xFF04
U32, U64 = (1 << 32) - 1, (1 << 64) - 1

FULL_METADATA = common.Metadata(
    traceparent="00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    tracestate="shop=cart,cdn=eu",
    client="checkout 2.4",
    token=b"\x00\x01\xfe\xff",
    priority=common.PRIORITY_BATCH,
    pairs=[common.Pair(key="page", value="首页"), common.Pair(key="empty", value="")],
    generation=GENERATION,
)
ANSWERED = common.Metadata(generation=GENERATION)


def cases():
    """name, kind, header fields, metadata or None, message or raw bytes."""

    def request(name, method, message, call_id=1, micros=50_000, metadata=None):
        fields = dict(method=method, call_id=call_id, micros=micros)
        return name, Kind.REQUEST, fields, metadata, message

    def response(name, method, message, call_id=1, metadata=ANSWERED):
        return name, Kind.RESPONSE, dict(method=method, call_id=call_id), metadata, message

    def part(name, method, message, call_id=8, metadata=None):
        return name, Kind.PART, dict(method=method, call_id=call_id), metadata, message

    def refusal(name, method, code, text, retryable=False, micros=0, metadata=ANSWERED):
        status = common.Status(code=code, message=text, retryable=retryable)
        fields = dict(method=method, call_id=9, status=code, micros=micros)
        return name, Kind.RESPONSE, fields, metadata, status

    yield request("ping-request", PING, admin.PingRequest(payload=b"hi", answer_size=2))
    yield response("ping-response", PING, admin.PingResponse(payload=b"hi"))
    yield request("ping-request-empty-body", PING, admin.PingRequest(), micros=0)
    yield response("ping-response-empty-body", PING, admin.PingResponse(), metadata=None)
    yield request(
        "ping-request-64-bytes", PING,
        admin.PingRequest(payload=bytes(range(64)), answer_size=512), call_id=2,
    )
    yield response(
        "ping-response-512-bytes", PING,
        admin.PingResponse(payload=bytes(range(64)) + bytes(448)), call_id=2,
    )
    yield request(
        "ping-request-largest-fields", PING,
        admin.PingRequest(payload=b"\xff", answer_size=U32), call_id=U32, micros=U32,
    )
    yield request("metadata-everything-set", PING, admin.PingRequest(), metadata=FULL_METADATA)

    yield request("status-request", STATUS, admin.StatusRequest())
    yield response("status-response", STATUS, admin.StatusResponse(
        state=admin.SERVER_SERVING, generation=GENERATION, generation_age_seconds=12.5,
        uptime_seconds=86400.001, reloads=3, refused_reloads=1,
        last_refusal="catalogue.safetensors: sha256 differs from the manifest",
        mapped_generations=2, connections=40, calls_in_flight=7, buffered_bytes=123456,
        methods=[
            admin.MethodCount(name="Admin.Ping", ok=1, failed=0),
            admin.MethodCount(name="Recommend.Recommend", ok=1 << 40, failed=300),
        ],
        server="modisted 0.1.0", ignored_frames=128,
        evaluation=[
            admin.EvaluationFigure(
                model="automatic", metric="ndcg", cutoff=10, value=0.0531, low=0.05, high=0.056),
            admin.EvaluationFigure(model="popularity", metric="coverage", cutoff=10),
        ],
    ))
    yield response("status-response-largest-fields", STATUS, admin.StatusResponse(
        state=admin.SERVER_DRAINING, generation_age_seconds=2.2250738585072014e-308,
        uptime_seconds=1.7976931348623157e308, reloads=U64, refused_reloads=1 << 63,
        mapped_generations=U32, connections=U32, calls_in_flight=U32, buffered_bytes=U64,
        methods=[admin.MethodCount(ok=U64, failed=U64)], ignored_frames=U64,
        evaluation=[admin.EvaluationFigure(
            cutoff=U32, value=1.7976931348623157e308, low=-1, high=5e-324)],
    ))

    yield request("reload-request", RELOAD, admin.ReloadRequest(), micros=60_000_000)
    yield response("reload-response", RELOAD, admin.ReloadResponse(
        generation=GENERATION, flipped=True, milliseconds=41.25,
    ))

    yield request("list-methods-request", LIST_METHODS, admin.ListMethodsRequest())
    yield response("list-methods-response", LIST_METHODS, admin.ListMethodsResponse(
        methods=[
            admin.Method(number=RECOMMEND, name="Recommend.Recommend", repeatable=True),
            admin.Method(number=RELOAD, name="Admin.Reload", pooled=True),
        ],
        body_size_max=4 << 20, metadata_size_max=U32 >> 16, calls_in_flight_max=1024,
        budget_default_micros=1_000_000, budget_max_micros=600_000_000,
        versions=[1, 127, 128, 16384, U32],
    ))

    yield request("recommend-request", RECOMMEND, recommend.RecommendRequest(
        user_id="u42",
        recent=[
            recommend.Event(item_id="A1"),
            recommend.Event(item_id="A2", kind=recommend.EVENT_PURCHASE, age_seconds=90),
        ],
        limit=20, filter="category = dress and price <= 80",
        excluded_item_ids=["A7", "A8"], include_seen=True, omit_reasons=True,
        model=recommend.MODEL_FACTORS,
    ))
    yield request("recommend-request-chinese", RECOMMEND, recommend.RecommendRequest(
        user_id="顾客一〇〇", recent=[recommend.Event(item_id="连衣裙-红", kind=recommend.EVENT_CART)],
        limit=500, filter='color = "红色"', excluded_item_ids=["旗袍", ""],
    ), metadata=FULL_METADATA)
    yield request(
        "recommend-request-largest-fields", RECOMMEND,
        recommend.RecommendRequest(
            recent=[recommend.Event(age_seconds=U32, kind=recommend.EVENT_SEARCH)], limit=U32),
    )
    yield response("recommend-response", RECOMMEND, recommend.RecommendResponse(
        items=[
            recommend.ScoredItem(
                item_id="A3", score=1.75, step=recommend.STEP_PERSONAL,
                reasons=[
                    recommend.Reason(
                        code=recommend.REASON_NEIGHBOUR, arguments=["A1"], contribution=1.5),
                    recommend.Reason(
                        code=recommend.REASON_OTHER_NEIGHBOURS, contribution=0.25),
                ],
            ),
            recommend.ScoredItem(
                item_id="连衣裙-红", score=0.1, step=recommend.STEP_POPULAR,
                reasons=[
                    recommend.Reason(
                        code=recommend.REASON_POPULAR, arguments=["1234"], contribution=0.1),
                ],
            ),
        ],
        user_known=True, unknown_item_ids=["A2", "旗袍"],
    ))
    yield response("recommend-response-float-extremes", RECOMMEND, recommend.RecommendResponse(
        items=[
            recommend.ScoredItem(item_id="largest", score=3.4028234663852886e38),
            recommend.ScoredItem(item_id="smallest", score=1.1754943508222875e-38),
            recommend.ScoredItem(item_id="negative", score=-16777215.0),
            recommend.ScoredItem(item_id="zero", score=0.0),
        ],
    ))
    yield response("recommend-response-empty-body", RECOMMEND, recommend.RecommendResponse())

    yield request(
        "similar-items-request", SIMILAR_ITEMS,
        recommend.SimilarItemsRequest(item_id="A1", limit=2), call_id=7)
    yield response(
        "similar-items-response", SIMILAR_ITEMS,
        recommend.SimilarItemsResponse(items=[
            recommend.SimilarItem(item_id="A3", score=0.5),
            recommend.SimilarItem(item_id="A2", score=0.25),
        ]), call_id=7)
    yield request(
        "similar-items-request-everything-set", SIMILAR_ITEMS,
        recommend.SimilarItemsRequest(
            item_id="连衣裙", limit=128, filter="price in 20..80", excluded_item_ids=["a", "乙"]))
    yield response(
        "similar-items-response-unknown", SIMILAR_ITEMS,
        recommend.SimilarItemsResponse(unknown_item_ids=["乙"]))

    yield request(
        "bought-together-request", BOUGHT_TOGETHER,
        recommend.BoughtTogetherRequest(
            basket_item_ids=["A1", "连衣裙"], limit=3, filter="category = shoe",
            excluded_item_ids=["A2"],
            states=[recommend.ItemState(item_id="A4", sold_out=True),
                    recommend.ItemState(item_id="乙", sizes=["38", "39"])]))
    yield response(
        "bought-together-response", BOUGHT_TOGETHER,
        recommend.BoughtTogetherResponse(
            items=[
                recommend.TogetherItem(
                    item_id="A3", score=1.5, because_item_id="A1", baskets=300, lift=4,
                    confidence=0.25),
                recommend.TogetherItem(
                    item_id="A5", score=0.5, because_item_id="连衣裙", baskets=2, lift=1.25,
                    confidence=0.125),
            ],
            unknown_item_ids=["乙"]))
    yield request(
        "buy-again-request", BUY_AGAIN,
        recommend.BuyAgainRequest(
            user_id="顾客", limit=20, filter="price <= 80", now=1_795_000_000,
            states=[recommend.ItemState(item_id="A4", sold_out=True)]))
    yield response(
        "buy-again-response", BUY_AGAIN,
        recommend.BuyAgainResponse(
            items=[
                recommend.RepeatedItem(
                    item_id="A3", score=0.5, purchases=300, days_since=12.5, interval_days=30),
                recommend.RepeatedItem(item_id="连衣裙", score=0.25, purchases=1, days_since=0.125),
            ],
            user_known=True))

    yield request(
        "recommend-batch-request", RECOMMEND_BATCH,
        recommend.RecommendBatchRequest(
            user_ids=["u1", "u2"], question=recommend.RecommendRequest(limit=1, omit_reasons=True)),
        call_id=8, micros=2_000_000)
    yield part(
        "recommend-batch-part-first", RECOMMEND_BATCH,
        recommend.RecommendBatchPart(
            user_id="u1", answer=recommend.RecommendResponse(
                items=[recommend.ScoredItem(
                    item_id="A3", score=0.5, step=recommend.STEP_PERSONAL)],
                user_known=True)),
        metadata=ANSWERED)
    yield part(
        "recommend-batch-part-second", RECOMMEND_BATCH,
        recommend.RecommendBatchPart(
            user_id="u2", answer=recommend.RecommendResponse(
                items=[recommend.ScoredItem(
                    item_id="A7", score=0.25, step=recommend.STEP_POPULAR)])))
    yield ("recommend-batch-end", Kind.RESPONSE, dict(method=RECOMMEND_BATCH, call_id=8), ANSWERED,
           b"")
    yield request(
        "rerank-request", RERANK,
        recommend.RerankRequest(
            shopper=recommend.RecommendRequest(
                user_id="u1", basket_item_ids=["A1"], sizes=["M"], seed=7, diversity=0.5,
                states=[recommend.ItemState(item_id="A2", sold_out=True, sizes=["S", "M"])],
                boosts=[recommend.Boost(filter="brand = x", factor=2)],
                caps=[recommend.Cap(attribute="brand", limit=2)],
                promoted_item_ids=["A9"], promoted_share=0.25, price_preference=-0.5,
                exploration=0.125, explain=True, language="zh"),
            candidate_item_ids=["A2", "A3"]))
    yield response(
        "rerank-response", RERANK,
        recommend.RecommendResponse(
            items=[recommend.ScoredItem(
                item_id="A3", score=0.5, step=recommend.STEP_PERSONAL, promoted=True,
                reasons=[recommend.Reason(
                    code=recommend.REASON_CHOSEN_TOGETHER, arguments=["A1", "14"],
                    contribution=0.5, text="因为您选过“A1”")],
                sources=[recommend.SourceScore(source="ease", score=0.25, contribution=0.5)])],
            removed=[recommend.RuleCount(rule=recommend.RULE_SOLD_OUT, removed=1)],
            candidates=2))
    yield request(
        "predict-rating-request", PREDICT_RATING,
        recommend.PredictRatingRequest(
            user_id="1", item_id="10", model=recommend.RATING_MODEL_ITEM_NEIGHBOURS,
            neighbours=20))
    yield response(
        "predict-rating-response", PREDICT_RATING,
        recommend.PredictRatingResponse(
            rating=3.75, model=recommend.RATING_MODEL_ITEM_NEIGHBOURS,
            neighbours=[
                recommend.RatingNeighbour(id="7", similarity=0.5, rating=4.5, common=300),
                recommend.RatingNeighbour(id="连衣裙-红", similarity=-0.25, rating=1),
            ],
            baseline=3.5, user_known=True, item_known=True,
        ))

    yield request(
        "get-profile-request", GET_PROFILE,
        profile.GetProfileRequest(
            user_id="顾客", tags=["rfm", "affinity.category"], affinity_limit=3, omit_methods=True,
            explain=True,
            recent=[recommend.Event(item_id="A1", kind=recommend.EVENT_PURCHASE, age_seconds=90),
                    recommend.Event(item_id="连衣裙", kind=recommend.EVENT_CART)]))
    yield response(
        "get-profile-response", GET_PROFILE,
        profile.GetProfileResponse(
            tags=[
                profile.ProfileTag(name="birth_year", number=1980, category="1980...1989",
                                   confidence=0.5, evidence=1, age_days=float("nan"),
                                   source="users.csv", method="As given."),
                profile.ProfileTag(name="rfm.recency", number=0.125, unit="days", confidence=0.75,
                                   evidence=300, age_days=0.125, source="request"),
                profile.ProfileTag(name="segment", category="冠军", age_days=float("nan"),
                                   source="prior", explanation="rfm.r 5, rfm.f 4"),
            ],
            affinities=[
                profile.ProfileAffinity(
                    attribute="category", value="连衣裙", affinity=0.75, confidence=0.5),
                profile.ProfileAffinity(attribute="color", value="red", affinity=0.25),
            ],
            user_known=True, unknown_item_ids=["A1", "乙"], masked=["birth_year", "city"]))
    yield request(
        "batch-get-profiles-request", BATCH_GET_PROFILES,
        profile.BatchGetProfilesRequest(
            user_ids=["u1", "u2"], question=profile.GetProfileRequest(tags=["segment"])),
        call_id=8, micros=2_000_000)
    yield part(
        "batch-get-profiles-part", BATCH_GET_PROFILES,
        profile.BatchGetProfilesPart(
            user_id="u1", answer=profile.GetProfileResponse(
                tags=[profile.ProfileTag(name="segment", category="loyal", confidence=0.5)],
                user_known=True)),
        metadata=ANSWERED)
    yield request("select-audience-request", SELECT_AUDIENCE, profile.SelectAudienceRequest(
        expression='affinity(category, "连衣裙") > 0.6 and rfm.recency <= 30d', page_size=2,
        limit=100, ranked_by='uplift("spring 24")', page_token="2.1f.2e"), call_id=8)
    yield part(
        "select-audience-part-first", SELECT_AUDIENCE,
        profile.SelectAudiencePart(
            members=[
                profile.AudienceMember(user_id="u1", score=0.5),
                profile.AudienceMember(user_id="顾客一", score=-0.25)],
            next_page_token="4.1f.2e", size=U32),
        metadata=ANSWERED)
    yield request("size-audience-request", SIZE_AUDIENCE, profile.SizeAudienceRequest(
        expression="not has gender", epsilon=0.5))
    yield response("size-audience-response", SIZE_AUDIENCE, profile.SizeAudienceResponse(
        size=-3, is_noisy=True, noise_95=5.991464547107982, epsilon_left=9.5))
    yield request("look-alikes-request", LOOK_ALIKES, profile.LookAlikesRequest(
        user_ids=["u1", "", "顾客一"], limit=100_000, expression="gender = women"), call_id=8)
    yield part(
        "look-alikes-part-first", LOOK_ALIKES,
        profile.LookAlikesPart(
            members=[profile.AudienceMember(user_id="u2", score=0.75)], unknown_user_ids=["", "x"]),
        metadata=ANSWERED)
    yield request("describe-audience-request", DESCRIBE_AUDIENCE, profile.DescribeAudienceRequest(
        expression="segment = loyal", limit=U32, epsilon=10))
    yield response(
        "describe-audience-response", DESCRIBE_AUDIENCE, profile.DescribeAudienceResponse(
            size=1 << 40, is_noisy=True, epsilon_left=0.125, noise95=30,
            differences=[
                profile.AudienceDifference(
                    tag="affinity(category)", value="连衣裙", share_inside=0.5, share_of_all=0.25,
                    lift=2),
                profile.AudienceDifference()]))
    yield request("measure-campaign-request", MEASURE_CAMPAIGN, profile.MeasureCampaignRequest(
        campaign_id="春季 24"))
    yield response(
        "measure-campaign-response", MEASURE_CAMPAIGN, profile.MeasureCampaignResponse(
            treated=profile.CampaignArm(
                shoppers=U32, conversions=300, conversion=0.5, revenue_per_shopper=12.5),
            control=profile.CampaignArm(),
            conversion_uplift=0.25, conversion_uplift_low=-0.125, conversion_uplift_high=0.625,
            incremental_revenue=1000, incremental_revenue_low=-5,
            incremental_revenue_high=float("nan"), incremental_conversions=75,
            incremental_conversions_low=-37.5, incremental_conversions_high=187.5, begin=-1,
            shown_shoppers=3, impressions=300, clicks=1, qini=0.0625, qini_low=-0.5, qini_high=1,
            qini_curve=[profile.QiniPoint(),
                        profile.QiniPoint(share=1, incremental_conversions=-75)]))

    usual = forecast.GetForecastResponse(
        first_date="2026-11-30", frequency="week", mean=[12.5, 0, 0.1],
        quantiles=[5, 20, 0, 1e-05, -1.5, 1.7976931348623157e308],
        members=[
            forecast.ForecastMember(model="ETS(A,N,M)", weight=0.75, mean=4.2),
            forecast.ForecastMember(model="克罗斯顿", weight=0.25)],
        notes=[forecast.FORECAST_NOTE_SHORT, forecast.FORECAST_NOTE_COUNTS,
               forecast.FORECAST_NOTE_RECENT])
    yield request(
        "get-forecast-request", GET_FORECAST,
        forecast.GetForecastRequest(
            series_id="连衣裙-红@S1", horizon=3, quantiles=[0.1, 0.9], omit_members=True,
            recent=[forecast.Observation(date="2026-11-16", quantity=7.5),
                    forecast.Observation(date="2026-11-23", stocked_out=True)]))
    yield response("get-forecast-response", GET_FORECAST, usual)
    yield request(
        "batch-forecast-request", BATCH_FORECAST,
        forecast.BatchForecastRequest(
            series_ids=["A1", "", "A2@S1"],
            question=forecast.GetForecastRequest(horizon=300, quantiles=[0.5])),
        call_id=8, micros=2_000_000)
    yield part(
        "batch-forecast-part-first", BATCH_FORECAST,
        forecast.BatchForecastPart(series_id="A1", answer=usual), metadata=ANSWERED)
    yield part(
        "batch-forecast-part-unknown", BATCH_FORECAST,
        forecast.BatchForecastPart(series_id="A2@S1"))
    yield request(
        "what-if-request", WHAT_IF,
        forecast.WhatIfRequest(
            question=forecast.GetForecastRequest(series_id="A1", horizon=2),
            prices=[39.9], promotions=[0, 1], events=[0.125, 0]))
    yield response(
        "what-if-response", WHAT_IF,
        forecast.WhatIfResponse(
            usual=usual, changed=forecast.GetForecastResponse(mean=[15, 0.5]),
            factors=[1.2, 1], usual_price=49.9, elasticity=-1.5, elasticity_low=-2.5,
            elasticity_high=-0.5, usual_revenue=628.75, changed_revenue=598.5))
    yield request(
        "plan-replenishment-request", PLAN_REPLENISHMENT,
        forecast.PlanReplenishmentRequest(
            series_id="A1", lead_time_days=21, lead_time_deviation_days=3.5, review_days=7,
            cover_days=14, cycle_service=0.95, fill_rate=0.98, shortage_cost=20, holding_cost=2.5,
            on_hand=-3, on_order=40, pack_size=6, minimum_order=12,
            recent=[forecast.Observation(date="12", quantity=1)]))
    yield response(
        "plan-replenishment-response", PLAN_REPLENISHMENT,
        forecast.PlanReplenishmentResponse(
            reorder_point=61.25, order_up_to=90, safety_stock=18.5, order_quantity=54,
            days_of_cover=float("inf"), days_of_cover_with_orders=19.5,
            stock_out_probability=0.25, stock_out_probability_after_order=5e-324,
            expected_demand=42.75, demand_deviation=11.125,
            notes=[forecast.FORECAST_NOTE_ALL_ZERO]))
    yield request(
        "new-item-forecast-request", NEW_ITEM_FORECAST,
        forecast.NewItemForecastRequest(
            attributes=[forecast.ItemAttribute(name="category", value="连衣裙"),
                        forecast.ItemAttribute(name="color", value="")],
            horizon=2, quantiles=[0.25, 0.75], early_sales=[3, 0]))
    yield response(
        "new-item-forecast-response", NEW_ITEM_FORECAST,
        forecast.NewItemForecastResponse(
            mean=[4.5, 2], quantiles=[1, 8, 0, 3.5], frequency="day",
            like=[forecast.LikeItem(item_id="A3", weight=0.625),
                  forecast.LikeItem(item_id="旗袍", weight=0.375)],
            sizes=[forecast.SizeShare(size="M", share=0.5), forecast.SizeShare(size="38")],
            unknown_attributes=["fit", ""]))

    yield request(
        "answer-request", ANSWER,
        chat.AnswerRequest(
            text="where is my order A10234? 谢谢", state=b"\x01\x00\xff\n", user_id="u1",
            turns=[chat.Turn(speaker=chat.SPEAKER_SHOPPER, text="你好"), chat.Turn(),
                   chat.Turn(speaker=chat.SPEAKER_AGENT, text="I give you back to the bot.")],
            tool_result=chat.ToolResult(
                call_id="7f.1", tool="order_status", outcome=chat.TOOL_OUTCOME_DONE,
                values=[chat.ToolArgument(name="status", value="sent"),
                        chat.ToolArgument(name="date", value="2026-11-23")]),
            language="zh", item_id="A1", limit=20, resume=True))
    part_of_passage = chat.AnswerPart(
        text="You can return it within 30 days.", template="returns.policy",
        citations=[
            chat.Citation(
                kind=chat.CITATION_KIND_PASSAGE, source_id="K08-en", end=33, source_start=12,
                source_end=300, source="policies/returns"),
            chat.Citation(
                kind=chat.CITATION_KIND_ITEM, source_id="A1", field="price", start=33, end=33)])
    card = chat.ProductCard(item_id="A2", title="连衣裙", price=49.9)
    reading = dict(
        language="en", confidence=0.875,
        intents=[chat.IntentCandidate(intent="order_status", probability=0.875),
                 chat.IntentCandidate(intent="cancel_order")],
        slots=[chat.Slot(name="order", text="A10234", value="A10234", start=18, end=24)],
        state=bytes(range(256)), notes=[chat.ANSWER_NOTE_FORGOTTEN, chat.ANSWER_NOTE_CLEANED])
    yield response(
        "answer-response", ANSWER,
        chat.AnswerResponse(
            parts=[part_of_passage, chat.AnswerPart(text="其他")], products=[card, chat.ProductCard()],
            tool_request=chat.ToolRequest(
                call_id="7f.2", tool="change_address",
                arguments=[chat.ToolArgument(name="order", value="A10234")],
                missing=["city", "postcode"]),
            handover=chat.Handover(
                reason=chat.HANDOVER_REASON_COMPLAINT, summary="The shopper complains.",
                skill="complaints",
                turns=[chat.Turn(speaker=chat.SPEAKER_BOT, text="Hello!"), chat.Turn()]),
            **reading))
    yield request(
        "answer-stream-request", ANSWER_STREAM, chat.AnswerRequest(text="black dresses"),
        call_id=8, micros=2_000_000)
    yield part(
        "answer-stream-part-first", ANSWER_STREAM, chat.AnswerStreamPart(part=part_of_passage),
        metadata=ANSWERED)
    yield part(
        "answer-stream-part-product", ANSWER_STREAM, chat.AnswerStreamPart(product=card))
    yield part(
        "answer-stream-part-conclusion", ANSWER_STREAM,
        chat.AnswerStreamPart(conclusion=chat.AnswerResponse(**reading)))
    yield request(
        "suggest-request", SUGGEST, chat.SuggestRequest(prefix="怎么", language="zh", limit=U32))
    yield response(
        "suggest-response", SUGGEST,
        chat.SuggestResponse(suggestions=[
            chat.Suggestion(text="怎么退货？", intent="return_item"), chat.Suggestion()]))
    yield request("classify-request", CLASSIFY, chat.ClassifyRequest(text="red, not blue"))
    yield response(
        "classify-response", CLASSIFY,
        chat.ClassifyResponse(
            intents=reading["intents"], slots=reading["slots"] + [chat.Slot()], language="en",
            in_scope=True, scope_probability=0.96875))
    yield request(
        "search-request", SEARCH,
        chat.SearchRequest(
            text="黑色连衣裙", language="zh", limit=100, omit_products=True, omit_passages=True))
    yield response(
        "search-response", SEARCH,
        chat.SearchResponse(
            passages=[chat.FoundPassage(
                passage_id="K08-en", title="Returns", text="You can return it within 30 days.",
                source="policies/returns", language="en", score=0.03125)],
            products=[chat.FoundProduct(item_id="A2", title="连衣裙", price=49.9, score=-0.5)],
            conditions=[chat.SearchCondition(attribute="color", value="black", excluded=True),
                        chat.SearchCondition(attribute="price", least=20, most=50)],
            product_count=U32))

    yield refusal(
        "error-invalid-argument", RECOMMEND, 3, "limit must be in 1...500, got 0")
    yield refusal(
        "error-not-found", SIMILAR_ITEMS, 5, "item '连衣裙-红' is not in this generation")
    yield refusal(
        "error-resource-exhausted", RECOMMEND, 8,
        "1024 calls are in flight on this connection, which is the most it may have",
        retryable=True, micros=2_500)
    yield refusal(
        "error-unavailable", RECOMMEND, 14, "no generation is loaded", retryable=True,
        metadata=None)

    yield "cancel", Kind.CANCEL, dict(call_id=7), None, b""
    yield "ping", Kind.PING, dict(call_id=3), None, b"are you there?"
    yield "ping-empty", Kind.PING, dict(call_id=0), None, b""
    yield "pong", Kind.PONG, dict(call_id=3), None, b"are you there?"
    yield "go-away-drain", Kind.GO_AWAY, {}, None, common.GoAway(
        reason=common.GO_AWAY_DRAIN, message="the server is stopping", versions=[1], accepted=12)
    yield "go-away-version", Kind.GO_AWAY, {}, None, common.GoAway(
        reason=common.GO_AWAY_VERSION, message="frame version is 2; this server speaks 1",
        versions=[1], accepted=U64)


def entry(name, kind, fields, metadata, message):
    """The frame's bytes, and its line in the index."""
    raw = isinstance(message, bytes)
    packed_metadata = b"" if metadata is None else metadata.SerializeToString(deterministic=True)
    packed = message if raw else message.SerializeToString(deterministic=True)
    data = frames.encode(kind, metadata=packed_metadata, message=packed, **fields)
    header = dict(
        body_size=len(packed_metadata) + len(packed), version=frames.VERSION, kind=int(kind),
        method=fields.get("method", 0), call_id=fields.get("call_id", 0),
        micros=fields.get("micros", 0), metadata_size=len(packed_metadata),
        status=fields.get("status", 0), reserved=0,
    )
    line = dict(name=name, file=f"{name}.bin", header=header)
    if metadata is not None:
        line["metadata"] = as_json(metadata)
    if raw:
        line["body_hex"] = message.hex()
    else:
        line["message_type"] = message.DESCRIPTOR.full_name
        line["message"] = as_json(message)
    return data, line


def as_json(message):
    """proto3's JSON mapping with the .proto's names; fields at their default are left out."""
    return json_format.MessageToDict(message, preserving_proto_field_name=True)


def main():
    files, index = {}, []
    for case in cases():
        data, line = entry(*case)
        assert line["file"] not in files, line["file"]
        files[line["file"]] = data
        index.append(line)
    text = json.dumps(index, indent=2, ensure_ascii=False) + "\n"
    files["index.json"] = text.encode()

    if "--check" in sys.argv[1:]:
        committed = {p.name: p.read_bytes() for p in GOLDEN.iterdir() if p.name != "README.md"}
        differing = {n for n in files.keys() | committed.keys() if files.get(n) != committed.get(n)}
        if differing:
            sys.exit(f"Tests/Golden differs: {', '.join(sorted(differing))}; run {sys.argv[0]}")
        return
    GOLDEN.mkdir(exist_ok=True)
    for old in GOLDEN.glob("*.bin"):
        old.unlink()
    for name, data in files.items():
        (GOLDEN / name).write_bytes(data)
    print(f"{len(index)} frames")


if __name__ == "__main__":
    main()
