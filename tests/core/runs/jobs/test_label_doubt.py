"""What is asked of an engine so that it looks for doubtful labels."""

from __future__ import annotations

import dataclasses

from core.runs.jobs import label_doubt
from core.runs.jobs.label_doubt import label_doubt_request


def test_request_is_the_same_for_the_same_images_wherever_they_lie(small_dataset, tmp_path):
    moved = dataclasses.replace(small_dataset, folder=tmp_path)
    request = label_doubt_request(small_dataset)
    assert request.identity == label_doubt_request(moved).identity
    assert request.arguments[2] == str(small_dataset.folder)
    assert label_doubt_request(moved).arguments[2] == str(tmp_path)


def test_request_is_another_for_other_images_and_another_computation(small_dataset, monkeypatch):
    identity = label_doubt_request(small_dataset).identity
    assert label_doubt_request(dataclasses.replace(small_dataset, digest="f" * 64)).identity != identity
    monkeypatch.setattr(label_doubt, "VERSION", 2)
    assert label_doubt_request(small_dataset).identity != identity
