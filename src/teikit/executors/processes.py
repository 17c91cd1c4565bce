"""Items to outcomes on several cores: processes of our own, each with a pipe, whose death costs no more than a file."""

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from typing import Generic

from teikit.errors import TeikitError
from teikit.executors import worker
from teikit.executors.pickling import Sent, unpacked
from teikit.executors.process_pool import Crew, Worker, usual_method
from teikit.executors.protocols import Outcome, Work
from teikit.executors.reorder_buffer import Shelf
from teikit.executors.work_queue import Agenda
from teikit.inputs.item import Item

# How far work may go beyond the item that is due: in items, and in bytes of outcomes that wait for their turn.
_AHEAD = 8_192
_MOST_WAITING = 32 << 20
# So long, in seconds, is waited for workers before others get a turn.
_TICK = 0.1
_MOST_STILLBORN = 5


class Processes:
    """Does the work in so many processes.

    They are forked where that is safe (on Linux, and while there is no other thread), and then share what the work has
    opened; else they are spawned, and each opens the work anew. `tick` is called several times a second while there is
    nothing to pass on.
    """

    def __init__(self, jobs: int, *, method: str | None = None, tick: Callable[[], None] = lambda: None) -> None:
        self._jobs, self._tick = jobs, tick
        self._method = method

    def run(
        self, work: Work[Outcome], items: Iterable[Item], do: Callable[[Item], Outcome] | None = None
    ) -> Generator[Outcome, None, None]:
        """Yield the outcome of each item, in the order of the items.

        A worker that dies costs the item it held, which is tried once more alone and then lost; others do the rest.
        `do` is what the work gave when it was opened, where it is open.

        Raises:
            TeikitError: workers die before they do anything.

        """
        method = self._method or usual_method()
        # Only a fork can be given what is open.
        opened = (do or work.open()) if method == "fork" else None
        crew = Crew(work, opened, self._jobs, method)
        try:
            yield from _Run(work, Agenda(items, self._jobs, _AHEAD), crew, self._tick).outcomes()
        finally:
            crew.end()


class _Run(Generic[Outcome]):
    """One run: what is to be done and by whom, and what waits for its turn."""

    def __init__(self, work: Work[Outcome], agenda: Agenda, crew: Crew, tick: Callable[[], None]) -> None:
        self._agenda, self._crew, self._tick = agenda, crew, tick
        self._shelf = Shelf(work, agenda)
        # Those whose worker died of them once.
        self._suspects: set[int] = set()
        self._stillborn = 0

    def outcomes(self) -> Iterator[Outcome]:
        """Yield the outcomes in their order."""
        while not self._agenda.has_ended():
            self._feed()
            if not self._crew:
                raise TeikitError("no process can be started to work in; --jobs 1 needs none")
            self._listen(0 if self._shelf.is_ready else _TICK)
            yield from self._shelf.ready()

    def _feed(self) -> None:
        """Give chunks to those who have none, and then to those who have one."""
        while self._crew.has_room():
            chunk, is_last = self._agenda.chunk(more=self._shelf.waiting < _MOST_WAITING)
            if not chunk:
                return
            who = self._crew.next()
            if who is None:
                self._agenda.give_back(chunk)
                return
            who.give(chunk, is_last=is_last)

    def _listen(self, seconds: float) -> None:
        """Take in what workers send, and bury those that died."""
        for who in self._crew.speaking(seconds):
            try:
                self._take(who, unpacked(who.pipe.recv_bytes()))
            except (EOFError, OSError):
                self._bury(who)
        if seconds:
            self._tick()

    def _take(self, who: Worker, sent: Sequence[Sent]) -> None:
        for each in sent:
            if each.number == worker.NOTHING:
                raise unpacked(each.content)
            who.take(each.number)
            self._suspects.discard(each.number)
            self._shelf.put(each)
        self._stillborn = 0

    def _bury(self, who: Worker) -> None:
        """Share out what a dead worker had not done: what it held is tried once more, alone."""
        reason = self._crew.leave(who)
        held, others = who.left()
        self._agenda.give_back(others)
        if held is None:
            self._stillborn += bool(others)
            if self._stillborn > _MOST_STILLBORN:
                raise TeikitError(f"worker processes end before they do anything: {reason}")
        elif held.number in self._suspects:
            self._shelf.lose(held, f"{reason}, twice")
        else:
            self._suspects.add(held.number)
            self._agenda.set_apart(held)
