"""Works that do little, or harm, for the tests of executors; spawned workers import them by name."""

import os
import resource
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from teikit.errors import ConfigError
from teikit.inputs.item import Item
from teikit.storage.remarks import add_remark

Outcome = tuple[int, str]


def items(count: int, size: int = 0) -> list[Item]:
    return [Item(number, f"{number}.xml", size) for number in range(count)]


@dataclass(frozen=True)
class Naming:
    """Gives each item its name back; fails at some."""

    fails: frozenset[int] = frozenset()
    size: int = 0

    def prepare(self) -> Callable[[Item], Outcome]:
        return self._do

    def flush(self) -> None:
        """Nothing waits."""

    def failure_result(self, item: Item, reason: str) -> Outcome:
        return item.number, reason

    def _do(self, item: Item) -> Outcome:
        if item.number in self.fails:
            raise ConfigError(f"{item.name} is wrong")
        return item.number, item.name + self.size * "x"


@dataclass(frozen=True)
class Slow(Naming):
    """Takes longer for some items."""

    seconds: tuple[float, ...] = (0.0, 0.002, 0.0, 0.0, 0.005)

    def _do(self, item: Item) -> Outcome:
        time.sleep(self.seconds[item.number % len(self.seconds)])
        return super()._do(item)


@dataclass(frozen=True)
class Deadly(Naming):
    """Kills its process at some items: always, or only the first time, or from the second time on.

    That is so where `once` or `twice` is a folder.
    """

    kills: frozenset[int] = frozenset()
    once: Path | None = None
    twice: Path | None = None
    memory: bool = False

    def _do(self, item: Item) -> Outcome:
        if item.number in self.kills and self._is_due(item):
            if not self.memory:
                os.kill(os.getpid(), signal.SIGKILL)
            resource.setrlimit(resource.RLIMIT_AS, (1 << 30, resource.RLIM_INFINITY))
            bytearray(1 << 31)
        return super()._do(item)

    def _is_due(self, item: Item) -> bool:
        if not (folder := self.once or self.twice):
            return True
        try:
            (folder / item.name).touch(exist_ok=False)
        except FileExistsError:
            return folder == self.twice
        return folder == self.once


@dataclass(frozen=True)
class ReportingProcess(Naming):
    """Tells which process did it, and how long the pause was that it made."""

    pause: float = 0.0

    def _do(self, item: Item) -> Outcome:
        time.sleep(self.pause)
        return item.number, str(os.getpid())


@dataclass(frozen=True)
class Marking(ReportingProcess):
    """Leaves a file for each item that it has done."""

    folder: Path = Path()

    def _do(self, item: Item) -> Outcome:
        (self.folder / item.name).touch()
        return super()._do(item)


@dataclass(frozen=True)
class Loaded(Naming):
    """Tells which of the commands its process has loaded."""

    def _do(self, item: Item) -> Outcome:
        return item.number, " ".join(sorted(each for each in sys.modules if each == "teikit.cli.validate"))


@dataclass(frozen=True)
class Pausing(Naming):
    """Takes long for the first item alone."""

    def _do(self, item: Item) -> Outcome:
        time.sleep(0.5 if item.number == 0 else 0.0005)
        return item.number, str(os.getpid())


@dataclass(frozen=True)
class Chatty(Naming):
    """Writes to both streams."""

    def _do(self, item: Item) -> Outcome:
        os.write(1, b"out")
        os.write(2, b"error")
        print("out")
        return super()._do(item)


class Unopenable(Naming):
    """Cannot be opened."""

    def prepare(self) -> Callable[[Item], Outcome]:
        raise ConfigError("cannot be opened")


class StubbornError(Exception):
    """Does not go into a pickle, whatever libraries have taught pickle of exceptions."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(f"{one} and {other}")

    def __reduce__(self) -> str:
        raise TypeError


class Stubborn(Naming):
    """Raises what does not travel."""

    def _do(self, item: Item) -> Outcome:
        raise StubbornError(item.name, "more")


@dataclass(frozen=True)
class Remarking(Naming):
    """Adds a remark for each item."""

    def _do(self, item: Item) -> Outcome:
        add_remark(f"{item.name}: has two names")
        return item.number, item.name
