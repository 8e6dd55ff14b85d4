"""The tests on every supported Python that is there, and the built distributions on their own.

    pipx run nox                 # everything
    pipx run nox -s light-3.13   # one session

`scripts/test` runs the whole suite, training included, on one Python.
"""

from __future__ import annotations

from pathlib import Path

import nox

ROOT = Path(__file__).parent
PYTHONS = ("3.10", "3.11", "3.12", "3.13")

nox.options.error_on_missing_interpreters = False
nox.options.default_venv_backend = "venv"


@nox.session(python=PYTHONS)
def light(session: nox.Session) -> None:
    """All that works without torch; tests of the rest are left out by tests/conftest.py."""
    session.install("-e", ".[corpus,dev,docs,serve,spacy,tables,xmi]")
    session.run("python", "-m", "pytest", *session.posargs)


@nox.session(python=PYTHONS)
def distributions(session: nox.Session) -> None:
    """Build both distributions, check what they say of themselves, and extract with each, installed on its own."""
    session.install("build>=1.2,<2", "twine>=5.1,<7")
    place = Path(session.create_tmp()).resolve()
    session.run("python", "-m", "build", "--outdir", str(place / "dist"))
    built = [str(path) for path in sorted((place / "dist").iterdir())]
    session.run("twine", "check", "--strict", *built)
    for path in built:
        session.install("--force-reinstall", path)
        with session.chdir(place):  # not the source tree
            session.run("vn-dx-ie", "extract", str(ROOT / "seeds"), "-o", "out.jsonl", "--summary")
