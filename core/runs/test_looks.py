"""How often a person has looked at the test images: the networks whose test score they have seen, family by family.

Whoever picks the best of many by their test scores has learned from the test images. So what was looked at is counted,
and outlives a deleted run. A family is what was set up from one recipe, or one network, on one data set.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import threading
from pathlib import Path

from core.files import replace_file
from core.lru import Lru
from core.runs.log.run_record import RunRecord

MOST_FAMILIES = 100  # of a person; the one of the last look stays
MOST_LOOKS = 500  # of a family: what is beyond is "at least as many"
MOST_PEOPLE = 5_000  # files, of some kilobytes each; those go that were written longest ago
_IN_MEMORY = 256  # people


def family_of(record: RunRecord) -> str:
    """Return what tells the family of a run from others: 32 hexadecimal digits."""
    kind = record.recipe or json.dumps(record.spec.to_json(), sort_keys=True)
    return hashlib.sha256(f"{record.data} {kind}".encode()).hexdigest()[:32]


class TestLooks:
    """Looks by person and family. Any thread may call."""

    __test__ = False  # for pytest: it is none

    def __init__(self, folder: Path) -> None:
        """Keep a file a person in a folder, which is made where there is none."""
        self._folder = folder
        self._lock = threading.Lock()
        self._recent: Lru[str, dict[str, list[str]]] = Lru(_IN_MEMORY)

    def seen(self, owner: str, family: str) -> frozenset[str]:
        """Return the names of the networks of a family whose test score a person has seen."""
        with self._lock:
            return frozenset(self._looks_of(owner).get(family, ()))

    def note(self, owner: str, family: str, model: str) -> None:
        """Note that a person sees a network's test score; the same again changes nothing.

        Where the disk has no room, it is remembered until the server stops.
        """
        with self._lock:
            looks = self._looks_of(owner)
            names = looks.get(family, [])
            if model in names or len(names) >= MOST_LOOKS:
                return
            others = [(one, seen) for one, seen in looks.items() if one != family]
            self._recent[owner] = dict([*others[-(MOST_FAMILIES - 1) :], (family, [*names, model])])
            with contextlib.suppress(OSError):
                self._write(owner)

    def _looks_of(self, owner: str) -> dict[str, list[str]]:
        looks = self._recent.get(owner)
        if looks is None:
            looks = self._recent[owner] = _read(self._path(owner))
        return looks

    def _write(self, owner: str) -> None:
        path, content = self._path(owner), json.dumps(self._recent[owner]).encode()
        is_new = not path.exists()
        self._folder.mkdir(parents=True, exist_ok=True)
        replace_file(path, content, synced=False)
        if is_new:
            self._make_room()

    def _make_room(self) -> None:
        files = list(self._folder.glob("*.json"))
        for oldest in sorted(files, key=lambda path: path.stat().st_mtime)[: max(len(files) - MOST_PEOPLE, 0)]:
            oldest.unlink(missing_ok=True)

    def _path(self, owner: str) -> Path:
        """Return the file of a person, whose name does not tell who they are: that is a secret."""
        return self._folder / f"{hashlib.sha256(owner.encode()).hexdigest()[:32]}.json"


def _read(path: Path) -> dict[str, list[str]]:
    """Return what a file holds; nothing where it is damaged or not there."""
    try:
        content = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(content, dict):
        return {}
    return {
        family: [name for name in names if isinstance(name, str)]
        for family, names in content.items()
        if isinstance(names, list)
    }
