"""A small server that keeps to proto/PROTOCOL.md, for tests without modisted.

It knows the items A0…A9, which sell their number a week, and answers all frames of one read together, in reversed order with
`reverses`. Run by itself it serves an address until it is killed:

    python tests/fake_server.py unix:/tmp/fake.sock
"""

import os
import re
import socket
import sys
import threading
import time

from google.protobuf.message import DecodeError

from modiste import frames, methods
from modiste.connecting import Address
from modiste.errors import Code
from modiste.frames import Kind
from modiste.v1 import admin_pb2 as admin
from modiste.v1 import chat_pb2 as chat
from modiste.v1 import common_pb2 as common
from modiste.v1 import forecast_pb2 as forecast
from modiste.v1 import profile_pb2 as profile
from modiste.v1 import recommend_pb2 as recommend

GENERATION = "20261123T101500Z-4f1c"
ITEMS = [f"A{n}" for n in range(10)]
CALLS_IN_FLIGHT = 1024


class Done(Exception):
    """The client said goAway."""


class Refusal(Exception):
    def __init__(self, code, message, retryable=False, micros=0):
        self.status = common.Status(code=code, message=message, retryable=retryable)
        self.micros = micros


class FakeServer:
    """Serves `address` from construction to `stop`.

    `on_request(connection, frame)`, when given, sees each request first; what it returns True for
    is not answered otherwise. `connections` are all that were ever accepted.
    """

    def __init__(self, address, *, on_request=None, reverses=False):
        self.address = address
        self.on_request = on_request
        self.reverses = reverses
        self.connections = []
        self._parsed = Address.parse(address)
        if self._parsed.path:
            if os.path.exists(self._parsed.path):
                os.unlink(self._parsed.path)
            self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            self._listener.bind(self._parsed.path)
        else:
            self._listener = socket.create_server((self._parsed.host, self._parsed.port))
        self._listener.listen(64)
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def is_tcp(self):
        return not self._parsed.path

    def stop(self):
        """As if the process was killed: everything closes at once."""
        if self._listener.fileno() >= 0:
            # A thread that waits in accept would keep the listener alive.
            self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
        for connection in self.connections:
            connection.close()

    def _accept(self):
        while True:
            try:
                peer, _ = self._listener.accept()
            except OSError:
                return
            connection = Connection(self, peer)
            self.connections.append(connection)
            threading.Thread(target=connection.run, daemon=True).start()


class Connection:
    def __init__(self, server, peer):
        self.server = server
        self.accepted = 0
        self.ignored = 0
        self.received = []
        self._peer = peer
        self._sending = threading.Lock()
        self._held = {}
        self._reloads = []

    def close(self):
        try:
            self._peer.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self._peer.close()

    def send(self, data):
        try:
            # A stream's thread sends, too.
            with self._sending:
                self._peer.sendall(data)
        except OSError:
            pass

    def go_away(self, reason, message, accepted=None):
        accepted = self.accepted if accepted is None else accepted
        body = common.GoAway(reason=reason, message=message, versions=[1], accepted=accepted)
        self.send(frames.encode(Kind.GO_AWAY, message=body.SerializeToString()))

    def run(self):
        decoder = frames.Decoder()
        while True:
            try:
                data = self._peer.recv(1 << 16)
            except OSError:
                return
            if not data:
                while self._reloads:
                    time.sleep(0.005)
                self.close()
                return
            decoder.append(data)
            answers = []
            try:
                while frame := decoder.next():
                    self.received.append(frame)
                    answers.append(self._take(frame))
            except Done:
                self._send_all(answers)
                self.close()
                return
            except frames.FrameError as error:
                self._send_all(answers)
                self.go_away(reason_for(str(error)), str(error))
                while self._reloads:
                    time.sleep(0.005)
                self.close()
                return
            self._send_all(answers)

    def _send_all(self, answers):
        answers = [a for a in answers if a]
        if self.server.reverses:
            answers.reverse()
        self.send(b"".join(answers))

    def _take(self, frame):
        if frame.kind == Kind.PING:
            if len(frame.message) > 64:
                raise frames.FrameError(f"ping carries {len(frame.message)} bytes; 64 are accepted")
            return frames.encode(Kind.PONG, call_id=frame.call_id, message=frame.message)
        if frame.kind in (Kind.RESPONSE, Kind.PART):
            raise frames.FrameError(f"kind {int(frame.kind)} is not sent by clients")
        if frame.kind == Kind.CANCEL and (held := self._held.pop(frame.call_id, None)):
            return self.refusal(held, Refusal(Code.CANCELLED, "the client cancelled it"))
        if frame.kind == Kind.GO_AWAY:
            raise Done
        if frame.kind != Kind.REQUEST:
            self.ignored += 1
            return None
        if frame.call_id in self._held:
            raise frames.FrameError(f"callID {frame.call_id} is in flight")
        self.accepted += 1
        if self.server.on_request and self.server.on_request(self, frame):
            return None
        return self.answer(frame)

    def hold(self, frame):
        """Leaves the call in flight; a cancel ends it."""
        self._held[frame.call_id] = frame

    def answer(self, frame):
        """The encoded response to a request; None when it comes later."""
        try:
            if len(self._held) >= CALLS_IN_FLIGHT:
                raise Refusal(
                    Code.RESOURCE_EXHAUSTED, f"{CALLS_IN_FLIGHT} calls are in flight",
                    retryable=True, micros=1000)
            if frame.method == 0xFF03 and not self.server.is_tcp:
                if not self._reloads:
                    threading.Timer(0.2, self._answer_reloads).start()
                self.hold(frame)
                self._reloads.append(frame)
                return None
            if frame.method in (0x0107, 0x0202, 0x0203, 0x0205, 0x0302, 0x0402):
                threading.Thread(target=self._stream, args=(frame,), daemon=True).start()
                return None
            if 0 < frame.micros < 20:
                raise Refusal(Code.DEADLINE_EXCEEDED, "its budget was used up in the queue")
            try:
                check_metadata(common.Metadata.FromString(frame.metadata))
                if len(frame.message) > 900_000:
                    raise Refusal(Code.RESOURCE_EXHAUSTED, "it expands beyond the arena's limit")
                message = self._run(frame)
            except (DecodeError, UnicodeDecodeError) as error:
                raise Refusal(Code.INVALID_ARGUMENT, "the body cannot be decoded") from error
        except Refusal as refusal:
            return self.refusal(frame, refusal)
        return self._response(frame, message)

    def _answer_reloads(self):
        for frame in self._reloads:
            if self._held.pop(frame.call_id, None):
                self.send(self._response(frame, admin.ReloadResponse(generation=GENERATION)))
        self._reloads = []

    def _stream(self, frame):
        """The parts of a stream, from a thread of its own."""
        deadline = time.monotonic() + frame.micros / 1e6
        self.hold(frame)
        metadata = common.Metadata(generation=GENERATION).SerializeToString()
        try:
            if frame.micros < 20:
                raise Refusal(Code.DEADLINE_EXCEEDED, "its budget was used up in the queue")
            for part in parts_of(frame):
                if frame.call_id not in self._held:
                    return  # cancelled
                if time.monotonic() > deadline:
                    raise Refusal(Code.DEADLINE_EXCEEDED, "its budget was used up")
                self.send(frames.encode(
                    Kind.PART, method=frame.method, call_id=frame.call_id, metadata=metadata,
                    message=part.SerializeToString()))
                metadata = b""
            answer = self._response(frame, common.Pair())
        except Refusal as refusal:
            answer = self.refusal(frame, refusal)
        if self._held.pop(frame.call_id, None):
            self.send(answer)

    def refusal(self, frame, refusal):
        return self._response(
            frame, refusal.status, status=refusal.status.code, micros=refusal.micros)

    def _response(self, frame, message, **fields):
        metadata = common.Metadata(generation=GENERATION).SerializeToString()
        return frames.encode(
            Kind.RESPONSE, method=frame.method, call_id=frame.call_id, metadata=metadata,
            message=message.SerializeToString(), **fields)

    def _run(self, frame):
        if frame.method == 0x0101:
            return recommend_items(recommend.RecommendRequest.FromString(frame.message))
        if frame.method == 0x0102:
            return similar_items(recommend.SimilarItemsRequest.FromString(frame.message))
        if frame.method == 0x0103:
            return bought_together(recommend.BoughtTogetherRequest.FromString(frame.message))
        if frame.method == 0x0204:
            request = profile.SizeAudienceRequest.FromString(frame.message)
            return profile.SizeAudienceResponse(
                size=audience_size(request.expression), epsilon_left=float("nan"))
        if frame.method == 0x0206:
            request = profile.DescribeAudienceRequest.FromString(frame.message)
            return profile.DescribeAudienceResponse(
                size=audience_size(request.expression), differences=[
                    profile.AudienceDifference(
                        tag="gender", value="women", share_inside=0.75, share_of_all=0.5,
                        lift=1.5)])
        if frame.method == 0x0207:
            request = profile.MeasureCampaignRequest.FromString(frame.message)
            if request.campaign_id != "C1":
                raise Refusal(Code.NOT_FOUND, f"campaign '{request.campaign_id}' is not known")
            return profile.MeasureCampaignResponse(
                treated=profile.CampaignArm(shoppers=100, conversions=20, conversion=0.2),
                control=profile.CampaignArm(shoppers=100, conversions=10, conversion=0.1),
                conversion_uplift=0.1, conversion_uplift_low=-0.001, conversion_uplift_high=0.2,
                qini_curve=[profile.QiniPoint(share=1, incremental_conversions=10)])
        if frame.method == 0x0104:
            return buy_again(recommend.BuyAgainRequest.FromString(frame.message))
        if frame.method == 0x0105:
            return rerank(recommend.RerankRequest.FromString(frame.message))
        if frame.method == 0x0106:
            return predict_rating(recommend.PredictRatingRequest.FromString(frame.message))
        if frame.method == 0x0201:
            return get_profile(profile.GetProfileRequest.FromString(frame.message))
        if frame.method == 0x0301:
            request = forecast.GetForecastRequest.FromString(frame.message)
            check_horizon(request.horizon)
            return get_forecast(request.series_id, request)
        if frame.method == 0x0303:
            return what_if(forecast.WhatIfRequest.FromString(frame.message))
        if frame.method == 0x0304:
            return plan_replenishment(forecast.PlanReplenishmentRequest.FromString(frame.message))
        if frame.method == 0x0305:
            return new_item_forecast(forecast.NewItemForecastRequest.FromString(frame.message))
        if frame.method == 0x0401:
            return answer_shopper(chat.AnswerRequest.FromString(frame.message))
        if frame.method == 0x0403:
            return suggest(chat.SuggestRequest.FromString(frame.message))
        if frame.method == 0x0404:
            return classify(chat.ClassifyRequest.FromString(frame.message))
        if frame.method == 0x0405:
            return search(chat.SearchRequest.FromString(frame.message))
        if frame.method == 0xFF01:
            return ping(admin.PingRequest.FromString(frame.message))
        if self.server.is_tcp and frame.method in (0xFF02, 0xFF03):
            raise Refusal(Code.PERMISSION_DENIED, "Admin answers on Unix sockets only")
        if frame.method == 0xFF02:
            return admin.StatusResponse(
                state=admin.SERVER_SERVING, generation=GENERATION, ignored_frames=self.ignored)
        if frame.method == 0xFF04:
            return admin.ListMethodsResponse(
                methods=[
                    admin.Method(number=m.number, name=m.name, repeatable=m.is_repeatable)
                    for m in methods.ALL
                ],
                body_size_max=frames.BODY_SIZE_MAX, metadata_size_max=65_535,
                calls_in_flight_max=CALLS_IN_FLIGHT, budget_default_micros=1_000_000,
                budget_max_micros=600_000_000, versions=[1])
        raise Refusal(Code.UNIMPLEMENTED, f"method 0x{frame.method:04x} is not known")


def parts_of(frame):
    """The parts of a stream, made one at a time."""
    if frame.method == 0x0402:
        answer = answer_shopper(chat.AnswerRequest.FromString(frame.message))
        yield from (chat.AnswerStreamPart(part=part) for part in answer.parts)
        yield from (chat.AnswerStreamPart(product=product) for product in answer.products)
        del answer.parts[:], answer.products[:]
        yield chat.AnswerStreamPart(conclusion=answer)
        return
    if frame.method == 0x0107:
        request = recommend.RecommendBatchRequest.FromString(frame.message)
        check_batch(request, "user_ids")
        check_request(request.question.limit, request.question.filter)
        for user in request.user_ids:
            yield recommend.RecommendBatchPart(
                user_id=user, answer=recommend_items(request.question))
    elif frame.method == 0x0202:
        request = profile.BatchGetProfilesRequest.FromString(frame.message)
        check_batch(request, "user_ids")
        for user in request.user_ids:
            yield profile.BatchGetProfilesPart(user_id=user, answer=get_profile(request.question))
    elif frame.method == 0x0203:
        request = profile.SelectAudienceRequest.FromString(frame.message)
        size = audience_size(request.expression)
        page = request.page_size or 1000
        for start in range(int(request.page_token or 0), size, page):
            end = min(size, start + page)
            yield profile.SelectAudiencePart(
                members=[profile.AudienceMember(user_id=f"u{i}") for i in range(start, end)],
                next_page_token=str(end) if end < size else "", size=size)
    elif frame.method == 0x0302:
        request = forecast.BatchForecastRequest.FromString(frame.message)
        check_batch(request, "series_ids")
        check_horizon(request.question.horizon)
        for series in request.series_ids:
            answer = get_forecast(series, request.question) if series in ITEMS else None
            yield forecast.BatchForecastPart(series_id=series, answer=answer)
    else:
        request = profile.LookAlikesRequest.FromString(frame.message)
        yield profile.LookAlikesPart(
            members=[
                profile.AudienceMember(user_id=f"u{i}", score=1 / (2 + i))
                for i in range(request.limit)],
            unknown_user_ids=[user for user in request.user_ids if user.startswith("?")])


def audience_size(expression):
    """`first N` has N shoppers; nothing else is understood."""
    words = expression.split()
    if len(words) != 2 or words[0] != "first":
        raise Refusal(Code.INVALID_ARGUMENT, "expression column 1: only 'first N' is understood")
    if int(words[1]) < 10:
        raise Refusal(
            Code.PERMISSION_DENIED,
            "the audience has fewer than 10 shoppers; at least so many are accepted")
    return int(words[1])


def reason_for(message):
    if "version" in message:
        return common.GO_AWAY_VERSION
    if "in flight" in message:
        return common.GO_AWAY_CALL_ID_IN_USE
    return common.GO_AWAY_BROKEN_FRAME


def check_metadata(metadata):
    if len(metadata.traceparent) > 55 or len(metadata.pairs) > 16:
        raise Refusal(Code.INVALID_ARGUMENT, "metadata is over its limits")


def check_request(limit, filter):
    if filter.rstrip().endswith("("):
        raise Refusal(Code.INVALID_ARGUMENT, f"filter column {len(filter) + 1}: it ends too early")
    if "colr" in filter:
        column = filter.index("colr") + 1
        raise Refusal(
            Code.INVALID_ARGUMENT, f"filter column {column}: unknown attribute 'colr'; there is price")
    if filter.rstrip().endswith("="):
        raise Refusal(Code.INVALID_ARGUMENT, "filter ends where a value was expected")
    if not 1 <= limit <= 500:
        raise Refusal(Code.INVALID_ARGUMENT, f"limit must be in 1...500, got {limit}")


def rerank(request):
    if not request.candidate_item_ids:
        raise Refusal(
            Code.INVALID_ARGUMENT, "candidate_item_ids has 0 ids; 1 to 1000 are accepted")
    return recommend.RecommendResponse(items=[
        recommend.ScoredItem(item_id=item) for item in request.candidate_item_ids])


def bought_together(request):
    check_request(request.limit, request.filter)
    others = [i for i in ITEMS if i not in request.basket_item_ids]
    return recommend.BoughtTogetherResponse(
        items=[recommend.TogetherItem(item_id=i, score=0.5, because_item_id=ITEMS[0], baskets=1,
                                      lift=2, confidence=0.5) for i in others[: request.limit]],
        unknown_item_ids=dict.fromkeys(i for i in request.basket_item_ids if i not in ITEMS))


def buy_again(request):
    check_request(request.limit, request.filter)
    return recommend.BuyAgainResponse(
        items=[recommend.RepeatedItem(item_id=i, score=0.5, purchases=2) for i in
               ITEMS[: request.limit]],
        user_known=True)


def get_profile(request):
    if request.affinity_limit > 100:
        raise Refusal(
            Code.INVALID_ARGUMENT,
            f"affinity_limit must be in 0...100, got {request.affinity_limit}")
    return profile.GetProfileResponse(
        tags=[profile.ProfileTag(name="rfm.recency", number=3.5, unit="days", confidence=0.5,
                                 evidence=5, age_days=3.5, source="RFM")],
        affinities=[profile.ProfileAffinity(attribute="category", value="连衣裙", affinity=0.75)],
        user_known=True, masked=["birth_year"])


def predict_rating(request):
    if not request.item_id:
        raise Refusal(Code.INVALID_ARGUMENT, "item_id is empty; 1 to 256 bytes are accepted")
    return recommend.PredictRatingResponse(rating=3.5, baseline=3.5)


def check_batch(request, field):
    ids = getattr(request, field)
    if not 1 <= len(ids) <= 10_000:
        raise Refusal(
            Code.INVALID_ARGUMENT, f"{field} has {len(ids)} ids; 1 to 10000 are accepted")
    for position, one in enumerate(ids):
        if len(one.encode()) > 256:
            raise Refusal(
                Code.INVALID_ARGUMENT,
                f"{field}[{position}] is {len(one.encode())} bytes; at most 256 are accepted")


def check_horizon(horizon):
    if not 1 <= horizon <= 52:
        raise Refusal(Code.INVALID_ARGUMENT, f"horizon must be in 1...52, got {horizon}")


def check_series(series):
    if series not in ITEMS:
        raise Refusal(
            Code.NOT_FOUND, f"series '{series}' is not in generation {GENERATION}")


def get_forecast(series, question, factor=1.0):
    """A level that stays, sure to a tenth; what was seen last is what comes."""
    check_series(series)
    recent = question.recent
    level = factor * (recent[-1].quantity if recent else ITEMS.index(series))
    members = [] if question.omit_members else [
        forecast.ForecastMember(model="naive", weight=1, mean=level)]
    return forecast.GetForecastResponse(
        first_date="2026-11-30", frequency="week", mean=[level] * question.horizon,
        quantiles=[level * (0.9 + 0.2 * q) for q in question.quantiles] * question.horizon,
        members=members, notes=[forecast.FORECAST_NOTE_RECENT] if recent else [])


def what_if(request):
    """Demand falls by as much as the price rises above 10."""
    question = request.question
    check_horizon(question.horizon)
    if any(price <= 0 for price in request.prices):
        raise Refusal(
            Code.INVALID_ARGUMENT, f"prices must be above 0, got {request.prices[0]}")
    price = request.prices[0] if request.prices else 10
    usual = get_forecast(question.series_id, question)
    changed = get_forecast(question.series_id, question, 10 / price)
    return forecast.WhatIfResponse(
        usual=usual, changed=changed, factors=[10 / price] * question.horizon, usual_price=10,
        elasticity=-1, elasticity_low=-1, elasticity_high=-1, usual_revenue=10 * sum(usual.mean),
        changed_revenue=price * sum(changed.mean))


def plan_replenishment(request):
    """Of a level that stays, sold without a doubt."""
    check_series(request.series_id)
    goals = [request.cycle_service, request.fill_rate, request.shortage_cost]
    if sum(goal > 0 for goal in goals) != 1:
        raise Refusal(
            Code.INVALID_ARGUMENT,
            "one of cycle_service, fill_rate and shortage_cost with holding_cost is accepted, "
            f"got {sum(goal > 0 for goal in goals)}")
    daily = ITEMS.index(request.series_id) / 7
    demand = daily * (request.lead_time_days + request.review_days)
    up_to = demand + daily * request.cover_days
    there = request.on_hand + request.on_order
    return forecast.PlanReplenishmentResponse(
        reorder_point=demand, order_up_to=up_to,
        order_quantity=up_to - there if there <= demand else 0,
        days_of_cover=request.on_hand / daily if daily else float("inf"),
        days_of_cover_with_orders=there / daily if daily else float("inf"),
        stock_out_probability=request.on_hand < demand, expected_demand=demand,
        notes=[] if daily else [forecast.FORECAST_NOTE_ALL_ZERO])


def new_item_forecast(request):
    check_horizon(request.horizon)
    if not request.attributes:
        raise Refusal(
            Code.INVALID_ARGUMENT, "attributes has 0; 1 to 32 are accepted")
    return forecast.NewItemForecastResponse(
        mean=[2.5] * request.horizon, quantiles=[2.5] * len(request.quantiles) * request.horizon,
        frequency="week", like=[forecast.LikeItem(item_id="A2", weight=1)],
        sizes=[forecast.SizeShare(size="M", share=1)],
        unknown_attributes=[a.name for a in request.attributes if a.name != "category"])


PASSAGE = "You can return what you bought within 30 days."


def answer_shopper(request):
    """Knows one passage, the items, the tool order_status, and when a person is wanted."""
    check_text("text", request.text, 4_096)
    if len(request.turns) > 50:
        raise Refusal(Code.INVALID_ARGUMENT, f"turns has {len(request.turns)}; at most 50 are accepted")
    if request.state not in (b"", b"fake\0asked", b"fake\0silent", b"fake\0talking"):
        raise Refusal(Code.INVALID_ARGUMENT, "state was not given by this shop's server")
    answer = chat.AnswerResponse(language=request.language or "en", state=b"fake\0talking")
    if request.state == b"fake\0silent" and not request.resume:
        answer.state = request.state
        answer.notes.append(chat.ANSWER_NOTE_SILENT)
    elif request.HasField("tool_result"):
        answer.parts.append(after_tool(request))
    elif "agent" in request.text:
        answer.state = b"fake\0silent"
        answer.handover.CopyFrom(chat.Handover(
            reason=chat.HANDOVER_REASON_ASKED, summary="The shopper wants a person.",
            skill="orders",
            turns=list(request.turns)[-9:]
            + [chat.Turn(speaker=chat.SPEAKER_SHOPPER, text=request.text)]))
    elif "order" in request.text:
        order = re.search("A[0-9]{5}", request.text)
        answer.state = b"fake\0asked"
        answer.tool_request.call_id, answer.tool_request.tool = "c1", "order_status"
        if order:
            answer.tool_request.arguments.add(name="order", value=order[0])
        else:
            answer.tool_request.missing.append("order")
            answer.parts.add(text="Which order is it?", template="ask.order")
    else:
        answer.MergeFrom(what_was_found(request))
    answer.intents.extend(classify(request).intents)
    answer.confidence = answer.intents[0].probability if request.text else 0
    return answer


def after_tool(request):
    result = request.tool_result
    if request.state != b"fake\0asked" or (result.call_id, result.tool) != ("c1", "order_status"):
        raise Refusal(
            Code.INVALID_ARGUMENT,
            f"tool_result answers {result.tool} '{result.call_id}', which was not asked")
    values = {value.name: value.value for value in result.values}
    status = values.get("status")
    if status not in ("placed", "packed", "sent", "delivered", "cancelled", "returned"):
        raise Refusal(
            Code.INVALID_ARGUMENT,
            "tool_result.values: status must be one of placed, packed, sent, delivered, "
            f"cancelled, returned, got '{status or ''}'")
    text = f"Your order is {status}."
    return chat.AnswerPart(
        text=text, template="order_status.done",
        citations=[chat.Citation(
            kind=chat.CITATION_KIND_TOOL, source_id="c1", field="status", start=14,
            end=len(text) - 1)])


def what_was_found(request):
    found = search(chat.SearchRequest(text=request.text, limit=request.limit))
    if found.passages:
        return chat.AnswerResponse(parts=[chat.AnswerPart(
            text=PASSAGE, citations=[chat.Citation(
                kind=chat.CITATION_KIND_PASSAGE, source_id="K1", end=len(PASSAGE),
                source_end=len(PASSAGE), source="policies/returns")])])
    if found.products:
        return chat.AnswerResponse(
            parts=[chat.AnswerPart(text="This is what I found.", template="products.found")],
            products=[
                chat.ProductCard(item_id=p.item_id, title=p.title, price=p.price)
                for p in found.products])
    return chat.AnswerResponse(
        parts=[chat.AnswerPart(text="I do not know that.", template="out_of_scope")],
        notes=[chat.ANSWER_NOTE_OUT_OF_SCOPE])


def suggest(request):
    check_text("prefix", request.prefix, 256)
    check_limit(request.limit, 20)
    questions = ["Where is my order?", "Where are you?", "How do I return something?"]
    return chat.SuggestResponse(suggestions=[
        chat.Suggestion(text=question, intent="order_status" if "order" in question else "shop")
        for question in questions if question.lower().startswith(request.prefix.lower())
    ][: request.limit or 5])


def classify(request):
    check_text("text", request.text, 4_096)
    is_order = "order" in request.text
    slots = [
        chat.Slot(name="order", text=m[0], value=m[0], start=m.start(), end=m.end())
        for m in re.finditer("A[0-9]{5}", request.text)]
    return chat.ClassifyResponse(
        intents=[
            chat.IntentCandidate(intent="order_status" if is_order else "shop", probability=0.75),
            chat.IntentCandidate(intent="shop" if is_order else "order_status", probability=0.25)],
        slots=slots, language="en", in_scope=is_order, scope_probability=0.75 if is_order else 0.25)


def search(request):
    check_text("text", request.text, 4_096)
    check_limit(request.limit, 100)
    answer = chat.SearchResponse()
    if "return" in request.text and not request.omit_passages:
        answer.passages.add(
            passage_id="K1", title="Returns", text=PASSAGE, source="policies/returns",
            language="en", score=0.5)
    if "dress" in request.text and not request.omit_products:
        answer.product_count = len(ITEMS)
        answer.conditions.add(attribute="category", value="dress")
        for item in ITEMS[: request.limit or 5]:
            answer.products.add(item_id=item, title=f"Dress {item}", price=49.9, score=1)
    return answer


def check_text(field, text, size_max):
    if len(text.encode()) > size_max:
        raise Refusal(
            Code.INVALID_ARGUMENT,
            f"{field} must be at most {size_max} bytes, got {len(text.encode())}")


def check_limit(limit, most):
    if limit > most:
        raise Refusal(Code.INVALID_ARGUMENT, f"limit must be in 0...{most}, got {limit}")


def recommend_items(request):
    check_request(request.limit, request.filter)
    known = [i for i in ITEMS if i not in request.excluded_item_ids]
    asked = [event.item_id for event in request.recent] + list(request.excluded_item_ids)
    return recommend.RecommendResponse(
        items=[
            recommend.ScoredItem(item_id=item, score=1.0, step=recommend.STEP_POPULAR)
            for item in known[: request.limit]
        ],
        unknown_item_ids=dict.fromkeys(i for i in asked if i not in ITEMS))


def similar_items(request):
    if "\0" in request.item_id:
        raise Refusal(Code.INVALID_ARGUMENT, "item_id holds a NUL")
    check_request(request.limit, request.filter)
    if len(request.item_id.encode()) > 256:
        raise Refusal(Code.INVALID_ARGUMENT, "item_id must be at most 256 bytes")
    if request.item_id not in ITEMS:
        raise Refusal(
            Code.NOT_FOUND, f"item '{request.item_id}' is not in generation {GENERATION}")
    others = [i for i in ITEMS if i != request.item_id and i not in request.excluded_item_ids]
    return recommend.SimilarItemsResponse(
        items=[recommend.SimilarItem(item_id=i, score=0.5) for i in others[: request.limit]],
        unknown_item_ids=dict.fromkeys(i for i in request.excluded_item_ids if i not in ITEMS))


def ping(request):
    if len(request.payload) > 65_536:
        raise Refusal(
            Code.INVALID_ARGUMENT,
            f"payload must be at most 65536 bytes, got {len(request.payload)}")
    if request.answer_size > 1 << 20:
        raise Refusal(
            Code.INVALID_ARGUMENT,
            f"answer_size must be at most 1048576 bytes, got {request.answer_size}")
    size = request.answer_size or len(request.payload)
    return admin.PingResponse(payload=request.payload[:size].ljust(size, b"\0"))


if __name__ == "__main__":
    FakeServer(sys.argv[1], reverses="--reverses" in sys.argv)
    print("listening", flush=True)
    while True:
        time.sleep(3600)
