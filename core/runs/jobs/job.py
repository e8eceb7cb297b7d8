"""Longer work that is no run: what is asked for, what its engine tells meanwhile, and how far it is.

A job's target is a generator in a training engine that yields `JobProgress` again and again and one `JobResult` last.
It is asked for once per server: whoever asks for the same finds it on its way, or made.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from core.errors import LabError

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
class JobProgress:
    """How far a job is, from 0 to 1, and what there is to see by now."""

    share: float
    arrays: Mapping[str, np.ndarray] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class JobResult:
    """What came of a job: plain arrays by name, kept on disk."""

    arrays: Mapping[str, np.ndarray]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class JobState:
    """How far a job is, for whoever asks.

    Attributes:
        status: none: nobody has asked; waiting: for an engine; working; done; failed.
        ahead: how many runs and jobs come before it while it waits.
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
