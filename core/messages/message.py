"""What is said to a person, as a value: which sentence it is, and what stands in it.

The sentences themselves are functions, room by room in the modules beside this one, and nowhere else; a second language
is another folder of this shape. A message crosses processes and lies in the log of runs as its kind and its fields:
what an older version wrote is worded by today's sentence, and a newer version's unknown one is named as such.
"""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import ParamSpec, TypeAlias, cast

Value: TypeAlias = "str | int | float | bool | tuple[Value, ...] | Message | None"  # of a field
_Fields = ParamSpec("_Fields")
MOST_WITHIN = 5  # messages within one another; no sentence of ours goes as deep
_PACKAGE = __name__.rpartition(".")[0]
_SENTENCES: dict[str, Callable[..., str]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One thing that is said; `str` of it is the sentence."""

    kind: str  # "room.name" or "room.part.name": the module here and the function in it that words it
    fields: Mapping[str, Value] = field(hash=False)  # that function's arguments

    def __str__(self) -> str:
        sentence = _sentence(self.kind)
        fields = {name: _worded(value) for name, value in self.fields.items()}  # once, however often they are named
        try:
            return sentence(**fields) if sentence else _unknown(self.kind)
        # Fields of another version's sentence, or of a stranger's
        except (TypeError, ValueError, AttributeError, LookupError, ArithmeticError):
            return _unknown(self.kind)


def sentence(function: Callable[_Fields, str]) -> Callable[_Fields, Message]:
    """Return a function that gives the `Message` which `function` words; for the modules beside this one.

    It takes the same arguments, by keyword. They are plain values, tuples of these, or other messages.
    """
    kind = f"{function.__module__.removeprefix(f'{_PACKAGE}.')}.{function.__name__}"
    _SENTENCES[kind] = function

    @functools.wraps(function)
    def make(*arguments: _Fields.args, **fields: _Fields.kwargs) -> Message:
        if arguments:
            raise TypeError(f"{kind} takes its fields by name")
        return Message(kind=kind, fields=cast("dict[str, Value]", fields))

    return make


@sentence
def verbatim(*, text: str) -> str:
    """Return a text as it is: what an older version wrote as a sentence, or what is no sentence of ours."""
    return text


def to_document(message: Message) -> dict[str, object]:
    """Return a message as JSON has it: {"kind": ..., "fields": {...}}; `from_document` gives it back, equal."""
    return {"kind": message.kind, "fields": {name: _plain(value) for name, value in message.fields.items()}}


def from_document(document: object, *, most_within: int = MOST_WITHIN) -> Message:
    """Return the message of what `to_document` gave.

    Args:
        document: that, or whatever else stands in a log or came from a process.
        most_within: messages that may lie within one another in it; a stranger's could grow with each.

    Raises:
        TypeError: it is something else.
    """
    match document:
        case {"kind": str(kind), "fields": dict(fields), **others} if not others and most_within >= 0:
            return Message(kind=kind, fields={str(name): _value(value, most_within) for name, value in fields.items()})
    raise TypeError("a message is a kind and its fields")


def _sentence(kind: str) -> Callable[..., str] | None:
    if kind not in _SENTENCES:
        module = kind.rpartition(".")[0]
        if module and all(part.isidentifier() for part in module.split(".")):
            try:
                importlib.import_module(f"{_PACKAGE}.{module}")  # a message that came from elsewhere
            except ImportError:
                return None
    return _SENTENCES.get(kind)


def _unknown(kind: str) -> str:
    return f"Something happened for which this version of Digit Lab has no words ({kind[:80]})."


def _plain(value: Value) -> object:
    if isinstance(value, Message):
        return to_document(value)
    return [_plain(entry) for entry in value] if isinstance(value, tuple) else value


def _worded(value: Value) -> object:
    if isinstance(value, tuple):
        return tuple(map(_worded, value))
    return str(value) if isinstance(value, Message) else value


def _value(value: object, most_within: int) -> Value:
    if isinstance(value, dict):
        return from_document(value, most_within=most_within - 1)
    if isinstance(value, list):
        return tuple(_value(entry, most_within) for entry in value)
    if value is None or isinstance(value, str | int | float):
        return value
    raise TypeError("a message's field is a plain value")
