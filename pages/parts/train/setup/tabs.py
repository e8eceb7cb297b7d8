"""The Train page's tabs: what they are called, and how a click elsewhere opens one."""

from __future__ import annotations

from typing import Literal

from pages.state import slots, state
from pages.text.train import Setup

Tab = Literal["train", "network", "runs"]


def open_tab(name: Tab) -> None:
    """Open one of the tabs. A callback, or before they are drawn."""
    state.put(slots.TRAIN_TAB, Setup.TABS[name])
