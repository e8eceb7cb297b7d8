"""Processors and memory on pretended machines: their /proc and /sys/fs/cgroup in a folder, 64 processors each."""

from __future__ import annotations

import os
from collections.abc import Mapping

import pytest

from core.errors import ConfigError
from core.machine import available_cores, has_avx, is_ready, killed_for_memory, memory_bytes, work_done
from core.runs.scheduling.engine_kinds import MAX_SLOTS, USUAL_SLOTS, TrainingEngines, inference_engine, slots_from

GIB = 1 << 30
NO_LIMIT = "9223372036854771712"  # what version 1 says where there is none
MOUNT_2 = "31 23 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate"
MOUNTS_1 = (
    "33 31 0:29 {root} /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct\n"
    "35 31 0:31 {root} /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory"
)
GROUPS_1 = "5:memory:{path}\n4:cpu,cpuacct:{path}\n1:name=systemd:{path}\n"


@pytest.fixture(autouse=True)
def processors(monkeypatch):
    """Let the affinity mask name 64 processors; call what this gives for another count."""

    def pretend(count: int) -> None:
        monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(count)), raising=False)

    pretend(64)
    return pretend


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """Return a function that pretends a machine with these files."""
    monkeypatch.setattr("core.machine.ROOT", tmp_path)

    def write(files: Mapping[str, str], *, memory_gib: int = 256) -> None:
        files = {"proc/meminfo": f"MemTotal:       {memory_gib << 20} kB\nMemFree:   1 kB", **files}
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text + "\n", encoding="utf-8")

    return write


def version_2(group: str, limits: Mapping[str, str]) -> dict[str, str]:
    """Return the files of a machine with control groups of version 2, `limits` by their paths below the mount."""
    below = {f"sys/fs/cgroup/{name}": text for name, text in limits.items()}
    return {"proc/self/cgroup": f"0::{group}", "proc/self/mountinfo": MOUNT_2, **below}


def version_1(group: str, limits: Mapping[str, str], *, root: str = "/") -> dict[str, str]:
    """The same of version 1, with the folder of the hierarchy that is mounted."""
    below = {f"sys/fs/cgroup/{name}": text for name, text in limits.items()}
    mounts = MOUNTS_1.format(root=root)
    return {"proc/self/cgroup": GROUPS_1.format(path=group), "proc/self/mountinfo": mounts, **below}


def cpu_1(folder: str, quota: str, period: str = "100000") -> dict[str, str]:
    place = f"cpu,cpuacct/{folder}".rstrip("/")
    return {f"{place}/cpu.cfs_quota_us": quota, f"{place}/cpu.cfs_period_us": period}


QUOTAS = {
    "no groups": ({}, 64),
    "2: none": (version_2("/a", {"a/cpu.max": "max 100000"}), 64),
    "2: of the group": (version_2("/a", {"a/cpu.max": "200000 100000"}), 2),
    "2: of a container that sees its own group as the outermost": (version_2("/", {"cpu.max": "300000 100000"}), 3),
    "2: the least of all around it": (
        version_2("/a/b/c", {"a/cpu.max": "250000 50000", "a/b/cpu.max": "200000 50000", "a/b/c/cpu.max": "max 50000"}),
        4,
    ),
    "2: one and a half are one": (version_2("/a", {"a/cpu.max": "150000 100000"}), 1),
    "2: half a one is one": (version_2("/a", {"a/cpu.max": "50000 100000"}), 1),
    "2: more than there are": (version_2("/a", {"a/cpu.max": "9900000 100000"}), 64),
    "2: of a group outside of what is mounted": (version_2("/../b", {"cpu.max": "100000 100000"}), 1),
    "1: none": (version_1("/a", cpu_1("a", "-1")), 64),
    "1: of the group": (version_1("/a", cpu_1("a", "400000")), 4),
    "1: the least of all around it": (version_1("/a/b", {**cpu_1("a", "100000"), **cpu_1("a/b", "-1")}), 1),
    "1: of a container whose group is mounted as the outermost": (
        version_1("/docker/0f", cpu_1("", "200000"), root="/docker/0f"),
        2,
    ),
    "damaged": (version_2("/a", {"a/cpu.max": "100000 0"}), 64),
}


@pytest.mark.parametrize(("files", "count"), QUOTAS.values(), ids=QUOTAS)
def test_processors_are_those_that_quota_and_affinity_leave(machine, files, count):
    machine(files)
    assert available_cores() == count


def test_affinity_counts_where_it_leaves_less_than_the_quota(machine, processors):
    processors(3)
    machine(version_2("/a", {"a/cpu.max": "800000 100000"}))
    assert available_cores() == 3


def test_mount_point_with_a_space_is_found(machine):
    machine(
        {
            "proc/self/cgroup": "0::/",
            "proc/self/mountinfo": r"31 23 0:26 / /mnt/my\040groups rw - cgroup2 cgroup2 rw",
            "mnt/my groups/cpu.max": "100000 100000",
        }
    )
    assert available_cores() == 1


MEMORY = {
    "the machine's": ({}, 256 * GIB),
    "2: none": (version_2("/a", {"a/memory.max": "max"}), 256 * GIB),
    "2: the least of all around it": (
        version_2("/a/b", {"a/memory.max": str(2 * GIB), "a/b/memory.max": str(4 * GIB)}),
        2 * GIB,
    ),
    "1: none": (version_1("/a", {"memory/a/memory.limit_in_bytes": NO_LIMIT}), 256 * GIB),
    "1: of the group": (version_1("/a", {"memory/a/memory.limit_in_bytes": str(3 * GIB)}), 3 * GIB),
}


@pytest.mark.parametrize(("files", "count"), MEMORY.values(), ids=MEMORY)
def test_memory_is_what_limits_leave(machine, files, count):
    machine(files)
    assert memory_bytes() == count


def test_memory_is_not_known_where_nothing_tells(tmp_path, monkeypatch):
    monkeypatch.setattr("core.machine.ROOT", tmp_path)
    assert memory_bytes() is None


KILLS = {
    "2": (version_2("/a", {"a/memory.events": "low 0\nmax 8\noom 3\noom_kill 2\noom_group_kill 0"}), 2),
    "1": (version_1("/a", {"memory/a/memory.oom_control": "oom_kill_disable 0\nunder_oom 0\noom_kill 5"}), 5),
    "not told": (version_2("/a", {}), None),
}


@pytest.mark.parametrize(("files", "count"), KILLS.values(), ids=KILLS)
def test_kills_for_memory_are_counted(machine, files, count):
    machine(files)
    assert killed_for_memory() == count


PROCESSORS = {
    "with": ("processor\t: 0\nflags\t\t: fpu sse4_2 avx avx2\nbugs\t: none", True),
    "without": ("flags\t\t: fpu sse4_2 avx512_but_not_that", False),
    "another architecture": ("Features\t: fp asimd", None),
}


@pytest.mark.parametrize(("text", "found"), PROCESSORS.values(), ids=PROCESSORS)
def test_avx_is_found_among_the_flags(machine, text, found):
    machine({"proc/cpuinfo": text})
    assert has_avx() is found


def stat(state: str) -> str:
    """Return what /proc says of a process or thread whose name holds what separates its fields."""
    return f"42 (a) R b) {state} 1 42 42 0 -1 4194304 300 10 20 30 150 50 70 80 35 15 2 0 9000"


THREADS = {
    "waits for a processor": ("SRS", True),
    "waits for the disk": ("SSD", True),
    "sleeps": ("SSS", False),
    "stopped": ("TTT", False),
    "gone": ("", False),
}


@pytest.mark.parametrize(("states", "ready"), THREADS.values(), ids=THREADS)
def test_process_is_ready_if_one_of_its_threads_is(machine, states, ready):
    machine({f"proc/42/task/{42 + number}/stat": stat(state) for number, state in enumerate(states)})
    assert is_ready(42) is ready


def test_work_of_a_process_is_told_by_its_processor_time_and_its_page_faults(machine, monkeypatch):
    monkeypatch.setattr(os, "sysconf", {"SC_CLK_TCK": 100}.__getitem__, raising=False)
    machine({"proc/42/stat": stat("S"), "proc/43/stat": "43 (cut off) S 1"})
    assert work_done(42) == (2.0, 320)
    assert (work_done(43), work_done(44)) == (None, None)


ONE = version_2("/a", {"a/cpu.max": "100000 100000"})
SLOTS = {
    "64 cores and a quota of one": (ONE, 256, 1),
    "64 cores": ({}, 256, USUAL_SLOTS),
    "64 cores, 4 GiB": ({}, 4, 3),
    "64 cores, a container of 2 GiB": (version_2("/a", {"a/memory.max": str(2 * GIB)}), 256, 1),
    "64 cores, half a GiB": (version_2("/a", {"a/memory.max": str(GIB // 2)}), 256, 1),
}


@pytest.mark.parametrize(("files", "memory_gib", "count"), SLOTS.values(), ids=SLOTS)
def test_trainers_are_as_many_as_processors_and_memory_carry(machine, files, memory_gib, count):
    machine(files, memory_gib=memory_gib)
    assert slots_from(None) == count


def test_person_may_ask_for_more_trainers(machine):
    machine(ONE)
    assert slots_from(str(MAX_SLOTS)) == MAX_SLOTS


@pytest.mark.parametrize("text", ["0", "17", "-1", "1.5", "two", "²"])
def test_number_of_trainers_that_is_none_is_refused(text):
    with pytest.raises(ConfigError, match="DIGITLAB_TRAINING_SLOTS must be a whole number from 1 to 16"):
        slots_from(text)


def test_machine_of_64_cores_with_a_quota_of_one_starts_one_trainer_with_one_thread(machine, tmp_path):
    machine(ONE)
    trainers = TrainingEngines(log_folder=tmp_path).trainers(slots_from(None))
    assert [engine.threads for engine in trainers] == [1]
    assert inference_engine(log_folder=tmp_path).threads == 1
