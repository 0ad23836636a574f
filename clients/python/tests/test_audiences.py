"""Audiences through both clients, against the fake server."""

import asyncio
import math

import pytest

import modiste
from fake_server import FakeServer


@pytest.fixture
def server(tmp_path):
    server = FakeServer(f"unix:{tmp_path}/s")
    yield server
    server.stop()


def blocking(server, name, **fields):
    with modiste.Client(server.address) as shop:
        answer = getattr(shop, name)(**fields)
        return answer if hasattr(answer, "DESCRIPTOR") else list(answer)


def asynchronous(server, name, **fields):
    async def ask():
        async with modiste.AsyncClient(server.address) as shop:
            answer = getattr(shop, name)(**fields)
            if hasattr(answer, "__aiter__"):
                return [part async for part in answer]
            return await answer

    return asyncio.run(ask())


@pytest.fixture(params=[blocking, asynchronous])
def ask(request, server):
    return lambda name, **fields: request.param(server, name, **fields)


def test_an_audience_has_a_size(ask):
    answer = ask("size_audience", expression="first 12")
    assert answer.size == 12
    assert not answer.is_noisy and math.isnan(answer.epsilon_left)


def test_pages_make_up_the_audience_and_a_token_goes_on_behind_its_page(ask):
    parts = ask("select_audience", expression="first 25", page_size=10)
    assert [len(part.members) for part in parts] == [10, 10, 5]
    assert [part.size for part in parts] == [25, 25, 25]
    assert parts[2].next_page_token == ""
    rest = ask(
        "select_audience", expression="first 25", page_size=10,
        page_token=parts[0].next_page_token)
    assert [m.user_id for part in rest for m in part.members] == [f"u{i}" for i in range(10, 25)]


def test_look_alikes_come_with_the_seeds_that_are_not_known(ask):
    part, = ask("look_alikes", user_ids=["a", "?b"], limit=3)
    assert [member.user_id for member in part.members] == ["u0", "u1", "u2"]
    assert list(part.unknown_user_ids) == ["?b"]


def test_a_description_tells_lifts(ask):
    difference, = ask("describe_audience", expression="first 12").differences
    assert (difference.tag, difference.value, difference.lift) == ("gender", "women", 1.5)


@pytest.mark.parametrize("name", ["size_audience", "select_audience", "describe_audience"])
def test_few_shoppers_and_bad_expressions_are_refused(ask, name):
    with pytest.raises(modiste.PermissionDenied, match="fewer than 10"):
        ask(name, expression="first 9")
    with pytest.raises(modiste.InvalidArgument, match="column 1"):
        ask(name, expression="gender =")


def test_a_campaign_has_figures_and_an_unknown_one_is_not_found(ask):
    answer = ask("measure_campaign", campaign_id="C1")
    assert (answer.treated.conversions, answer.control.conversions) == (20, 10)
    assert answer.conversion_uplift_low < answer.conversion_uplift < answer.conversion_uplift_high
    assert answer.qini_curve[0].incremental_conversions == 10
    with pytest.raises(modiste.NotFound):
        ask("measure_campaign", campaign_id="C9")
