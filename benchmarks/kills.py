"""Kills ``vn-dx-ie extract --workers`` at random moments until it is through, and counts what is lost or doubled.

    python -m benchmarks.kills [--kills 50] [--documents 1500]

The corpus is made of numbered sentences. Each process is killed with SIGKILL after a random time of up to a few
seconds, and the same command is started again; its result is compared with that of one run that was left alone.
"""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import click

from vn_dx_ie.corpus.journal import Files

_LONGEST = 6.0


@click.command()
@click.option("--kills", default=50, show_default=True, help="How many processes to kill at least.")
@click.option("--documents", default=1500, show_default=True)
@click.option("--seed", default=1, show_default=True)
def main(kills: int, documents: int, seed: int) -> None:
    """Kill, go on, compare; exit status 1 where anything is lost, doubled or different."""
    chance, killed, rounds, wrong = random.Random(seed), 0, 0, 0  # noqa: S311 - moments to kill at, no secrets
    with tempfile.TemporaryDirectory() as place:
        corpus, whole = Path(place) / "corpus.jsonl", Path(place) / "whole.jsonl"
        corpus.write_text("".join(_line(number) for number in range(documents)), encoding="utf-8")
        _start(corpus, whole, 1).wait()
        while killed < kills:
            rounds += 1
            out = Path(place) / f"out-{rounds}.jsonl"
            killed += _run_with_kills(corpus, out, chance, kills - killed)
            wrong += out.read_bytes() != whole.read_bytes()
            found = Counter(json.loads(line)["id"] for line in out.read_text(encoding="utf-8").splitlines())
            lost, doubled = documents - len(found), sum(count > 1 for count in found.values())
            click.echo(f"round {rounds}: {killed} kills so far, {lost} documents lost, {doubled} there twice")
    click.echo(f"{killed} kills in {rounds} rounds over {documents} documents: {wrong} results differ")
    sys.exit(bool(wrong))


def _line(number: int) -> str:
    text = (
        f"Ngày {number % 28 + 1}/3/2024, UBND tỉnh Lào Cai họp lần thứ {number}; {number} xã đạt {number % 100}%.\n" * 3
    )
    return json.dumps({"id": f"d{number}", "text": text}) + "\n"


def _start(corpus: Path, out: Path, workers: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", "from vn_dx_ie.cli import main; main()", "extract", str(corpus), "-o", str(out)]
    return subprocess.Popen([*command, "--workers", str(workers), "--batch-size", "8"], stderr=subprocess.DEVNULL)


def _run_with_kills(corpus: Path, out: Path, chance: random.Random, most: int) -> int:
    """Start and kill until a run comes through, killing `most` at the most; returns how many were killed."""
    killed = 0
    while True:
        process = _start(corpus, out, chance.choice((1, 2)))
        try:
            process.wait(timeout=chance.uniform(0.3, _LONGEST) if killed < most else None)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            killed += 1
            if out.exists() and not Files.beside(out).journal.exists():
                return killed  # it was through, and about to end
        else:
            if process.returncode != 0:
                raise click.ClickException(f"expected a run to come through, got exit status {process.returncode}")
            return killed


if __name__ == "__main__":
    main()
