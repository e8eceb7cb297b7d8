"""The network of a run, to be read."""

from __future__ import annotations

import re

from core.training.record.events import RunEnded
from models.layers import Conv2D, Dense, GlobalAveragePooling2D
from models.spec import IMAGE, NetworkSpec
from tests.support.page_text import text_of
from tests.support.written_runs import EPOCH, STARTED

NETWORK = NetworkSpec(
    input_shape=IMAGE,
    layers=(Conv2D(filters=8, kernel_size=3), GlobalAveragePooling2D(), Dense(units=10, activation="softmax")),
)


def test_run_s_network_tells_how_its_counts_come_about_where_there_is_something_to_count(visit, run_of):
    run = run_of("somebody", [STARTED, EPOCH, RunEnded(outcome="finished", epoch=1)], spec=NETWORK)
    said = re.sub("<[^>]*>", "|", text_of(visit("train.py", run=run, tab="Network")))
    assert re.search(r"Global average pooling\|+8\|+0\|", said)
    assert re.search(
        r"Conv 8, 3\u00a0×\u00a03\|+26\u00a0×\u00a026\u00a0×\u00a08\|+\(3\u00a0×\u00a03\u00a0×\u00a01 "
        r"\+ 1\)\u00a0×\u00a08 = 80\|",
        said,
    )
