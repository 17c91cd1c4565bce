"""Reads all letters of a review for its list, in several processes, while the page is already there."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from threading import Event, Thread

from teikit.errors import TeikitError
from teikit.executors.protocols import Executor, Operation
from teikit.inputs.item import Item
from teikit.letter.claims import ClaimKind
from teikit.messages import escape_control
from teikit.operations.encode_run import EncodeOperation
from teikit.operations.reviewing import LettersBySource, LetterToReview, ReviewedLetter, open_letter
from teikit.operations.run import execute
from teikit.review.listing import MOST_SEARCHED, Summary
from teikit.shallow_repr import shallow_repr

# How long the end of a review waits for what is just being read, in seconds.
_PATIENCE = 3.0
_CORRESPONDENTS = (ClaimKind.SENDER, ClaimKind.RECIPIENT, ClaimKind.COPY, ClaimKind.PLACE, ClaimKind.DATE)


class _StoppedError(Exception):
    """The review has ended."""


def summarize(letter: ReviewedLetter) -> Summary:
    """Return what the list has of a letter."""
    doubts = letter.doubts
    people = (claim.text for claim in letter.encoded.claims if claim.kind in _CORRESPONDENTS)
    searched = "\n".join((*people, *(line.text for line in letter.lines if line.text)))
    return Summary(letter.doubt, len(doubts), letter.decisions.is_reviewed, "", searched[:MOST_SEARCHED])


@dataclass(frozen=True, slots=True)
class SummaryOperation(Operation[Sequence[Summary]]):
    """Summarizes the letters of sources; `letters` are those of each source by its number."""

    how: EncodeOperation
    letters: Mapping[int, Sequence[LetterToReview]]

    __repr__ = shallow_repr

    def prepare(self) -> Callable[[Item], Sequence[Summary]]:
        """Return what summarizes the letters of a source."""
        return self._summarize

    def failure_result(self, item: Item, reason: str) -> Sequence[Summary]:
        """Return that the letters of a source could not be read."""
        failed = Summary(1.0, failure=f"{escape_control(item.name)}: could not be encoded: {reason}")
        return [failed] * len(self.letters[item.number])

    def _summarize(self, item: Item) -> Sequence[Summary]:
        return [self._summarize_letter(letter) for letter in self.letters[item.number]]

    def _summarize_letter(self, letter: LetterToReview) -> Summary:
        try:
            return summarize(open_letter(self.how, letter))
        except TeikitError as error:
            return Summary(1.0, failure=str(error))


class Reader:
    """Reads letters in a thread: first the habits of their collections, which `how` waits for, then each letter.

    `make_executor` returns an executor that calls the function it is given while it waits.
    """

    def __init__(
        self,
        how: EncodeOperation,
        letters: Sequence[LetterToReview],
        make_executor: Callable[[Callable[[], None]], Executor],
        put: Callable[[int, Summary], None],
    ) -> None:
        self._how, self._put = how, put
        self._without_habits = how
        self._letters = LettersBySource(enumerate(letters))
        self._make_executor = make_executor
        self._stop, self._has_habits = Event(), Event()
        self._thread: Thread | None = None
        # Why letters cannot be read at all, "" if they can.
        self.failure = ""

    __repr__ = shallow_repr

    def start(self) -> None:
        """Begin."""
        self._thread = Thread(target=self._run, name="teikit-review-reader", daemon=True)
        self._thread.start()

    def stop(self, patience: float | None = _PATIENCE) -> None:
        """Stop, and wait until the processes have ended, at most so many seconds; with None as long as it takes."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(patience)

    def restart(self) -> None:
        """Read all letters again, by the configuration as it is now."""
        self.stop(None)
        self._stop.clear()
        self._has_habits.clear()
        self.start()

    def how(self) -> EncodeOperation:
        """Return how letters are encoded, once the habits of their collections are known."""
        self._has_habits.wait()
        return self._how

    def _run(self) -> None:
        try:
            items = self._letters.items
            self._how = self._without_habits.with_habits(items, self._make_executor(self._check))
            self._has_habits.set()
            operation = SummaryOperation(self._how, dict(self._letters.by_item))
            with execute(operation, items, self._make_executor(self._check)) as results:
                for number, summary in self._letters.numbered(results):
                    self._check()
                    self._put(number, summary)
        except _StoppedError:
            pass
        except TeikitError as error:
            self.failure = str(error)
        finally:
            self._has_habits.set()

    def _check(self) -> None:
        if self._stop.is_set():
            raise _StoppedError
