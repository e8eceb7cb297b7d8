"""The table of what the server remembers of one visitor who teaches a model: `pages.state.slots` goes on here."""

from __future__ import annotations

from pages.state.slot import Slot

TEACH_RUN = Slot("draw-teach-run", str, default="")  # id of the run that was begun last; it may be deleted by now
TEACH_NONCE = Slot("draw-teach-nonce", str)  # marks the next start, however often it is clicked
TEACH_REFUSAL = Slot("draw-teach-refusal", str, default="")  # why a click did nothing, until it is shown
