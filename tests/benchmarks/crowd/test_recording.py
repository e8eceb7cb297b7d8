"""What was taken down of a browser, drawn by another hand."""

from __future__ import annotations

import json

import numpy as np
from streamlit.proto.BackMsg_pb2 import BackMsg

from benchmarks.crowd.recording import Hand, drawn_by, is_timers
from core.drawing.strokes import read_canvas

STROKE = {
    "type": "Path",
    "originX": "center",
    "originY": "center",
    "left": 300.0,
    "top": 250.0,
    "width": 200.0,
    "height": 300.0,
    "path": [["M", 200, 100], ["Q", 400, 100, 400, 250], ["L", 300, 400]],
}


def message(*, is_timer: bool = False, **drawing: object) -> bytes:
    """Return a browser's message with a canvas's value and a choice."""
    sent = BackMsg()
    sent.rerun_script.fragment_id, sent.rerun_script.is_auto_rerun = "f", is_timer
    canvas, choice = (sent.rerun_script.widget_states.widgets.add() for _ in range(2))
    canvas.id, canvas.json_value = "canvas", json.dumps({"drawing": {"raw": drawing, "data": None}})
    choice.id = "choice"
    choice.string_array_value.data.append("Draw")
    return sent.SerializeToString()


def strokes(frame: bytes) -> list[np.ndarray]:
    sent = BackMsg()
    sent.ParseFromString(frame)
    return read_canvas(json.loads(sent.rerun_script.widget_states.widgets[0].json_value)["drawing"]["raw"])


def test_hand_moves_and_scales_every_stroke_as_the_app_reads_it():
    frame = message(objects=[STROKE, STROKE])
    (before, _), (first, second) = strokes(frame), strokes(drawn_by(frame, Hand(size=0.5, right=10, down=-20)))
    np.testing.assert_array_equal(first, second)
    np.testing.assert_allclose(first[0], 280 + 0.5 * (before[0] - 280) + [10, -20])
    np.testing.assert_allclose(first[-1], 280 + 0.5 * (before[-1] - 280) + [10, -20])


def test_hand_leaves_all_else_as_it_was():
    sent = BackMsg()
    sent.ParseFromString(drawn_by(message(objects=[STROKE]), Hand(right=10)))
    assert sent.rerun_script.fragment_id == "f"
    assert list(sent.rerun_script.widget_states.widgets[1].string_array_value.data) == ["Draw"]


def test_an_empty_canvas_stays_empty():
    assert strokes(drawn_by(message(objects=[]), Hand(right=10))) == []


def test_timers_message_is_told_from_a_persons():
    assert is_timers(message(is_timer=True))
    assert not is_timers(message())
