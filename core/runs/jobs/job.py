"""Longer work that is no run: what is asked for, what its engine tells meanwhile, and how far it is.

A job's target is a generator in a training engine that yields `JobProgress` again and again and one `JobResult` last,
both of core.job_events. It should yield something, be it None, about once a second: a stop takes effect between two
events, and where none comes within two seconds it costs the engine, which then takes some seconds to start again. It is
asked for once per server: whoever asks for the same finds it on its way, or made.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from core.errors import LabError
from core.job_events import JobProgress, JobResult

__all__ = ["JobProgress", "JobRequest", "JobResult", "JobState", "JobStatus"]
JobStatus = Literal["none", "waiting", "working", "done", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRequest:
    """What is asked for; two with the same kind and settings are the same job.

    Attributes:
        kind: of job, a word: "tsne"; the first part of its file's name.
        settings: what its result depends on, as JSON values: the data set's digest, a network's identity, a seed, and a
            version that is raised when the computation changes.
        target: the generator function, as an engine's target, "package.module:function".
        arguments: what it is called with; may hold paths, which are no part of what it is.
    """

    kind: str
    settings: Mapping[str, Any]
    target: str
    arguments: tuple[Any, ...] = field(default=(), compare=False)

    @property
    def identity(self) -> str:
        """What tells it from others and names its file: the kind and 32 hexadecimal digits."""
        text = json.dumps(dict(self.settings), sort_keys=True)
        return f"{self.kind}-{hashlib.sha256(text.encode()).hexdigest()[:32]}"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class JobState:
    """How far a job is, for whoever asks.

    Attributes:
        status: none: nobody has asked; waiting: for an engine, or for it to start; working; done; failed.
        ahead: how many runs and jobs have to end before it has an engine, while it waits; 0 once it has one.
        waking_seconds: for how long its engine has been starting; 0 where it does not.
        progress: the newest, while it works; None before the first.
        result: its arrays, read-only, once it is done.
        error: why it failed.
        may_stop: whether the asker may stop it: it is theirs.
    """

    status: JobStatus
    ahead: int = 0
    waking_seconds: float = 0.0
    progress: JobProgress | None = None
    result: Mapping[str, np.ndarray] | None = None
    error: LabError | None = None
    may_stop: bool = False
