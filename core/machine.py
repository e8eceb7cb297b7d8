"""What this process may use: processors and memory, of which a container has less than its machine; what another gets.

Linux limits both by control groups, of version 1 or 2; the least of a group and those around it counts. Which groups
they are stands in /proc (cgroups(7), proc_pid_mountinfo(5)).
"""

from __future__ import annotations

import contextlib
import math
import os
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path("/")  # of the file system that describes the machine


def available_cores() -> int:
    """Return how many processors this process may use, at least 1.

    The quota of a container is rounded down: server and engines share it, and where they spend it, the kernel holds up
    all of them, the pages too, until the next period. With threads for 1.5 processors rounded to 2 that would happen
    ten times a second for as long as a network trains.
    """
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, int(min(count, quota())))


def quota() -> float:
    """Return for how many processors' time this process and all that share its limit have leave; infinity for all."""
    return min(_quotas(), default=math.inf)


def memory_bytes() -> int | None:
    """Return how much memory this process and all that share its limit may use; None where the system does not tell."""
    total = re.findall(r"^MemTotal: +(\d+) kB$", _text(ROOT / "proc/meminfo"), re.M)
    limits = [int(kibibytes) << 10 for kibibytes in total]
    for group in _groups("memory"):
        of_group = _text(group / "memory.max"), _text(group / "memory.limit_in_bytes")  # of version 2, of version 1
        limits += [int(limit) for limit in of_group if limit.isdecimal()]  # or "max"
    return min(limits, default=None)


def killed_for_memory() -> int | None:
    """Return how many processes of this process's control group the kernel has killed because memory ran out."""
    for group in _groups("memory"):
        for name in ("memory.events", "memory.oom_control"):  # of version 2, of version 1
            if match := re.search(r"^oom_kill (\d+)$", _text(group / name), re.M):
                return int(match[1])
    return None


def work_done(pid: int) -> tuple[float, int] | None:
    """Return how many seconds a process has used a processor, and its page faults; None where that is not told.

    One that reads a library from a slow disk has page faults long before it has used a processor measurably.
    """
    try:
        fields = _stat(ROOT / f"proc/{pid}/stat")  # (proc_pid_stat(5)) of user and kernel; minor and major
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK"), int(fields[7]) + int(fields[9])
    except (OSError, ValueError, IndexError):
        return None


def is_ready(pid: int) -> bool:
    """Return whether a process would work if it were let: a thread of it waits for a processor or the disk, or runs.

    One that hangs sleeps in all its threads or is stopped. False where the system does not tell.
    """
    with contextlib.suppress(OSError, IndexError):
        return any(_stat(task)[0] in {"R", "D"} for task in (ROOT / f"proc/{pid}/task").glob("*/stat"))
    return False


def has_avx() -> bool | None:
    """Return whether the processor has AVX, which TensorFlow's wheels need; None where the system does not tell."""
    flags = re.search(r"^flags\s*:(.*)$", _text(ROOT / "proc/cpuinfo"), re.M)  # x86 alone has this line
    return None if flags is None else "avx" in flags[1].split()


def _quotas() -> Iterator[float]:
    """Yield for how many processors' time each group has leave."""
    for group in _groups("cpu"):
        texts = [_text(group / "cpu.max")]  # version 2: "150000 100000", or "max 100000"
        texts += [" ".join(_text(group / f"cpu.cfs_{name}_us") for name in ("quota", "period"))]  # version 1; -1: none
        for text in texts:
            if match := re.fullmatch(r"(\d+) ([1-9]\d*)", text):
                yield int(match[1]) / int(match[2])


def _groups(controller: str) -> Iterator[Path]:
    """Yield the folders of the groups that this process is in, from its own outwards."""
    paths = {}
    for controllers, path in re.findall(r"^\d+:([^:]*):(/.*)$", _text(ROOT / "proc/self/cgroup"), re.M):
        paths |= dict.fromkeys(controllers.split(","), Path(path))  # version 2 has an empty name
    mounts = re.findall(r"^\S+ \S+ \S+ (\S+) (\S+) .* - (\S+) \S+ (\S+)$", _text(ROOT / "proc/self/mountinfo"), re.M)
    for mounted, point, kind, options in mounts:
        name = {"cgroup": controller, "cgroup2": ""}.get(kind)
        if name not in paths or (name and name not in options.split(",")):
            continue
        inside, outermost = paths[name], _unescaped(mounted)
        # a container may see its own group mounted as if it were the outermost
        parts = inside.relative_to(outermost).parts if inside.is_relative_to(outermost) else ()
        for depth in range(len(parts) if ".." not in parts else 0, -1, -1):
            yield Path(ROOT, _unescaped(point).lstrip("/"), *parts[:depth])


def _unescaped(field: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), field)


def _stat(path: Path) -> list[str]:
    """Return the fields of a process or thread that follow its name, its state first."""
    return path.read_text("utf-8", errors="replace").rpartition(")")[2].split()


def _text(path: Path) -> str:
    """Return what a file of the kernel's says; nothing where there is none."""
    with contextlib.suppress(OSError):
        return path.read_text("utf-8", errors="surrogateescape").strip()
    return ""
