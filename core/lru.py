"""A mapping that holds so many entries at most: the one that was read or written longest ago makes room."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, MutableMapping
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Lru(MutableMapping[K, V]):
    """Values by their keys, the least recently used first. Not thread-safe by itself."""

    def __init__(self, most: int) -> None:
        """Begin empty; `most` entries are kept."""
        self._most = most
        self._entries: OrderedDict[K, V] = OrderedDict()

    def __getitem__(self, key: K) -> V:
        value = self._entries[key]
        self._entries.move_to_end(key)
        return value

    def __setitem__(self, key: K, value: V) -> None:
        self._entries[key] = value
        self._entries.move_to_end(key)
        while len(self._entries) > self._most:
            self._entries.popitem(last=False)

    def __delitem__(self, key: K) -> None:
        del self._entries[key]

    def __contains__(self, key: object) -> bool:
        return key in self._entries  # to ask whether it is there is no use of it

    def __iter__(self) -> Iterator[K]:
        return iter(list(self._entries))  # reading a value moves it meanwhile

    def __len__(self) -> int:
        return len(self._entries)
