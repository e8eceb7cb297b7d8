"""Events as the log holds them, a kind and JSON, and back. What cannot be read is told as such, and stops nobody.

Every value is held against its field's annotation: a fold, a page and a resumed run may rely on what they are given. A
field whose metadata has an `older_name` is also read where an older version wrote it under that.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import types
from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from core.messages.message import Message, from_document
from core.training.record.events import Event, RowDamaged
from core.training.record.older_reasons import reason_of

_KINDS: dict[str, Any] = {kind.__name__: kind for kind in get_args(Event) if kind is not RowDamaged}


def to_text(event: Event) -> tuple[str, str]:
    """Return an event's kind and its fields as JSON."""
    return type(event).__name__, json.dumps(dataclasses.asdict(event))


def from_text(kind: str, text: str) -> Event | None:
    """Return the event, `RowDamaged` for one that cannot be read, None for a kind that this version does not know.

    Fields that it does not know are left out; those of its own that an older version did not write get their default.
    """
    known = _KINDS.get(kind)
    if known is None:
        return None
    try:
        return _reader(known)(json.loads(text))
    except (ValueError, TypeError, OverflowError, RecursionError):  # no JSON, another type, a field that is missing
        return RowDamaged(kind=kind)


def with_sentences(event: Event) -> dict[str, Any]:
    """Return an event's fields as JSON values for a file that people read: its reason is a sentence there, or ""."""
    values = dataclasses.asdict(event)
    return values | {"reason": str(getattr(event, "reason", None) or "")} if "reason" in values else values


def value_of(hint: Any, value: Any) -> Any:
    """Return what a JSON value is by an annotation of the kinds that events have.

    Raises:
        TypeError: it is something else, or a field is missing.
    """
    return _reader(hint)(value)


@cache
def _reader(hint: Any) -> Callable[[Any], Any]:
    """Return a function of a JSON value that gives what an annotation asks for, or raises TypeError.

    An annotation is a number, a text, one of several values or annotations, a tuple, a message, or a
    dataclass of these.
    """
    origin, arguments = get_origin(hint), get_args(hint)
    if hint == Message | None:
        return _reason
    if dataclasses.is_dataclass(hint):
        return _reader_of_fields(hint)
    if origin in (Union, types.UnionType):
        return partial(_first_that_fits, [_reader(argument) for argument in arguments])
    if origin is tuple:
        return partial(_each, _reader(arguments[0]))
    return partial(_same, arguments if origin is Literal else None, hint)


def _reader_of_fields(kind: Any) -> Callable[[Any], Any]:
    readers = [(name, _reader(hint)) for name, hint in get_type_hints(kind).items()]
    older_names = {
        field.metadata["older_name"]: field.name for field in dataclasses.fields(kind) if "older_name" in field.metadata
    }

    def read(values: Any) -> Any:
        if not isinstance(values, dict):
            raise TypeError(f"{kind.__name__} is a table of fields")
        values = {older_names.get(name, name): value for name, value in values.items()}
        return kind(**{name: read_field(values[name]) for name, read_field in readers if name in values})

    return read


def _reason(value: Any) -> Message | None:
    """Return a message; an older version wrote a sentence, and "" for none."""
    if value is None:
        return None
    return reason_of(value) if isinstance(value, str) else from_document(value)


def _first_that_fits(readers: Sequence[Callable[[Any], Any]], value: Any) -> Any:
    for read in readers:
        with contextlib.suppress(TypeError):
            return read(value)
    raise TypeError(f"{value!r} is none of several")


def _each(read: Callable[[Any], Any], values: Any) -> tuple[Any, ...]:
    if not isinstance(values, list):
        raise TypeError(f"{values!r} is no list")
    return tuple(read(value) for value in values)


def _same(choices: tuple[Any, ...] | None, hint: Any, value: Any) -> Any:
    """Return the value where it is one of the choices or of the hinted type; a whole number is a fraction too."""
    if type(value) is hint or (choices is not None and value in choices):
        return value
    if hint is float and type(value) is int:
        return float(value)
    raise TypeError(f"{value!r} is no {hint}")
