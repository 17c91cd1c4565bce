"""A session of review: its letters, opened when they are asked for, what is decided about them, and their TEI."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from threading import Lock, RLock
from typing import Any

from teikit.errors import TeikitError
from teikit.letter.cues import using_languages
from teikit.letter.dates import find_date
from teikit.letter.fixed import Stretch
from teikit.operations.review_actions import Change, restore
from teikit.operations.review_changes import changed_parts
from teikit.operations.review_places import Piece
from teikit.operations.reviewing import (
    ChangedError,
    LetterToReview,
    ReviewedLetter,
    TeiTargets,
    check_tei,
    decide,
    former_results,
    mark_reviewed,
    open_letter,
)
from teikit.operations.validate import Validator
from teikit.review.actions import REDO, UNDO, parse_action
from teikit.review.facsimiles import Picture, read_picture
from teikit.review.history import History
from teikit.review.learning import Learner
from teikit.review.listing import LetterList, Summary
from teikit.review.opened import OpenedLetters
from teikit.review.reading import Reader, summarize
from teikit.review.views import View, changes_view, failure_view, letter_view, problems_view
from teikit.shallow_repr import shallow_repr

# Learning is offered whenever so many more letters are reviewed.
LEARN_EACH = 10


class UnknownLetterError(TeikitError):
    """The review has no such letter."""


class ConflictError(TeikitError):
    """The letter is no longer as the page showed it; `view` is how it is now."""

    def __init__(self, view: View) -> None:
        super().__init__("the letter has changed since: this is how it is now")
        self.view = view


@dataclass(slots=True)
class _Track:
    """What a session keeps of each letter: the way back, digests of the TEI that teikit writes, and its problems."""

    lock: Any = field(default_factory=RLock)
    history: History = field(default_factory=History)
    written: set[bytes] = field(default_factory=set)
    problems: list[View] = field(default_factory=list)

    __repr__ = shallow_repr


class Session:
    """The letters of a review; its methods may be called by several threads.

    `folders` are those that pictures are read in.
    """

    def __init__(  # noqa: PLR0913  what a session works with
        self,
        wanted: Sequence[LetterToReview],
        reader: Reader,
        letters: LetterList,
        *,
        targets: TeiTargets,
        validator: Validator,
        folders: Sequence[Path],
        learner: Learner,
    ) -> None:
        self._wanted, self._reader, self._letters = wanted, reader, letters
        self._targets, self._validator, self._folders = targets, validator, folders
        self._learner = learner
        self._lock, self._validation = Lock(), Lock()
        self._tracks: defaultdict[int, _Track] = defaultdict(_Track)
        self._opened = OpenedLetters()
        self._learnt = 0

    __repr__ = shallow_repr

    def __len__(self) -> int:
        return len(self._wanted)

    def list_letters(self, query: str, state: str, offset: int, limit: int) -> View:
        """Return a page of the list of letters."""
        found, progress = self._letters.find(query, state, offset, limit), self._letters.progress()
        return {
            **progress._asdict(),
            "matching": found.matching,
            "failure": self._reader.failure,
            "letters": [self._entry(number) for number in found.numbers],
        }

    def show(self, number: int) -> View:
        """Return the view of a letter; raise UnknownLetterError if there is none of that number."""
        with self._hold(number) as track:
            return self._view(number, self._open(number, track), track)

    def act(self, number: int, version: str, action: Mapping[str, Any]) -> View:
        """Return the view of a letter after an action, which is on the disk then.

        Raises:
            ConflictError: the letter has another version.
            TeikitError: the action cannot be done, or not be written.
        """
        with self._hold(number) as track:
            letter = self._open_version(number, track, version)
            decided, history = letter.decisions.decisions, track.history
            record: Callable[[Any, Any], None]
            if action.get("type") == UNDO:
                change, record = restore(history.undo(decided)), history.mark_undone
            elif action.get("type") == REDO:
                change, record = restore(history.redo()), history.mark_redone
            else:
                change, record = parse_action(letter, action), history.change
            after = self._decide(number, track, letter, change)
            record(decided, after.decisions.decisions)
            return {**self._view(number, after, track), "changed": changes_view(changed_parts(letter, after))}

    def accept(self, number: int, version: str, *, force: bool = False) -> View:
        """Return the view of a letter after its TEI is written and the letter is marked as reviewed.

        Raises:
            ConflictError: the letter has another version.
            TakenError: somebody else wrote the file of the TEI, and `force` is not given.
            TeikitError: it cannot be written.
        """
        with self._hold(number) as track:
            letter = self._open_version(number, track, version)
            target = self._write(number, track, letter, force=force)
            after = self._decide(number, track, letter, lambda decisions: mark_reviewed(decisions, is_reviewed=True))
            # One at a time: a validator and its schemas are not for several threads.
            with self._validation:
                problems, failure = check_tei(self._validator, target)
            track.problems = problems_view(problems)
            self._letters.set_problems(number, len(problems))
            return {**self._view(number, after, track), "written": target.name, "unchecked": failure}

    def reopen(self, number: int, version: str) -> View:
        """Return the view of a letter that is to be reviewed again; errors are those of `accept`."""
        with self._hold(number) as track:
            letter = self._open_version(number, track, version)
            after = self._decide(number, track, letter, lambda decisions: mark_reviewed(decisions, is_reviewed=False))
            return self._view(number, after, track)

    def date_of(self, number: int, stretch: Stretch) -> View:
        """Return what date the words of a stretch of a letter are, "" if they are none.

        Raises:
            TeikitError: the letter has no such words, or cannot be read.
        """
        with self._hold(number) as track:
            letter = self._open(number, track)
        if isinstance(letter, TeikitError):
            raise letter
        own = letter.places.trim(stretch)
        with using_languages(letter.encoded.letter.language):
            found = find_date(letter.places.text(Piece(*own.start, own.end.column - own.start.column)))
        return {"when": found.when if found else ""}

    def learn(self) -> View:
        """Return what is learnt from the letters that were reviewed, and what it would change in the others.

        Raises:
            TeikitError: there is nothing to learn from.
        """
        reviewed = self._letters.reviewed()
        found = self._learner.learn(self._reader.how(), self._wanted, reviewed)
        self._learnt = len(reviewed)
        return found

    def apply(self, model: object) -> View:
        """Write the model that was learnt last, let the project use it, and read all letters again.

        Raises:
            TeikitError: `model` is not its name, or it cannot be written.
        """
        file = self._learner.apply(self._reader.how(), model, self._wanted)
        self._opened.clear()
        self._letters.rank_anew()
        self._reader.restart()
        return {"written": str(file)}

    def picture(self, number: int, page: int) -> Picture:
        """Return a page image of a letter.

        Raises:
            TeikitError: there is none, or it is not in a folder of the review.
        """
        with self._hold(number) as track:
            letter = self._open(number, track)
        if isinstance(letter, TeikitError):
            raise letter
        return read_picture(letter, page, self._folders)

    @contextmanager
    def _hold(self, number: int) -> Iterator[_Track]:
        """Yield what is kept of a letter, to one thread at a time."""
        if not 0 <= number < len(self._wanted):
            raise UnknownLetterError("the review has no such letter")
        with self._lock:
            track = self._tracks[number]
        with track.lock:
            yield track

    def _open(self, number: int, track: _Track) -> ReviewedLetter | TeikitError:
        """Return a letter as it is on the disk now, or why it cannot be encoded."""
        former = self._opened.get(number)
        how = self._reader.how()
        try:
            letter = open_letter(how, self._wanted[number], former)
        except TeikitError as error:
            self._letters.put(number, Summary(1.0, failure=str(error)), is_opened=True)
            return error
        if former is None or letter.version != former.version:
            self._keep(number, track, letter)
        track.history.see(letter.decisions.decisions)
        return letter

    def _keep(self, number: int, track: _Track, letter: ReviewedLetter) -> None:
        track.problems = []
        self._letters.put(number, summarize(letter), is_opened=True)
        self._letters.set_problems(number, 0)
        self._opened.put(number, letter)

    def _open_version(self, number: int, track: _Track, version: str) -> ReviewedLetter:
        letter = self._open(number, track)
        if isinstance(letter, TeikitError):
            raise letter
        if letter.version != version:
            raise ConflictError(self._view(number, letter, track))
        return letter

    def _decide(self, number: int, track: _Track, letter: ReviewedLetter, change: Change) -> ReviewedLetter:
        try:
            after = decide(self._reader.how(), letter, change)
        except ChangedError:
            raise ConflictError(self._view(number, self._open(number, track), track)) from None
        self._keep(number, track, after)
        track.history.known = after.decisions.decisions
        return after

    def _write(self, number: int, track: _Track, letter: ReviewedLetter, *, force: bool) -> Path:
        def is_ours(there: bytes) -> bool:
            if sha256(there).digest() in track.written:
                return True
            return any(there == made for made in former_results(self._reader.how(), letter))

        target = self._targets.write(self._wanted[number], letter.encoded.tei, is_ours, force=force)
        track.written.add(sha256(letter.encoded.tei).digest())
        return target

    def _view(self, number: int, letter: ReviewedLetter | TeikitError, track: _Track) -> View:
        name = self._letters.entries[number].name
        view = failure_view(name, str(letter)) if isinstance(letter, TeikitError) else letter_view(letter, str(number))
        decided = () if isinstance(letter, TeikitError) else letter.decisions.decisions
        before, after = self._letters.neighbours(number)
        progress = self._letters.progress()
        return {
            **view,
            "id": str(number),
            "state": self._letters.entries[number].state,
            "problems": track.problems,
            "previous": _id(before),
            "next": _id(after),
            "progress": progress._asdict(),
            "can_undo": track.history.can_undo(decided),
            "can_redo": bool(track.history.undone),
            "learn": self._learning(progress.reviewed),
        }

    def _learning(self, reviewed: int) -> View | None:
        """Return how many letters may be learnt from, None where there are not enough more than the last time."""
        return {"letters": reviewed} if reviewed // LEARN_EACH > self._learnt // LEARN_EACH else None

    def _entry(self, number: int) -> View:
        entry = self._letters.entries[number]
        summary = entry.summary
        return {
            "id": str(number),
            "name": entry.name,
            "doubt": round(summary.doubt, 4) if summary else 0.0,
            "doubts": summary.doubts if summary else 0,
            "is_read": summary is not None,
            "state": entry.state,
            "problems": entry.problems,
            "failure": summary.failure if summary else "",
        }


def _id(number: int | None) -> str | None:
    return None if number is None else str(number)
