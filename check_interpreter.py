"""Whether an interpreter can make or run Digit Lab's .venv; asked by make_venv.sh, of any Python since 3.6.

Its arguments are the interpreter's name and the modules that it must have. It prints the version and the interpreter's
path, that of the one behind a venv. Or it prints in a sentence why this one does not do, and exits with NOT_FIT.
"""

import importlib
import platform
import sys
import sysconfig

NOT_FIT = 3
OLDEST, NEWEST = (3, 11), (3, 13)  # that TensorFlow has wheels for
MADE_FOR = [("Linux", "x86_64"), ("Linux", "aarch64"), ("Darwin", "arm64")]  # that it has wheels for


def why_not(name, modules):
    """Return a sentence that says what is missing and what brings it, or None."""
    version = "{}.{}".format(*sys.version_info)
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        return (
            f"Digit Lab needs Python 3.11 to 3.13, which TensorFlow is made for, and {name} is Python {version}: "
            "install Python 3.13 from your system or python.org, or name one you have (make run PYTHON=python3.13)."
        )
    machine = (platform.system(), platform.machine())
    is_musl = "musl" in str(sysconfig.get_config_var("SOABI"))
    if machine not in MADE_FOR or is_musl or sys.maxsize < 2**32:
        parts = [*machine, platform.architecture()[0]] + ["musl"] * is_musl
        made_for = "Intel Macs" if machine == ("Darwin", "x86_64") else ", ".join(parts)
        return (
            "Digit Lab needs TensorFlow, which is made for Macs with Apple silicon and for 64-bit Linux with glibc, "
            f"and {name} is made for {made_for}: use another machine, or a Python that is made for such a one."
        )
    try:
        for module in modules:
            importlib.import_module(module)
    except ImportError:
        return (
            f"{name} has no venv with pip, which Digit Lab is installed with: on Debian and Ubuntu, run "
            f"apt install python3-venv as root (python{version}-venv for a Python beside the system's)."
        )
    return None


if __name__ == "__main__":
    sentence = why_not(sys.argv[1], sys.argv[2:])
    if sentence:
        print(sentence)
        sys.exit(NOT_FIT)
    print("{}.{}".format(*sys.version_info), sys._base_executable)
