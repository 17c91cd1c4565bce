"""Learns from the letters that were reviewed, and shows what that would change in the others before it is applied."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

from teikit import config
from teikit.errors import TeikitError
from teikit.executors.protocols import Executor
from teikit.operations.encode_run import EncodeOperation
from teikit.operations.review_changes import ChangedPart, ChangesOperation, model_path, name_model
from teikit.operations.reviewing import LettersBySource, LetterToReview
from teikit.operations.run import execute
from teikit.review.views import View
from teikit.shallow_repr import shallow_repr
from teikit.storage.files import write_file
from teikit.storage.temporary import scratch_folder

# How many changes are listed; the counts are of all.
_MOST_LISTED = 1_000
_LONGEST_TEXT = 200


class Learnt(NamedTuple):
    """What was learnt from so many letters: in words, and as the file of a model."""

    letters: int
    said: Sequence[str]
    data: bytes


Learn = Callable[[EncodeOperation, Sequence[LetterToReview]], Learnt]


def learn_from_letters(how: EncodeOperation, letters: Sequence[LetterToReview]) -> Learnt:
    """Return what reviewed letters show, as `teikit learn` does.

    Raises:
        TeikitError: there is nothing to learn from.
    """
    # Fitting is for those who learn.
    from teikit.learning.model_file import model_bytes  # noqa: PLC0415
    from teikit.learning.summary import sentences  # noqa: PLC0415
    from teikit.operations.learn import learn_reviewed  # noqa: PLC0415

    model = learn_reviewed(how, letters).model
    return Learnt(model.letters, sentences(model.observations), model_bytes(model))


class Learner:
    """Learns by a function, and keeps what was learnt last until it is applied; `folder` is that of the project."""

    def __init__(self, learn: Learn, make_executor: Callable[[Callable[[], None]], Executor], folder: Path) -> None:
        self._learn, self._make_executor, self._folder = learn, make_executor, folder
        self._lock = Lock()
        self._last: Learnt | None = None

    __repr__ = shallow_repr

    def learn(self, how: EncodeOperation, wanted: Sequence[LetterToReview], reviewed: Iterable[int]) -> View:
        """Return what is learnt from the reviewed of some letters, and what it would change in the others.

        Raises:
            TeikitError: there is nothing to learn from, or another window learns.
        """
        with self._alone():
            chosen = set(reviewed)
            learnt = self._learn(how, [wanted[number] for number in sorted(chosen)])
            changes = self._compare(how, wanted, chosen, learnt.data)
            self._last = learnt
            return {
                "letters": learnt.letters,
                "learnt": list(learnt.said),
                "changes": _changes_view(changes, wanted),
                "model": _name_of(learnt),
            }

    def apply(self, how: EncodeOperation, name: Any, wanted: Sequence[LetterToReview]) -> Path:
        """Write the model that was learnt last, name it in the configuration, and return its file.

        Raises:
            TeikitError: `name` is not its name, or a file cannot be written.
        """
        with self._alone():
            if self._last is None or name != _name_of(self._last):
                raise TeikitError("this was not learnt last: look again at what would change")
            settings = config.config_for(wanted[0].item.name, how.config)
            given = how.options.get("model") or ""
            target = Path(given) if given else model_path(settings, self._folder)
            write_file(target, self._last.data, force=True)
            if not given:
                name_model(settings, target)
            config.clear_cache()
            return target

    @contextmanager
    def _alone(self) -> Iterator[None]:
        if not self._lock.acquire(blocking=False):
            raise TeikitError("another window is learning: try again when it is done")
        try:
            yield
        finally:
            self._lock.release()

    def _compare(
        self, how: EncodeOperation, wanted: Sequence[LetterToReview], reviewed: set[int], data: bytes
    ) -> list[tuple[int, ChangedPart]]:
        """Return what a model would change in letters that are not reviewed, with the numbers of these."""
        letters = LettersBySource(pair for pair in enumerate(wanted) if pair[0] not in reviewed)
        with scratch_folder() as folder:
            model = Path(folder, "model.json")
            write_file(model, data)
            operation = ChangesOperation(how, dict(letters.by_item), model)
            with execute(operation, letters.items, self._make_executor(lambda: None)) as results:
                return [(number, change) for number, changes in letters.numbered(results) for change in changes]


def _name_of(learnt: Learnt) -> str:
    return sha256(learnt.data).hexdigest()


def _changes_view(changes: Sequence[tuple[int, ChangedPart]], wanted: Sequence[LetterToReview]) -> View:
    counts = Counter((change.before, change.after) for _, change in changes)
    return {
        "letters": len({number for number, _ in changes}),
        "parts": len(changes),
        "by": [{"from": before, "to": after, "count": count} for (before, after), count in counts.most_common()],
        "list": [
            {
                "id": str(number),
                "name": wanted[number].name,
                "line": change.line,
                "from": change.before,
                "to": change.after,
                "text": change.text[:_LONGEST_TEXT],
            }
            for number, change in changes[:_MOST_LISTED]
        ],
    }
