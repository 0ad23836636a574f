"""The golden frames decode to what the index says, and encode to the same bytes again."""

import json
import pathlib
import re

import pytest
from google.protobuf import json_format

from modiste import frames, methods
from modiste.v1 import admin_pb2, chat_pb2, common_pb2, forecast_pb2, profile_pb2, recommend_pb2

ROOT = pathlib.Path(__file__).resolve().parents[3]
GOLDEN = ROOT / "Tests/Golden"
INDEX = json.loads((GOLDEN / "index.json").read_text("utf-8"))
TYPES = {
    f"modiste.v1.{name}": getattr(module, name)
    for module in (admin_pb2, chat_pb2, common_pb2, forecast_pb2, profile_pb2, recommend_pb2)
    for name in module.DESCRIPTOR.message_types_by_name
}


@pytest.mark.parametrize("entry", INDEX, ids=lambda entry: entry["name"])
def test_a_golden_frame_decodes_and_encodes_to_the_same_bytes(entry):
    data = (GOLDEN / entry["file"]).read_bytes()
    decoder = frames.Decoder()
    decoder.append(data)
    frame = decoder.next()
    header = entry["header"]
    assert (frame.kind, frame.method, frame.call_id, frame.micros, frame.status) == (
        header["kind"], header["method"], header["call_id"], header["micros"], header["status"])
    assert len(frame.metadata) == header["metadata_size"]

    metadata = common_pb2.Metadata.FromString(frame.metadata)
    assert as_json(metadata) == entry.get("metadata", {})
    if "message_type" in entry:
        message = TYPES[entry["message_type"]].FromString(frame.message)
        assert as_json(message) == entry["message"]
        packed = message.SerializeToString(deterministic=True)
    else:
        packed = bytes.fromhex(entry["body_hex"])
    again = frames.encode(
        frame.kind, method=frame.method, call_id=frame.call_id, micros=frame.micros,
        status=frame.status, metadata=metadata.SerializeToString(deterministic=True),
        message=packed)
    assert again == data


def test_every_message_of_a_method_is_in_a_golden_frame():
    seen = {entry.get("message_type") for entry in INDEX}
    assert seen >= {
        type.DESCRIPTOR.full_name
        for method in methods.ALL for type in (method.request, method.response)}


def test_frames_split_at_every_byte_are_cut_the_same():
    data = b"".join((GOLDEN / e["file"]).read_bytes() for e in INDEX[:4])
    whole = cut(data)
    for at in range(len(data)):
        decoder = frames.Decoder()
        found = []
        for piece in (data[:at], data[at:]):
            decoder.append(piece)
            while frame := decoder.next():
                found.append(frame)
        assert found == whole


def test_the_worked_hex_in_the_protocol_is_the_golden_bytes():
    text = (ROOT / "proto/PROTOCOL.md").read_text("utf-8")
    section = text.split("## 12.")[1].split("## 13.")[0]
    blocks = re.findall(r"(?:^    .*\n|^\n)+", section, re.M)
    found = []
    for block in blocks:
        columns = [re.match(r" +((?:[0-9a-f]{2} )*[0-9a-f]{2})(?:  |$)", line) for line in
                   block.splitlines()]
        data = bytes.fromhex("".join(match[1] for match in columns if match))
        if data:
            found.append(data)
    names = ("ping-request", "ping-response", "similar-items-request", "similar-items-response")
    assert found == [(GOLDEN / f"{name}.bin").read_bytes() for name in names]


def cut(data):
    decoder = frames.Decoder()
    decoder.append(data)
    return list(iter(decoder.next, None))


def as_json(message):
    return json_format.MessageToDict(message, preserving_proto_field_name=True)
