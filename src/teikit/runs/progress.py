"""Progress of a run in one line of the terminal: files, speed, problems, time left.

It is drawn when something happens, never by a thread, since threads do not survive a fork.
"""

import time
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from typing import TYPE_CHECKING, TextIO

from teikit.executors.protocols import Executor, Operation, ResultT
from teikit.inputs.item import Item

if TYPE_CHECKING:
    from rich.console import Console

# Shorter runs show no progress, and the line is not redrawn more often than this. Both in seconds.
_FIRST_DELAY = 0.5
_REDRAW_INTERVAL = 0.1


class Progress:
    """Counts the items of a run and shows the progress on a terminal; without a terminal it shows nothing."""

    def __init__(self, out: TextIO | None, *, total: int | None = None) -> None:
        self._out = out if out is not None and out.isatty() else None
        self._total = total
        self.files = self.bytes = self.problems = 0
        self._sizes: deque[int] = deque()
        self._started_at = self._drawn_at = time.monotonic()
        self._is_shown = False
        self._console: Console | None = None

    def watch(self, items: Iterable[Item]) -> Iterator[Item]:
        """Yield the items; after the last their number is known."""
        for item in items:
            self._sizes.append(item.size)
            yield item
        self._total = self.files + len(self._sizes)

    def advance(self, problems: int, *, writes: bool = True) -> None:
        """Count the next item as done; the line is hidden if its result `writes` something."""
        self.files += 1
        self.bytes += self._sizes.popleft()
        self.problems += problems
        if writes:
            self.hide()
        else:
            self.tick()

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _traceback: object) -> None:
        """Hide the line; the message of an interrupt says how far the run came, if it has several files."""
        self.hide()
        if isinstance(error, KeyboardInterrupt) and self._total != 1:
            error.args = (f"stopped after {self.describe()}",)

    def tick(self) -> None:
        """Redraw the line, if it is time to."""
        now = time.monotonic()
        if self._out is not None and now - self._drawn_at > (_REDRAW_INTERVAL if self._console else _FIRST_DELAY):
            self._draw(now)

    def hide(self) -> None:
        """Hide the line, so that something else can be written."""
        if self._is_shown and self._out is not None:
            self._out.write("\r\x1b[K")
            self._out.flush()
            self._is_shown = False

    def describe(self) -> str:
        """Return in words how far the run is."""
        of = f" of {self._total:,}" if self._total is not None else ""
        return f"{self.files:,}{of} file{'' if (self._total or self.files) == 1 else 's'}"

    def _draw(self, now: float) -> None:
        # Slow to import, and most runs end before.
        from rich.console import Console  # noqa: PLC0415
        from rich.text import Text  # noqa: PLC0415

        self._drawn_at = now
        try:
            self._console = self._console or Console(file=self._out, stderr=True, highlight=False)
        except ValueError:
            # The environment states a size that is no number.
            self._out = None
            return
        if self._console.is_dumb_terminal:
            return
        line = Text(self._line(now - self._started_at), no_wrap=True, overflow="ellipsis", style="dim")
        line.truncate(max(1, self._console.width - 1), overflow="ellipsis")
        self.hide()
        self._console.print(line, end="")
        self._is_shown = True

    def _line(self, seconds: float) -> str:
        parts = [self.describe(), f"{self.bytes / 1e6 / seconds:.1f} MB/s", f"{self.problems:,} problems"]
        if self._total and self.files:
            parts.append(f"{_format_duration(seconds / self.files * (self._total - self.files))} left")
        return ", ".join(parts)


class ProgressExecutor:
    """An executor that advances a progress; the handling of its results must not write to the terminal."""

    def __init__(self, executor: Executor, progress: Progress) -> None:
        self._executor, self._progress = executor, progress

    def run(self, work: Operation[ResultT], items: Iterable[Item]) -> Generator[ResultT, None, None]:
        """Yield the result of each item, in the order of the items."""
        with closing(self._executor.run(work, self._progress.watch(items))) as results:
            for result in results:
                self._progress.advance(0, writes=False)
                yield result


def _format_duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
