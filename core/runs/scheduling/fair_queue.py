"""Who is next: a queue that is fair over owners and has room for only so many."""

from __future__ import annotations

from core.errors import QueueFullError
from core.messages.runs import scheduling as messages
from core.runs.scheduling.attempt import Attempt

MAX_WAITING = 60
MAX_WAITING_PER_OWNER = 10
MAX_OWNERS_KNOWN = 1000  # whose last turn is remembered


class FairQueue:
    """Attempts in turns: the owner who was served longest ago comes first, each with what they queued first."""

    def __init__(self) -> None:
        self._waiting: list[Attempt] = []
        self._served: dict[str, int] = {}  # owner -> the turn they had last
        self._turn = 0

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def add(self, entry: Attempt) -> None:
        """Put one at the end."""
        self._waiting.append(entry)

    def remove(self, entry: Attempt) -> None:
        """Take one off, wherever it stands."""
        self._waiting.remove(entry)

    def clear(self) -> None:
        """Take all off."""
        self._waiting.clear()

    def get(self, run: str) -> Attempt | None:
        """Return what waits under this id; None if nothing does."""
        return next((entry for entry in self._waiting if entry.run == run), None)

    def of_owner(self, owner: str) -> list[Attempt]:
        """Return an owner's that wait, in the order they were added."""
        return [entry for entry in self._waiting if entry.owner == owner]

    def pop(self) -> Attempt:
        """Take off and return whose turn it is."""
        first = self._in_turn()[0]
        self._waiting.remove(first)
        self._turn += 1
        self._served.pop(first.owner, None)  # again at the end: the dictionary keeps the order of turns
        self._served[first.owner] = self._turn
        if len(self._served) > MAX_OWNERS_KNOWN:
            del self._served[next(iter(self._served))]
        return first

    def position(self, run: str) -> int | None:
        """Return the position of a run in the order of turns, from 1; None if it does not wait."""
        order = [entry.run for entry in self._in_turn()]
        return order.index(run) + 1 if run in order else None

    def check_room(self, owner: str, *, runs: int) -> None:
        """Refuse so many more of this owner's.

        Raises:
            QueueFullError: this owner, or everybody together, has too many waiting.
        """
        of_owner = len(self.of_owner(owner))
        if of_owner + runs > MAX_WAITING_PER_OWNER:
            raise QueueFullError(messages.too_many_of_yours(waiting=of_owner, most=MAX_WAITING_PER_OWNER))
        if len(self._waiting) + runs > MAX_WAITING:
            raise QueueFullError(messages.line_is_full(waiting=len(self._waiting)))

    def _in_turn(self) -> list[Attempt]:
        waiting, served, turn = list(self._waiting), dict(self._served), self._turn
        order: list[Attempt] = []
        while waiting:
            first = min(waiting, key=lambda entry: (served.get(entry.owner, 0), waiting.index(entry)))
            waiting.remove(first)
            order.append(first)
            turn += 1
            served[first.owner] = turn
        return order
