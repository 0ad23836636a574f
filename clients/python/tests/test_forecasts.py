"""Forecasts through both clients, against the fake server."""

import math

import pytest

import modiste
from modiste.v1 import forecast_pb2 as forecast
from fake_server import FakeServer
from test_audiences import asynchronous, blocking


@pytest.fixture
def server(tmp_path):
    server = FakeServer(f"unix:{tmp_path}/s")
    yield server
    server.stop()


@pytest.fixture(params=[blocking, asynchronous])
def ask(request, server):
    return lambda name, **fields: request.param(server, name, **fields)


def test_a_forecast_has_a_mean_for_each_period_and_a_row_of_quantiles(ask):
    answer = ask("get_forecast", series_id="A4", horizon=3, quantiles=[0, 1])
    assert list(answer.mean) == [4, 4, 4]
    assert list(answer.quantiles) == pytest.approx([3.6, 4.4] * 3)
    assert (answer.first_date, answer.frequency) == ("2026-11-30", "week")
    assert [(m.model, m.weight) for m in answer.members] == [("naive", 1)]


def test_what_was_sold_since_counts_and_is_noted(ask):
    recent = [forecast.Observation(date="2026-11-23", quantity=9.5)]
    answer = ask("get_forecast", series_id="A4", horizon=1, recent=recent, omit_members=True)
    assert list(answer.mean) == [9.5]
    assert list(answer.notes) == [forecast.FORECAST_NOTE_RECENT]
    assert not answer.members


def test_a_batch_has_a_part_for_each_series_and_no_answer_for_unknown_ones(ask):
    question = forecast.GetForecastRequest(horizon=2)
    parts = ask("batch_forecast", series_ids=["A1", "nothing", "A2"], question=question)
    assert [part.series_id for part in parts] == ["A1", "nothing", "A2"]
    assert [part.HasField("answer") for part in parts] == [True, False, True]
    assert list(parts[2].answer.mean) == [2, 2]


def test_what_a_price_would_change_comes_beside_what_is_usual(ask):
    question = forecast.GetForecastRequest(series_id="A4", horizon=2)
    answer = ask("what_if", question=question, prices=[20])
    assert list(answer.usual.mean) == [4, 4] and list(answer.changed.mean) == [2, 2]
    assert list(answer.factors) == [0.5, 0.5]
    assert answer.usual_revenue == answer.changed_revenue == 80


def test_a_plan_says_what_to_order(ask):
    answer = ask(
        "plan_replenishment", series_id="A7", cycle_service=0.95, lead_time_days=14,
        review_days=7, cover_days=7, on_hand=10, on_order=3)
    assert (answer.reorder_point, answer.order_up_to, answer.order_quantity) == (21, 28, 15)
    assert answer.days_of_cover == 10
    never = ask("plan_replenishment", series_id="A0", fill_rate=0.9, on_hand=1)
    assert math.isinf(never.days_of_cover)
    assert list(never.notes) == [forecast.FORECAST_NOTE_ALL_ZERO]


def test_a_new_item_is_forecast_from_its_attributes(ask):
    attributes = [
        forecast.ItemAttribute(name="category", value="dress"),
        forecast.ItemAttribute(name="fit", value="slim")]
    answer = ask("new_item_forecast", attributes=attributes, horizon=2, quantiles=[0.5])
    assert list(answer.mean) == list(answer.quantiles) == [2.5, 2.5]
    assert [(item.item_id, item.weight) for item in answer.like] == [("A2", 1)]
    assert list(answer.unknown_attributes) == ["fit"]


def test_what_cannot_be_forecast_is_refused(ask):
    question = forecast.GetForecastRequest(series_id="nothing", horizon=2)
    with pytest.raises(modiste.NotFound, match="series 'nothing'"):
        ask("get_forecast", series_id="nothing", horizon=2)
    with pytest.raises(modiste.NotFound, match="series 'nothing'"):
        ask("what_if", question=question)
    for name, fields, message in [
            ("get_forecast", dict(series_id="A1"), "horizon must be in 1...52, got 0"),
            ("batch_forecast", {}, "series_ids has 0 ids"),
            ("batch_forecast", dict(series_ids=["A1"]), "horizon"),
            ("plan_replenishment", dict(series_id="A1"), "one of cycle_service"),
            ("new_item_forecast", dict(horizon=1), "attributes has 0")]:
        with pytest.raises(modiste.InvalidArgument, match=message):
            ask(name, **fields)
