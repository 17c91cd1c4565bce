"""Learns from the letters of a project, reviewed ones and TEI, and says what would change in the others."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from teikit.conventions import load_profile
from teikit.decisions.files import read_decisions
from teikit.document.document import pieces
from teikit.document.root import is_tei
from teikit.document.tree import NotWellFormedError, load
from teikit.errors import NoFilesError
from teikit.inputs.item import Item
from teikit.inputs.paths import read_item
from teikit.learning.examples import example_of_parts, example_of_words
from teikit.learning.fitting import Example, fit
from teikit.learning.model_file import model_bytes
from teikit.learning.summary import observe
from teikit.learning.tei_letters import is_unrevised, read_tei_letters
from teikit.letter.project import ProjectModel, weights_digest
from teikit.letter.recogniser import CrfModel, shipped_model, shipped_weights
from teikit.messages import escape_control
from teikit.operations.encode import resolve_options
from teikit.operations.encode_run import EncodeOperation
from teikit.operations.review_changes import ChangedPart, changes_by_model
from teikit.operations.reviewing import LetterToReview, ReviewedLetter, letters_to_review, open_letter
from teikit.storage.files import write_file
from teikit.storage.temporary import scratch_folder

_ORDER = "has its parts in an order that TEI or a form of its kind does not allow"


@dataclass(frozen=True, slots=True)
class Learnt:
    """What was learnt, from how many reviewed letters and TEI letters with how many parts.

    `left_out` has the letters that were not read, with the reason; `unreviewed` are those that may change. `unrevised`
    counts TEI files that are as teikit encoded them: they show nothing that teikit does not know.
    """

    model: ProjectModel
    reviewed: int
    tei: int
    parts: int
    left_out: Sequence[tuple[str, str]] = ()
    unreviewed: Sequence[LetterToReview] = ()
    unrevised: int = 0


@dataclass(frozen=True, slots=True)
class Preview:
    """What changes in letters that are not reviewed: how many `letters` of how many, and each part by its letter."""

    letters: int
    of: int
    changes: Sequence[tuple[str, ChangedPart]] = ()

    @property
    def pairs(self) -> list[tuple[tuple[str, str], int]]:
        """The labels, former and new, with the number of parts, the most frequent first."""
        counts = Counter((str(each.before), str(each.after)) for _, each in self.changes)
        return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def learn(how: EncodeOperation, items: Sequence[Item]) -> Learnt:
    """Return what the reviewed letters and the TEI letters of some files show; the same files give the same model.

    Raises:
        NoFilesError: none of them is reviewed, or TEI that can be read.
        TeikitError: a source cannot be read, or its decisions.
    """
    gathered = _Gathered(how)
    for item in items:
        gathered.add(item)
    return gathered.learn()


def learn_reviewed(how: EncodeOperation, letters: Sequence[LetterToReview]) -> Learnt:
    """Return what some letters show that were reviewed; errors are those of `learn`."""
    gathered = _Gathered(how)
    for letter in letters:
        gathered.add_letter(letter)
    return gathered.learn()


class _Gathered:
    """Collects the examples of a project."""

    def __init__(self, how: EncodeOperation) -> None:
        self._how = how
        self._model: CrfModel = replace(shipped_model(), has_phrases=True)
        self._examples: list[Example] = []
        self._left_out: list[tuple[str, str]] = []
        self._unreviewed: list[LetterToReview] = []
        self._tei = self._unrevised = 0

    def learn(self) -> Learnt:
        """Return what the examples show; errors are those of `learn`."""
        if not self._examples:
            raise NoFilesError(
                "there is nothing to learn from: no letter is reviewed, or TEI that is revised and can be read"
            )
        found = fit(self._examples, shipped_weights()[1])
        observations = observe(self._examples, shipped_model())
        count, parts = len(self._examples), sum(len(each.path) for each in self._examples)
        model = ProjectModel(weights_digest(), count, found.emissions, found.transitions, observations)
        return Learnt(model, count - self._tei, self._tei, parts, self._left_out, self._unreviewed, self._unrevised)

    def add(self, item: Item) -> None:
        """Add the letters of a file."""
        data, name = read_item(item, "source-bytes")
        if is_tei(pieces(data), name):
            self._add_tei(data, escape_control(name))
            return
        for letter in letters_to_review(self._how, [item]):
            self.add_letter(letter)

    def add_letter(self, letter: LetterToReview) -> None:
        """Add a letter if it was reviewed."""
        if read_decisions(Path(letter.item.name), letter.name).decisions.is_reviewed:
            self._append(escape_control(letter.name), self._example(open_letter(self._how, letter)))
        else:
            self._unreviewed.append(letter)

    def _example(self, letter: ReviewedLetter) -> Example | None:
        how = self._how
        options = resolve_options(letter.wanted.item.name, how.config, how.options, how.metadata)
        profile = load_profile(options["conventions"])
        return example_of_parts(letter.lines, letter.encoded.letter.parts, self._model, options["language"], profile)

    def _add_tei(self, data: bytes, name: str) -> None:
        try:
            root = load(data, name).getroot()
        except NotWellFormedError as error:
            self._left_out.append((name, error.diagnostic.message))
            return
        if is_unrevised(root):
            self._unrevised += 1
            return
        for letter in read_tei_letters(root, name):
            if letter.fault:
                self._left_out.append((letter.name, letter.fault))
            else:
                example = example_of_words(letter.lines, letter.labels, self._model)
                self._tei += self._append(letter.name, example)

    def _append(self, name: str, example: Example | None) -> bool:
        if example is None:
            self._left_out.append((name, _ORDER))
            return False
        self._examples.append(example)
        return True


def preview(how: EncodeOperation, letters: Sequence[LetterToReview], model: ProjectModel) -> Preview:
    """Return what a model changes in letters that are not reviewed; those that cannot be read are left out."""
    changes: list[tuple[str, ChangedPart]] = []
    with scratch_folder() as folder:
        file = Path(folder, "model.json")
        write_file(file, model_bytes(model))
        for letter in letters:
            changes += [(letter.name, change) for change in changes_by_model(how, file, letter)]
    return Preview(len({name for name, _ in changes}), len(letters), changes)
