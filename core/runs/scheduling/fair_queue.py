"""Who is next: a queue that is fair over owners and has room for only so many."""

from __future__ import annotations

from core.errors import QueueFullError
from core.messages.runs import scheduling as messages
from core.runs.scheduling.work import Work

MAX_WAITING = 60
MAX_WAITING_PER_OWNER = 10
MAX_OWNERS_KNOWN = 1000  # whose last turn is remembered


class FairQueue:
    """Work in turns: the owner who was served longest ago comes first, each with what they queued first."""

    def __init__(self) -> None:
        self._waiting: list[Work] = []
        self._served: dict[str, int] = {}  # owner -> the turn they had last
        self._turn = 0

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def add(self, entry: Work) -> None:
        """Put one at the end."""
        self._waiting.append(entry)

    def remove(self, entry: Work) -> None:
        """Take one off, wherever it stands."""
        self._waiting.remove(entry)

    def clear(self) -> None:
        """Take all off."""
        self._waiting.clear()

    def get(self, key: str) -> Work | None:
        """Return what waits under this key; None if nothing does."""
        return next((entry for entry in self._waiting if entry.key == key), None)

    def of_owner(self, owner: str) -> list[Work]:
        """Return an owner's that wait, in the order they were added."""
        return [entry for entry in self._waiting if entry.owner == owner]

    def pop(self) -> Work:
        """Take off and return whose turn it is."""
        first = self._in_turn()[0]
        self._waiting.remove(first)
        self._turn += 1
        self._served.pop(first.owner, None)  # again at the end: the dictionary keeps the order of turns
        self._served[first.owner] = self._turn
        if len(self._served) > MAX_OWNERS_KNOWN:
            del self._served[next(iter(self._served))]
        return first

    def position(self, key: str) -> int | None:
        """Return the position of a run or a job in the order of turns, from 1; None if it does not wait."""
        order = [entry.key for entry in self._in_turn()]
        return order.index(key) + 1 if key in order else None

    def check_room(self, owner: str, *, count: int) -> None:
        """Refuse so many more of this owner's.

        Raises:
            QueueFullError: this owner, or everybody together, has too many waiting.
        """
        of_owner = self.of_owner(owner)
        if len(of_owner) + count > MAX_WAITING_PER_OWNER:
            runs, jobs = _counts(of_owner)
            raise QueueFullError(messages.too_many_of_yours(waiting=runs, jobs=jobs, most=MAX_WAITING_PER_OWNER))
        if len(self._waiting) + count > MAX_WAITING:
            runs, jobs = _counts(self._waiting)
            raise QueueFullError(messages.line_is_full(waiting=runs, jobs=jobs))

    def _in_turn(self) -> list[Work]:
        waiting, served, turn = list(self._waiting), dict(self._served), self._turn
        order: list[Work] = []
        while waiting:
            first = min(waiting, key=lambda entry: (served.get(entry.owner, 0), waiting.index(entry)))
            waiting.remove(first)
            order.append(first)
            turn += 1
            served[first.owner] = turn
        return order


def _counts(work: list[Work]) -> tuple[int, int]:
    """Return how many of these are runs, and how many are jobs."""
    runs = sum(entry.is_run for entry in work)
    return runs, len(work) - runs
