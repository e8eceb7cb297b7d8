"""Requests for files that are made at once or when told, without Keras."""

from __future__ import annotations

import hashlib

from core.runs.exporting.exporter import Exporter, ExportRequest, ExportState
from tests.support.waiting import until

TARGETS = "tests.support.targets:"
RUN, OTHER = "a" * 32, "b" * 32


def export_request(text: str = "a file", *, model: str = RUN, target: str = "make_file", **named: str) -> ExportRequest:
    """Return a request for a file that holds a text, made by a function of `targets` that takes `named`."""
    args = (text,) if target.startswith("make_file") else ()
    return ExportRequest(
        model=model,
        key=hashlib.sha256(f"{text} {target}".encode()).hexdigest(),
        file_name="x.npz",
        target=TARGETS + target,
        args=args,
        named=named,
    )


def ended(exporter: Exporter, asked: ExportRequest) -> ExportState:
    """Return what came of a request, once it is made or has failed."""
    until(lambda: exporter.state(asked).status in ("made", "failed"))
    return exporter.state(asked)
