"""What the server remembers of models that are compared on Draw: `pages.state.slots` goes on here."""

from __future__ import annotations

from pages.state.slot import Slot, SlotFamily

BESIDE = Slot("beside", str)  # names of the models beside the one in hand, with commas, as the URL writes them
COMPARE_MODELS_OPEN = Slot("draw-compare-open", bool)  # widget: whether they are shown
COMPARE_MODELS_SHOWN = Slot("draw-compare-shown", bool)  # the same, kept while there is nothing to show
COMPARE_MODELS_ADD = SlotFamily(Slot("draw-compare-add", str))  # widget, of how many there are: one more
COMPARE_MODELS_MOMENT = SlotFamily(Slot("draw-compare-moment", object))  # widget, of a model's place: an epoch
EPOCHS_OPEN = Slot("draw-epochs-open", bool)  # widget, as above
EPOCHS_SHOWN = Slot("draw-epochs-shown", bool)
EPOCHS_MOMENT = SlotFamily(Slot("draw-epochs-moment", object))  # widget, of a run: the epoch whose bars are shown
