"""Who is next: a queue that is fair over owners and has room for only so many."""

from __future__ import annotations

from typing import Generic, Protocol, TypeVar

from core.errors import QueueFullError

MAX_WAITING = 60
MAX_WAITING_PER_OWNER = 10
MAX_OWNERS_KNOWN = 1000  # whose last turn is remembered


class _Waiting(Protocol):
    @property
    def run(self) -> str: ...
    @property
    def owner(self) -> str: ...


W = TypeVar("W", bound=_Waiting)


class FairQueue(Generic[W]):
    """What waits, in turns: the owner who was served longest ago comes first, each with what they queued first."""

    def __init__(self) -> None:
        self._waiting: list[W] = []
        self._served: dict[str, int] = {}  # owner -> the turn they had last
        self._turn = 0

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def add(self, one: W) -> None:
        """Put one at the end."""
        self._waiting.append(one)

    def remove(self, one: W) -> None:
        """Take one off, wherever it stands."""
        self._waiting.remove(one)

    def clear(self) -> None:
        """Take all off."""
        self._waiting.clear()

    def find(self, run: str) -> W | None:
        """Return what waits under this id; None if nothing does."""
        return next((one for one in self._waiting if one.run == run), None)

    def take(self) -> W:
        """Take off and return whose turn it is."""
        first = self._in_turn()[0]
        self._waiting.remove(first)
        self._turn += 1
        self._served.pop(first.owner, None)  # again at the end: the dictionary keeps the order of turns
        self._served[first.owner] = self._turn
        if len(self._served) > MAX_OWNERS_KNOWN:
            del self._served[next(iter(self._served))]
        return first

    def place(self, run: str) -> int | None:
        """Return the place of a run in the order of turns, from 1; None if it does not wait."""
        order = [one.run for one in self._in_turn()]
        return order.index(run) + 1 if run in order else None

    def check_room(self, owner: str, *, runs: int = 1) -> None:
        """Refuse so many more of this owner's.

        Raises:
            QueueFullError: this owner, or everybody together, has too many waiting.
        """
        of_owner = sum(one.owner == owner for one in self._waiting)
        if of_owner + runs > MAX_WAITING_PER_OWNER:
            most = f"At most {MAX_WAITING_PER_OWNER} can wait. Wait for one to end, or stop one."
            raise QueueFullError(f"{of_owner} of your runs wait already. {most}")
        if len(self._waiting) + runs > MAX_WAITING:
            raise QueueFullError(f"{len(self._waiting)} runs wait already. Try again in some minutes.")

    def _in_turn(self) -> list[W]:
        waiting, served, turn = list(self._waiting), dict(self._served), self._turn
        order: list[W] = []
        while waiting:
            first = min(waiting, key=lambda one: (served.get(one.owner, 0), waiting.index(one)))
            waiting.remove(first)
            order.append(first)
            turn += 1
            served[first.owner] = turn
        return order
