from __future__ import annotations

import json
import pickle

import pytest

from core.errors import DataError
from core.messages import message as message_module
from core.messages.message import MOST_WITHIN, Message, from_document, sentence, to_document, verbatim


@sentence
def _greeting(*, name: str, times: tuple[int, ...], after: Message | None = None) -> str:
    """Return a sentence of this test."""
    return f"Hello {name}, {', '.join(map(str, times))}.{f' {after}' if after else ''}"


MESSAGE = _greeting(name="Ada", times=(1, 2), after=verbatim(text="Good night."))


def test_message_is_worded_from_its_fields():
    assert str(MESSAGE) == "Hello Ada, 1, 2. Good night."
    assert MESSAGE.fields["name"] == "Ada"


def test_message_comes_back_from_json_and_from_a_pickle():
    assert from_document(json.loads(json.dumps(to_document(MESSAGE)))) == MESSAGE
    assert pickle.loads(pickle.dumps(MESSAGE)) == MESSAGE


def test_fields_are_given_by_name():
    with pytest.raises(TypeError, match="by name"):
        _greeting("Ada", times=())  # type: ignore[misc]


@pytest.mark.parametrize(
    "message",
    [
        Message(kind="data.files.from_a_newer_version", fields={"name": "x"}),
        Message(kind="no_such_room.anything", fields={}),
        Message(kind="../message.verbatim", fields={}),
        Message(kind="message.verbatim", fields={"another": "field"}),
        Message(kind="importing.files.file_too_large", fields={"size_bytes": 10**400, "most_bytes": 1}),
    ],
    ids=["unknown sentence", "unknown room", "no room at all", "other fields", "a number beyond all"],
)
def test_message_without_words_here_is_named(message):
    assert str(message) == f"Something happened for which this version of Digit Lab has no words ({message.kind})."


@pytest.mark.parametrize(
    "document", [None, "text", {"kind": "a.b"}, {"kind": 1, "fields": {}}, {"kind": "a", "fields": {"x": {}}}]
)
def test_anything_else_is_no_message(document):
    with pytest.raises(TypeError):
        from_document(document)


def _within_one_another(count: int) -> object:
    document = to_document(verbatim(text="an array"))
    for _ in range(count):
        document = {"kind": "importing.files.part_is_damaged", "fields": {"part": document, "damage": "no_json"}}
    return document


def test_message_within_messages_is_worded_once(monkeypatch):
    worded = []

    def sentence_of(kind):
        worded.append(kind)
        return lambda **fields: f"{kind} {fields} {fields}"

    monkeypatch.setattr(message_module, "_sentence", sentence_of)
    str(from_document(_within_one_another(MOST_WITHIN)))
    assert len(worded) == MOST_WITHIN + 1


def test_messages_too_deep_within_one_another_are_none_of_ours():
    assert str(from_document(_within_one_another(MOST_WITHIN))).count("is not JSON") == MOST_WITHIN
    for count in (MOST_WITHIN + 1, 500):
        with pytest.raises(TypeError):
            from_document(_within_one_another(count))


def test_error_says_its_message_and_keeps_it_across_processes():
    error = DataError(MESSAGE, layer=2)
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.message, again.fields) == (str(MESSAGE), MESSAGE, {"layer": 2})
