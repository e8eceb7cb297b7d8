#!/bin/sh
# Makes .venv beside this file and installs the requirement files that are named: no change, no work. For example
#
#     PYTHON=python3.12 sh make_venv.sh requirements.txt requirements-dev.txt
#
# Without PYTHON it takes the first interpreter that fits. Where none does, one sentence says what is missing and what
# brings it, and nothing is made. While it works, .venv/unfinished says so: what was cut off is made anew, and so is a
# .venv whose interpreter is gone, does not fit or is of another version than the one that PYTHON names.
set -eu
CDPATH='' cd -- "$(dirname -- "$0")"
if command -v flock > /dev/null 2>&1; then
    exec 9< make_venv.sh && flock 9 # the second of two at once waits
fi

give_up() {
    echo "$1" >&2
    exit 1
}

choose_interpreter() {
    none="Digit Lab needs Python 3.11 to 3.13, and there is none: install Python 3.13 from your system or python.org \
(on Debian and Ubuntu, run apt install python3-venv as root), or name one that you have (make run PYTHON=python3.13)."
    set -- python3.13 python3.12 python3.11 python3
    if [ -n "${PYTHON:-}" ]; then
        none="PYTHON=$PYTHON is no Python that runs: name one of 3.11 to 3.13, or none (make run)."
        set -- "$PYTHON"
    fi
    reason=''
    for name; do
        if answer=$("$name" check_interpreter.py "$name" ensurepip venv 2> /dev/null); then
            version=${answer%% *} interpreter=${answer#* }
            return
        elif [ $? = 3 ]; then
            reason=${reason:-$answer}
        fi
    done
    give_up "${reason:-$none}"
}

is_installed() {
    for file; do
        cmp -s "$file" ".venv/$file" || return 1
    done
}

interpreter='' version=''
if [ -n "${PYTHON:-}" ]; then
    choose_interpreter
fi
there=$(.venv/bin/python check_interpreter.py .venv pip 2> /dev/null) || there=''
if [ -e .venv/unfinished ] || [ -z "$there" ] || [ "${version:-${there%% *}}" != "${there%% *}" ]; then
    [ -n "$interpreter" ] || choose_interpreter
    rm -rf .venv
    mkdir .venv
    touch .venv/unfinished
    "$interpreter" -m venv .venv || {
        rm -rf .venv
        give_up "Python could not make .venv, and says why above: mend that, or name another (make run PYTHON=python3.13)."
    }
fi
if ! is_installed "$@"; then
    echo "Installing into .venv; the first time takes some minutes."
    touch .venv/unfinished
    rm -f .venv/requirements*.txt
    # shellcheck disable=SC2046 # these names have no spaces
    .venv/bin/python -m pip install --quiet --disable-pip-version-check $(printf -- '-r %s ' "$@") ||
        give_up "pip could not install what Digit Lab needs, and says why above: it takes a network and 3 GB of room."
    cp "$@" .venv
fi
rm -f .venv/unfinished
