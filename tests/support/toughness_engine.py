"""An engine that answers for damaged and attacked pictures on Evaluate, by rules that are known beforehand."""

from __future__ import annotations

import threading

import numpy as np
from streamlit.testing.v1 import AppTest

from core.errors import EngineFaultError
from core.inference.predict import Predictions
from core.inference.robustness.adversarial import Pushed
from core.inference.robustness.conditions import CONDITIONS
from core.messages import engine as messages
from pages.state import cached
from tests.support.page_text import text_of
from tests.support.waiting import until

PLACES = {condition.key: place for place, condition in enumerate(CONDITIONS)}


class ToughnessEngine:
    """Reads ever fewer of damaged images right, and a 7 in place of a 2 once its pixels moved far enough."""

    def __init__(self) -> None:
        self.asked = 0
        self.askers: set[str] = set()  # names of the threads that had pictures attacked
        self.enough = 20  # levels, on average, from which on the answer is another
        self.is_dead = self.fails = False
        self.waits = False  # with answers on attacks
        self.conditions = 9  # of which it answers
        self.still = np.zeros((28, 28))  # the picture that is attacked

    def call(self, target: str, network, *args):
        if self.fails:
            raise EngineFaultError(messages.not_foreseen())
        self.asked += 1
        if target.endswith("count_right"):
            _, key, strength, _, count = args
            if key is not None and PLACES[key] >= self.conditions:
                until(lambda: self.conditions == 9)
            return count if key is None else count - count * strength // 10
        self.askers.add(threading.current_thread().name)
        until(lambda: not self.waits)
        if target.endswith("directions"):
            return np.full(args[0].shape, 0 if self.is_dead else 1, np.int8)
        begun, images, _, eps, _, _ = args
        moved = begun.pictures if self.is_dead else images + eps[:, np.newaxis, np.newaxis]
        return Pushed(pictures=moved.clip(0, 255).astype(np.float32), moved=begun.moved | (not self.is_dead))

    def predict(self, _network, images: np.ndarray) -> Predictions:
        """Read a 2 where little ink was added to the picture."""
        added = np.median(images.astype(float) - self.still, axis=(1, 2))
        logits = np.full((len(images), 10), -5, np.float32)
        logits[:, 2], logits[:, 7] = 0, np.where((added >= self.enough) & (not self.is_dead), 2, -2)
        odds = np.exp(logits)
        return Predictions(logits=logits, probabilities=odds / odds.sum(axis=1, keepdims=True))


def attacked(app: AppTest, engine: ToughnessEngine) -> AppTest:
    """Have the smallest change of the first 2 looked for, on an open page, and wait for it."""
    picture = cached.picture(cached.gallery.ImageName("test", 1))
    assert picture is not None
    engine.still = np.array(picture.pixels, float)
    app.button(key="fool-begin").click().run()
    until(lambda: "Looking" not in text_of(app.run()))
    return app
