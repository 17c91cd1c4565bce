"""Fault drills: programs are killed, stopped or starved at random moments while they write; old or new is whole.

`PYTHONPATH=tests python -m hostile.drills --times 200` runs every fault so many times over every operation and prints a
table; tests/hostile/test_drills.py runs each a few times. Each drill is a process, forked from one that has imported
and used teikit, so that 200 of them take seconds.
"""

import argparse
import hashlib
import os
import random
import resource
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from mmap import mmap
from pathlib import Path
from typing import NamedTuple

from hostile.deciding import NAME, decide
from hostile.forked_program import start, wait_for
from hostile.injected_faults import COUNTED, FAILING, count_calls, inject_failure, signal_at_call
from hostile.operations_to_stop import OPERATIONS, Operation

FAULTS = ("SIGKILL", "SIGTERM", "SIGINT", "full-disk", *FAILING)
# Of a run that a signal ends; SIGTERM and SIGINT may come before the program has its handlers, or while it ends.
STOPPED = {"SIGKILL": {-signal.SIGKILL}, "SIGTERM": {143}, "SIGINT": {130}}
State = dict[str, str]


class Verdict(NamedTuple):
    """What a drill found wrong, "" if nothing; and whether the fault changed how the run ended."""

    wrong: str
    has_struck: bool


class Expected(NamedTuple):
    """What an operation does without fault: the states of its folder before and after, its exit status, its seconds.

    `calls` is how often it makes the calls that each fault counts, by the fault (COUNTED).
    """

    old: State
    new: State
    status: int
    seconds: float
    calls: Mapping[str, int]


def state(folder: Path) -> State:
    """Return the digest of each file below a folder, and the target of each link, by relative path."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            found[name] = f"-> {path.readlink()}"
        elif path.is_file():
            found[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def part(found: State, unit: str) -> State:
    """Return the part of a state that is written as one: a file, or a folder with all that it contains."""
    return {name: digest for name, digest in found.items() if name == unit or name.startswith(f"{unit}/")}


def limit_files(most: int) -> None:
    """Let this process write no more bytes than this to any file; it compiles nothing to the source tree then."""
    sys.dont_write_bytecode = True
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))


class Drill:
    """An operation in a folder of its own, `top`/work; what the program says goes to a file beside it."""

    def __init__(self, operation: Operation, top: Path) -> None:
        self._operation, self._folder, self._words = operation, top / "work", top / "words"
        self._folder.mkdir()
        operation.prepare(self._folder)

    def expect(self) -> Expected:
        """Run the operation without fault, and return what it does."""
        old, begun, counts = state(self._folder), time.monotonic(), mmap(-1, 8 * len(COUNTED))
        status = self._run(lambda: count_calls(counts))
        new, seconds = state(self._folder), time.monotonic() - begun
        assert status == self._operation.status, (self._operation.name, status, self._words.read_text("utf-8"))
        assert old != new, f"{self._operation.name} changes nothing"
        calls = dict(zip(COUNTED, memoryview(counts).cast("q").tolist(), strict=True))
        return Expected(old, new, status, seconds, calls)

    def verdict(self, fault: str, expected: Expected, chance: random.Random) -> Verdict:
        """Run the operation once with a fault at a random moment, judge what is left, and run it again."""
        status = self._strike(fault, expected, chance)
        wrong = "; ".join(self._judge(fault, expected, status))
        return Verdict(wrong or self._recover(expected), status != expected.status)

    def _run(self, before: Callable[[], None] = lambda: None) -> int:
        return wait_for(start(self._operation.arguments, self._folder, self._words, before))

    def _strike(self, fault: str, expected: Expected, chance: random.Random) -> int:
        """Run the operation with a fault, and return its exit status."""
        if fault in FAILING:
            # Names that are exchanged by the C library are not counted, and take two calls where it cannot.
            call = chance.randint(1, expected.calls[fault] + 2)
            return self._run(lambda: inject_failure(fault, call))
        if fault == "full-disk":
            most = chance.choice((0, 1, 100, 1_000, 5_000, chance.randrange(1, 200_000)))
            return self._run(lambda: limit_files(most))
        number = getattr(signal, fault)
        if chance.random() < 0.5:
            call = chance.randint(2, 2 * expected.calls[""] + 1)
            return self._run(lambda: signal_at_call(number, call))
        child = start(self._operation.arguments, self._folder, self._words, lambda: None)
        time.sleep(chance.random() * expected.seconds)
        os.kill(child, number)
        return wait_for(child)

    def _judge(self, fault: str, expected: Expected, status: int) -> Iterator[str]:
        """Yield what is wrong after a fault."""
        left, operation = state(self._folder), self._operation
        if status not in {expected.status, 1, 2, *STOPPED.get(fault, ())}:
            yield f"exit status {status}"
        if self._words.exists() and "Traceback" in self._words.read_text("utf-8", "replace"):
            yield "a traceback"
        for unit in sorted(operation.units(expected.old, expected.new)):
            if part(left, unit) not in (part(expected.old, unit), part(expected.new, unit)):
                yield f"{unit} is neither old nor new"
        for name in sorted(left.keys() - expected.old.keys() - expected.new.keys()):
            if not operation.may_leave(name, is_killed=fault == "SIGKILL"):
                yield f"{name} is left"

    def _recover(self, expected: Expected) -> str:
        """Run the operation again; return what is wrong, "" if all is as after a run without fault."""
        self._words.unlink(missing_ok=True)
        status, operation = self._run(), self._operation
        text, found = self._words.read_text("utf-8", "replace"), state(self._folder)
        surplus = {name for name in found.keys() - expected.new.keys() if not _is_reported(name, text)}
        surplus = {name for name in surplus if not operation.may_leave(name, is_killed=False)}
        different = {name for name, digest in expected.new.items() if found.get(name) != digest}
        changed = {name for name in different if not operation.is_varying(name)}
        # A run that was over before the fault has results, which another does not replace unasked.
        is_refused = status == 2 and "--force to replace it" in text and not changed
        if (status == expected.status or is_refused) and not changed and not surplus:
            return ""
        return f"then: status {status}, changed {sorted(changed)}, surplus {sorted(surplus)}: {text[-300:]}"


def _is_reported(name: str, text: str) -> bool:
    """Return whether a message names a temporary file, or the temporary folder that contains it."""
    return any(each.startswith(".teikit-") and each in text for each in Path(name).parts)


def warm_up(operation: Operation) -> None:
    """Run an operation in this process, so that its forks need not import or load anything."""
    from click.testing import CliRunner  # noqa: PLC0415

    from teikit.cli import teikit  # noqa: PLC0415

    before = Path.cwd()
    with tempfile.TemporaryDirectory() as name:
        operation.prepare(Path(name))
        os.chdir(name)
        try:
            if operation.arguments[0] == NAME:
                decide(operation.arguments[1:])
            else:
                CliRunner().invoke(teikit, operation.arguments)
        finally:
            os.chdir(before)


def rehearse(operation: Operation, faults: Sequence[str], times: int, seed: int) -> Iterator[tuple[str, list[Verdict]]]:
    """Yield each fault with the verdicts of its drills."""
    warm_up(operation)
    with tempfile.TemporaryDirectory() as name:
        expected = Drill(operation, Path(name)).expect()
    for fault in faults:
        verdicts = []
        for number in range(times):
            with tempfile.TemporaryDirectory() as name:
                chance = random.Random(f"{seed} {operation.name} {fault} {number}")
                verdicts.append(Drill(operation, Path(name)).verdict(fault, expected, chance))
        yield fault, verdicts


def main() -> int:
    """Run all drills, print a line for each fault of each operation, and what was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--operation", action="append", choices=[each.name for each in OPERATIONS])
    parser.add_argument("--fault", action="append", choices=FAULTS)
    given = parser.parse_args()
    os.environ |= {"SOURCE_DATE_EPOCH": "1700000000", "TEIKIT_NO_CACHE": "1"}
    failures = 0
    for operation in OPERATIONS:
        if given.operation and operation.name not in given.operation:
            continue
        for fault, verdicts in rehearse(operation, given.fault or FAULTS, given.times, given.seed):
            wrong = Counter(each.wrong for each in verdicts if each.wrong)
            failures += wrong.total()
            struck = sum(each.has_struck for each in verdicts)
            counts = f"{len(verdicts):4} times, {struck:4} struck, {wrong.total():3} wrong"
            print(f"{operation.name:10} {fault:18} {counts}")
            for words, count in wrong.most_common(3):
                print(f"    {count} x {' '.join(words[:300].split())}")
            sys.stdout.flush()
    return min(failures, 1)


if __name__ == "__main__":
    sys.exit(main())
