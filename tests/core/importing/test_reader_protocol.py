"""What the process that reads a file answers: it comes back as it was, and is believed in nothing."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from core.errors import ModelFileError
from core.importing.reader_protocol import (
    decode_candidates,
    decode_matches,
    decode_model,
    encode_candidates,
    encode_matches,
    encode_model,
)
from core.messages.importing import keras_layers as messages
from core.messages.importing.files import layer
from core.messages.message import to_document, verbatim
from tests.support.brought_models import SMALL, UNIT, read_model

pytestmark = pytest.mark.process

REMARK = messages.became_pooling(layer=layer(number=2, name="'pool'"), rows=7, columns=7)


def answer(change: Callable[[dict], object] = lambda head: None) -> bytes:
    """Return an answer with a changed first line."""
    head, _, arrays = encode_model(read_model(note=UNIT, remarks=(REMARK,))).partition(b"\n")
    entries = json.loads(head)
    change(entries)
    return json.dumps(entries).encode() + b"\n" + arrays


def test_model_comes_back_with_its_bits_its_note_and_its_remarks():
    read, again = read_model(note=UNIT, remarks=(REMARK,)), decode_model(answer())
    assert (again.kind, again.spec, again.note, again.remarks) == (read.kind, read.spec, read.note, read.remarks)
    assert {name: array.tobytes() for name, array in again.weights.items()} == {
        name: array.tobytes() for name, array in read.weights.items()
    }


def test_candidates_and_matches_come_back():
    assert decode_candidates(encode_candidates((SMALL,))) == [SMALL]
    assert decode_matches(encode_matches([0, 2]), 3) == [0, 2]
    assert decode_matches(encode_matches(None), 3) is None


def test_remark_without_end_is_cut_and_a_flood_of_them_is_dammed():
    flood = [to_document(verbatim(text="x" * 5000))] * 100
    remarks = decode_model(answer(lambda head: head.update(remarks=flood))).remarks
    assert [len(str(remark)) for remark in remarks] == [300] * 40


@pytest.mark.parametrize(
    "change",
    [
        lambda head: head.update(remarks=["a text"]),
        lambda head: head.update(remarks="text"),
        lambda head: head.update(remarks={"kind": "message.verbatim"}),
        lambda head: head.update(remarks=[{"kind": "message.verbatim", "fields": {"text": 3}}]),
        lambda head: head.update(kind="pickle"),
        lambda head: head.update(spec={}),
        lambda head: head.clear(),
    ],
    ids=["a text", "no list", "one message", "a number for a text", "kind", "network", "nothing"],
)
def test_answer_that_our_program_would_not_give_is_refused(change):
    with pytest.raises(
        ModelFileError, match=r"what came of it is not a network\. Save the network again as \.keras\.$"
    ):
        decode_model(answer(change))
