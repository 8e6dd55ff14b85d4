# Sourced by the scripts beside it: virtual environments that are made once and kept.
# shellcheck shell=bash

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"

# Print a Python of 3.10 or newer: $PYTHON, else python3, else a python3.N on the PATH.
find_python() {
    local candidate
    for candidate in ${PYTHON:+"$PYTHON"} python3 python3.13 python3.12 python3.11 python3.10; do
        if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))' >/dev/null 2>&1; then
            echo "$candidate"
            return
        fi
    done
    echo "error: expected Python 3.10 or newer with venv, found $(python3 --version 2>/dev/null || echo none);" \
        "install one, or name it: PYTHON=/path/to/python" >&2
    return 1
}

# ensure_environment FOLDER REQUIREMENT...
# Make the virtual environment FOLDER, under the project, and install the requirements into it one
# after the other. A stamp says what it was made of, so that a second call finds nothing to do.
ensure_environment() {
    local folder="$root/$1" python wanted requirement words
    shift
    python="$(find_python)" || return
    wanted="$("$python" - "$root" "$@" <<'PYTHON'
import hashlib, pathlib, sys

project = pathlib.Path(sys.argv[1], "pyproject.toml").read_bytes()
print(hashlib.sha256(repr((sys.version, sys.argv[1:], project)).encode()).hexdigest())
PYTHON
)" || return
    if [[ "$(cat "$folder/stamp" 2>/dev/null)" == "$wanted" ]]; then
        return
    fi
    echo "Setting up $folder; this takes a while the first time." >&2
    "$python" -m venv --clear "$folder" || return
    for requirement in "$@"; do
        read -ra words <<<"$requirement"
        (cd "$root" && "$folder/bin/python" -m pip install --quiet --disable-pip-version-check "${words[@]}" >&2) || return
    done
    echo "$wanted" >"$folder/stamp"
}
