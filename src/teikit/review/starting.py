"""Starts a session of review: reads its letters while the page is there, and ends with it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from teikit.executors.protocols import Executor
from teikit.inputs.item import Item
from teikit.operations.encode_run import EncodeOperation
from teikit.operations.reviewing import TeiTargets, letters_to_review
from teikit.operations.validate import ValidateRequest, Validator
from teikit.review.learning import Learn, Learner, learn_from_letters
from teikit.review.listing import LetterList
from teikit.review.reading import Reader
from teikit.review.session import Session
from teikit.validation.plan import Options

MakeExecutor = Callable[[Callable[[], None]], Executor]


@contextmanager
def start_session(  # noqa: PLR0913  what a session works with
    operation: EncodeOperation,
    items: Sequence[Item],
    *,
    out: Path | None,
    folders: Sequence[Path],
    make_executor: MakeExecutor,
    learn: Learn = learn_from_letters,
) -> Iterator[Session]:
    """Yield the session of a review of some sources, whose TEI goes to `out` or beside them.

    `folders` are those that pictures are read in; `make_executor` returns an executor that calls a function while it
    waits.
    """
    wanted = list(letters_to_review(operation, items))
    letters = LetterList([letter.name for letter in wanted])
    reader = Reader(operation, wanted, make_executor, letters.put)
    validator = Validator(ValidateRequest(Options(folders=tuple(folders)), config=operation.config))
    reader.start()
    try:
        targets = TeiTargets(items, out)
        learner = Learner(learn, make_executor, folders[0])
        yield Session(wanted, reader, letters, targets=targets, validator=validator, folders=folders, learner=learner)
    finally:
        reader.stop()
