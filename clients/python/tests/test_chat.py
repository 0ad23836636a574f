"""Conversations through both clients, against the fake server."""

import pytest

import modiste
from modiste.v1 import chat_pb2 as chat
from fake_server import PASSAGE, FakeServer
from test_audiences import asynchronous, blocking


@pytest.fixture
def server(tmp_path):
    server = FakeServer(f"unix:{tmp_path}/s")
    yield server
    server.stop()


@pytest.fixture(params=[blocking, asynchronous])
def ask(request, server):
    return lambda name, **fields: request.param(server, name, **fields)


def test_a_sentence_says_where_it_comes_from(ask):
    answer = ask("answer", text="can I return it?")
    assert [part.text for part in answer.parts] == [PASSAGE]
    [citation] = answer.parts[0].citations
    assert (citation.kind, citation.source_id) == (chat.CITATION_KIND_PASSAGE, "K1")
    assert answer.parts[0].text[citation.start:citation.end] == PASSAGE
    assert answer.confidence == answer.intents[0].probability == 0.75


def test_an_order_is_asked_of_the_backend_and_its_result_answered(ask):
    asked = ask("answer", text="where is my order?")
    assert list(asked.tool_request.missing) == ["order"]
    asked = ask("answer", text="my order A10234", state=asked.state)
    request = asked.tool_request
    assert [(a.name, a.value) for a in request.arguments] == [("order", "A10234")]
    result = chat.ToolResult(
        call_id=request.call_id, tool=request.tool, outcome=chat.TOOL_OUTCOME_DONE,
        values=[chat.ToolArgument(name="status", value="sent")])
    answer = ask("answer", state=asked.state, tool_result=result)
    assert [part.text for part in answer.parts] == ["Your order is sent."]
    [citation] = answer.parts[0].citations
    assert answer.parts[0].text[citation.start:citation.end] == "sent"


def test_after_a_handover_the_bot_is_silent_until_it_is_told_otherwise(ask):
    turns = [chat.Turn(speaker=chat.SPEAKER_BOT, text=str(n)) for n in range(50)]
    answer = ask("answer", text="an agent, please", turns=turns)
    assert answer.handover.reason == chat.HANDOVER_REASON_ASKED
    assert [turn.text for turn in answer.handover.turns][-2:] == ["49", "an agent, please"]
    silent = ask("answer", text="hello?", state=answer.state)
    assert list(silent.notes) == [chat.ANSWER_NOTE_SILENT] and not silent.parts
    assert ask("answer", text="can I return it?", state=silent.state, resume=True).parts


def test_a_stream_has_the_parts_the_products_and_then_the_rest(ask):
    parts = ask("answer_stream", text="a dress", limit=2)
    assert [part.ListFields()[0][0].name for part in parts] == [
        "part", "product", "product", "conclusion"]
    assert [part.product.item_id for part in parts[1:3]] == ["A0", "A1"]
    whole = ask("answer", text="a dress", limit=2)
    assert parts[0].part == whole.parts[0]
    assert parts[-1].conclusion.state == whole.state
    assert not parts[-1].conclusion.parts


def test_questions_meanings_and_passages_come_alone(ask):
    suggested = ask("suggest", prefix="whe", limit=1)
    assert [s.text for s in suggested.suggestions] == ["Where is my order?"]
    meaning = ask("classify", text="order A10234")
    assert meaning.in_scope and meaning.scope_probability == 0.75
    assert [(s.name, s.value, s.start, s.end) for s in meaning.slots] == [
        ("order", "A10234", 6, 12)]
    found = ask("search", text="return a dress", limit=3)
    assert [p.passage_id for p in found.passages] == ["K1"]
    assert len(found.products) == 3 and found.product_count == 10
    assert [(c.attribute, c.value) for c in found.conditions] == [("category", "dress")]
    assert not ask("search", text="return a dress", omit_passages=True).passages


def test_what_cannot_be_answered_is_refused(ask):
    long = "红" * 1_366
    wrong = chat.ToolResult(call_id="c9", tool="order_status", outcome=chat.TOOL_OUTCOME_DONE)
    shapeless = chat.ToolResult(
        call_id="c1", tool="order_status", outcome=chat.TOOL_OUTCOME_DONE,
        values=[chat.ToolArgument(name="status", value="lost")])
    for name, fields, message in [
            ("answer", dict(text=long), "text must be at most 4096 bytes, got 4098"),
            ("answer", dict(text="hi", turns=[chat.Turn()] * 51), "turns has 51"),
            ("answer", dict(text="hi", state=b"forged"), "state"),
            ("answer", dict(tool_result=wrong), "was not asked"),
            ("answer", dict(state=b"fake\0asked", tool_result=shapeless), "status must be one of"),
            ("answer_stream", dict(text=long), "text must be"),
            ("suggest", dict(prefix="x" * 257), "prefix must be at most 256 bytes, got 257"),
            ("suggest", dict(prefix="x", limit=21), "limit must be in 0...20, got 21"),
            ("classify", dict(text=long), "text must be"),
            ("search", dict(text="x", limit=101), "limit must be in 0...100, got 101")]:
        with pytest.raises(modiste.InvalidArgument) as caught:
            ask(name, **fields)
        assert message in caught.value.message
