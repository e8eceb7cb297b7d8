"""A typed key of a visitor's session: which values may stand there, and which one counts where none of them does."""

from __future__ import annotations

import copy
from collections.abc import Container, Sequence
from typing import Any, Generic, TypeGuard, TypeVar, overload

T = TypeVar("T")
U = TypeVar("U")


class Slot(Generic[T]):
    """One key of the session's state.

    A browser can send anything for a widget, and a link anything for a parameter: what is of another type or out of
    bounds counts as the default.

    Attributes:
        key: of the session's state. A widget that sets it has `key=slot.key`, and where it is bound to the URL, that is
            the parameter's name.
        default: what counts where nothing is set.
    """

    __slots__ = ("_kind", "_within", "default", "key")

    @overload
    def __init__(self: Slot[U], key: str, kind: type[U], *, default: U, within: Container[object] = ...) -> None: ...
    @overload
    def __init__(self: Slot[U | None], key: str, kind: type[U], *, within: Container[object] = ...) -> None: ...
    def __init__(
        self, key: str, kind: type, *, default: object = None, within: Container[object] | None = None
    ) -> None:
        """Describe a key.

        Args:
            key: of the session's state.
            kind: class of the values, of whose items none is checked; float takes whole numbers too, int and float no
                bool, object anything.
            default: None where it is not given, which the type then tells.
            within: the values that are allowed; all of the kind where it is not given.
        """
        self.key = key
        self.default: T = default  # type: ignore[assignment]
        self._kind = getattr(kind, "__origin__", kind)  # of tuple[int, str]: tuple
        self._within = within

    def accepts(self, value: object) -> TypeGuard[T]:
        """Return whether a value may stand here."""
        if isinstance(value, bool):
            is_kind = self._kind in (bool, object)
        else:
            is_kind = isinstance(value, int | float if self._kind is float else self._kind)
        return is_kind and (self._within is None or value in self._within)


class SlotFamily(Generic[T]):
    """Slots of the same values whose keys end with names: of a run, a layer, a setting."""

    __slots__ = ("_first",)

    def __init__(self, first: Slot[T]) -> None:
        self._first = first

    def of(self, *names: object) -> Slot[T]:
        """Return the slot of these names, which stand behind its key."""
        slot = copy.copy(self._first)
        slot.key = "-".join([slot.key, *map(str, names)])
        return slot


class SettingSlots(SlotFamily[object]):
    """Slots of settings, whose names end the keys with dashes in them."""

    __slots__ = ()

    def of(self, *names: object) -> Slot[object]:
        return super().of(*(str(name).replace("_", "-") for name in names))


@overload
def one_of(key: str, values: Sequence[U], *, default: U) -> Slot[U]: ...
@overload
def one_of(key: str, values: Sequence[U]) -> Slot[U | None]: ...
def one_of(key: str, values: Sequence[object], *, default: object = None) -> Slot[Any]:
    """Return a slot that holds one of these values; others count as the default."""
    return Slot(key, object, default=default, within=tuple(values))
