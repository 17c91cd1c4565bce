"""Fuzzing: mutated inputs to every reader; what falls is kept in `found/TARGET/` and tried again by each test run.

    PYTHONPATH=tests python -m hostile.fuzz --minutes 60            all targets, each its share of the time
    PYTHONPATH=tests python -m hostile.fuzz --minutes 5 --target zip

With atheris installed inputs are chosen by what they reach in the code; without it mutations are random. A finding is
an exception other than TeikitError, a crash, or an input that takes more than 20 seconds of the processor, or 2 GB.
Each target runs in a process of its own, whose current input is kept in a file, so that a crash leaves it.
"""

import argparse
import contextlib
import hashlib
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from hostile.mutations import mutate

FOUND = Path(__file__).with_name("found")
_SECONDS, _BYTES = 20, 2 << 30
_LONGEST = 20_000
# Inputs between writings of the counts: atheris ends the process without notice.
_OFTEN = 20


class SlowError(Exception):
    """An input takes longer than any may."""


class Trial:
    """Tries inputs on one target: counts them, keeps what falls, one input for each place at which it falls."""

    def __init__(self, name: str, current: Path, keep: Path) -> None:
        from hostile.fuzz_targets import ALLOWED, BROKEN, targets  # noqa: PLC0415  instrumented by then

        self.target, self._allowed, self._broken = targets()[name], ALLOWED, BROKEN
        self.count, self.slowest, self._name, self._current, self._keep = 0, 0.0, name, current, keep
        self._places: set[str] = set()

    def __call__(self, data: bytes) -> None:
        """Try an input."""
        self._current.write_bytes(data)
        self.count += 1
        if self.count % _OFTEN == 0:
            self.save_counts()
        begun = time.process_time()
        before = signal.signal(signal.SIGPROF, _stop_slow)
        # Of the processor, so that other programs do not count.
        signal.setitimer(signal.ITIMER_PROF, _SECONDS)
        try:
            self.target.call(data)
        except self._allowed as error:
            if isinstance(error, self._broken):
                self._report(data, error)
        except Exception as error:  # noqa: BLE001  what is looked for
            self._report(data, error)
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            signal.signal(signal.SIGPROF, before)
        self.slowest = max(self.slowest, time.process_time() - begun)

    def save_counts(self) -> None:
        """Write how many inputs were tried, and the longest time of one, for the process that reports them."""
        counts = f"{self.count:8,} inputs, slowest {self.slowest:.2f} s"
        self._current.with_name("counts").write_text(counts, encoding="utf-8")

    def _report(self, data: bytes, error: Exception) -> None:
        frames = traceback.extract_tb(error.__traceback__)
        own = [each for each in frames if "teikit" in each.filename] or frames
        place = f"{type(error).__name__} at {Path(own[-1].filename).name}:{own[-1].lineno}"
        if place not in self._places:
            self._places.add(place)
            path = keep(data, self._keep / self._name)
            print(f"found {self._name}: {place}: {str(error)[:200]!r}: {path.name}", flush=True)


def keep(data: bytes, folder: Path) -> Path:
    """Write an input to a folder, named by its digest; return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / hashlib.sha256(data).hexdigest()[:12]
    path.write_bytes(data)
    return path


def _stop_slow(_signal: int, _frame: FrameType | None) -> None:
    raise SlowError(f"more than {_SECONDS} seconds")


def run_target(name: str, seconds: float, seed: int, current: Path, kept: Path) -> None:
    """Try inputs on a target for some seconds, in this process."""
    resource.setrlimit(resource.RLIMIT_DATA, (_BYTES, _BYTES))
    fuzzer = _atheris()
    if fuzzer:
        with fuzzer.instrument_imports(include=["teikit"]):
            from hostile import fuzz_targets  # noqa: F401, PLC0415
    trial, end = Trial(name, current, kept), time.monotonic() + seconds
    for data in (*trial.target.seeds, *known(name)):
        trial(data)
    if fuzzer:
        _run_guided(fuzzer, trial, end, seed)
    for data in mutants(trial.target.seeds, random.Random(seed)):
        if time.monotonic() > end:
            break
        trial(data)
    trial.save_counts()


def _atheris() -> object | None:
    with contextlib.suppress(ImportError):
        import atheris  # noqa: PLC0415

        return atheris
    return None


def _run_guided(fuzzer: object, trial: Trial, end: float, seed: int) -> None:
    """Let atheris choose the inputs until the time is over; it ends the process itself."""
    with tempfile.TemporaryDirectory(prefix="teikit-corpus-") as corpus:
        for data in trial.target.seeds:
            keep(data, Path(corpus))
        left = max(1, int(end - time.monotonic()))
        options = [
            f"-max_total_time={left}",
            f"-seed={seed + 1}",
            f"-max_len={_LONGEST}",
            "-rss_limit_mb=0",
            "-verbosity=0",
        ]
        fuzzer.Setup([sys.argv[0], *options, corpus], trial, enable_python_coverage=True)  # type: ignore[attr-defined]
        with contextlib.suppress(SystemExit):
            fuzzer.Fuzz()  # type: ignore[attr-defined]


def known(name: str) -> Iterator[bytes]:
    """Yield the inputs at which a target fell before."""
    for path in sorted((FOUND / name).glob("*")):
        yield path.read_bytes()


def mutants(seeds: tuple[bytes, ...], chance: random.Random) -> Iterator[bytes]:
    """Yield mutations of examples without end."""
    while True:
        data = chance.choice(seeds)
        for _ in range(chance.choice((1, 1, 2, 4, 8))):
            data = mutate(data, chance, seeds)
        yield data[:_LONGEST]


def fuzz(name: str, seconds: float, seed: int, kept: Path) -> bool:
    """Fuzz a target in another process; return whether it ended well."""
    with tempfile.TemporaryDirectory(prefix="teikit-fuzz-") as folder:
        current = Path(folder, "current")
        arguments = ("--worker", name, "--minutes", str(seconds / 60), "--seed", str(seed), "--current", current)
        command = [sys.executable, "-m", "hostile.fuzz", *map(str, arguments), "--keep", str(kept)]
        try:
            # libFuzzer says much that only its authors need.
            quiet = subprocess.DEVNULL if _atheris() else None
            status = subprocess.run(command, timeout=seconds + 10 * _SECONDS, check=False, stderr=quiet).returncode
        except subprocess.TimeoutExpired:
            status = -signal.SIGKILL
        if status and current.exists():
            print(f"found {name}: ended with {status}: {keep(current.read_bytes(), kept / name).name}", flush=True)
        counts = Path(folder, "counts")
        print(f"{name:12} {counts.read_text('utf-8') if counts.exists() else 'nothing'}", flush=True)
    return not status


def main() -> int:
    """Fuzz all targets, or those that are named; exit with 1 if a process ended badly."""
    from hostile.fuzz_targets import targets  # noqa: PLC0415  a worker instruments them first

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--target", action="append", choices=list(targets()))
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--keep", type=Path, default=FOUND)
    given = parser.parse_args()
    names = given.target or list(targets())
    os.environ["TEIKIT_NO_CACHE"] = "1"
    ended_well = [fuzz(name, 60 * given.minutes / len(names), given.seed, given.keep) for name in names]
    return int(not all(ended_well))


def work() -> None:
    """Fuzz the target that the arguments name, in this process."""
    parser = argparse.ArgumentParser()
    for name in ("--worker", "--minutes", "--seed", "--current", "--keep"):
        parser.add_argument(name)
    given = parser.parse_args()
    run_target(given.worker, 60 * float(given.minutes), int(given.seed), Path(given.current), Path(given.keep))


if __name__ == "__main__":
    sys.exit(work() if "--worker" in sys.argv else main())
