"""What a training's bits depend on beside its settings: the versions of what computes, and the kind of machine."""

from __future__ import annotations

import contextlib
import platform
import re
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = ("tensorflow", "keras", "numpy")
PROCESSORS = Path("/proc/cpuinfo")


def versions() -> dict[str, str]:
    """Return the versions of Python and of the packages that compute, by name, as far as they are installed."""
    numbers = {"python": platform.python_version()}
    for package in PACKAGES:
        with contextlib.suppress(PackageNotFoundError):  # TensorFlow has other names on some machines
            numbers[package] = version(package)
    return numbers


def requirements_text() -> str:
    """Return a requirements.txt with the versions of the packages that compute, as they are installed here."""
    return "".join(f"{name}=={number}\n" for name, number in versions().items() if name != "python")


def machine() -> dict[str, str]:
    """Return what kind of machine this is: "system", "architecture" and "processor"; never its name."""
    return {"system": platform.system(), "architecture": platform.machine(), "processor": _processor()}


def _processor() -> str:
    try:
        text = PROCESSORS.read_text("utf-8", errors="replace")
    except OSError:  # on other systems than Linux
        return platform.processor()
    match = re.search(r"^model name\s*:\s*(.+)$", text, re.M)
    return match[1].strip() if match else platform.processor()
