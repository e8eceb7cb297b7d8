"""When the server looks for garbage: some seconds after a page has run, once for all pages that run meanwhile.

Streamlit itself looks after every run of a page (`runner.postScriptGC`, switched off in `.streamlit/config.toml`), and
each time through all that the server holds: 15 to 30 ms, in which nobody else's page goes on, and a third of what a run
costs. What a run leaves behind is mostly found sooner by Python's own looks at what is young.
"""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Callable

from core.engine.background import Background

AFTER_SECONDS = 10.0


class Collector:
    """Looks for garbage after a while. Mutable: knows whether it is going to."""

    def __init__(self, *, later: Callable[[Callable[[], None]], None], collect: Callable[[], object]) -> None:
        """Begin with nothing to do.

        Args:
            later: has a function called after a while.
            collect: looks for garbage.
        """
        self._later, self._collect = later, collect
        self._lock = threading.Lock()
        self._is_due = False

    def look_later(self) -> None:
        """Have garbage looked for after a while, where that is not going to happen already."""
        with self._lock:
            if self._is_due:
                return
            self._is_due = True
        self._later(self._look)

    def _look(self) -> None:
        with self._lock:
            self._is_due = False
        self._collect()


def _after_a_while(act: Callable[[], None]) -> None:
    def wait_and_act() -> None:
        time.sleep(AFTER_SECONDS)
        act()

    Background(wait_and_act, name="garbage")


_COLLECTOR = Collector(later=_after_a_while, collect=gc.collect)
look_later = _COLLECTOR.look_later
