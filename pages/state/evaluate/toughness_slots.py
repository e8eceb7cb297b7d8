"""What the server remembers of "How tough is it?" on Evaluate: `pages.state.slots` goes on here."""

from __future__ import annotations

from core.inference.robustness.conditions import PLACES, STRENGTHS, ConditionKey
from core.serving.robustness.attacked import METHODS, MOST_EPS, Method
from pages.state.slot import Slot, one_of

TOUGH_STARTED = Slot("tough-started", frozenset[str], default=frozenset())  # names of models whose sweep was asked for
TOUGH_OTHERS = Slot("tough-others", list)  # widget: names of the models that are swept beside the selected one
TOUGH_CONDITION: Slot[ConditionKey | None] = one_of("tough-condition", tuple(PLACES))  # widget
TOUGH_STRENGTH = Slot("tough-strength", int, within=range(STRENGTHS + 1))  # widget: how the digit is damaged
FOOL_STARTED = Slot("fool-started", bool, default=False)  # whether changes that fool the model are looked for
FOOL_METHOD: Slot[Method | None] = one_of("fool-method", METHODS)  # widget
FOOL_EPS = Slot("fool-eps", int, within=range(MOST_EPS + 1))  # widget: how far each pixel may move
FOOL_EPS_OF = Slot("fool-eps-of", tuple[str, str], default=("", ""))  # model and digit that it was last set for
FOOL_COUNTED = Slot("fool-counted", frozenset[str], default=frozenset())  # models whose accuracy under attack is asked
