"""Learns from the letters of a project, reviewed ones and TEI, and says what would change in the others."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from lxml import etree

from teikit.decisions.files import read_decisions
from teikit.decisions.location import locate
from teikit.decisions.model import Decisions
from teikit.document.document import pieces
from teikit.document.root import is_tei
from teikit.document.tree import NotWellFormedError, load
from teikit.errors import NoFilesError, TeikitError
from teikit.inputs.item import Item
from teikit.inputs.paths import read_item
from teikit.learning.examples import example_of_parts, example_of_words
from teikit.learning.fitting import Example, fit
from teikit.learning.model_file import crf_model
from teikit.learning.summary import observe
from teikit.learning.tei_letters import read_tei_letters
from teikit.letter import Letter, recognise
from teikit.letter.collection import NO_HABITS, Habits
from teikit.letter.fixed import Place
from teikit.letter.project import ProjectModel, weights_digest
from teikit.letter.recogniser import CrfModel, model_of, shipped_model, shipped_weights
from teikit.messages import escape_control
from teikit.operations.collection import folder_of
from teikit.operations.encode import LetterReading, read_letter, resolve_options
from teikit.operations.encode_run import EncodeOperation

_ORDER = "has its parts in an order that TEI or a form of its kind does not allow"


@dataclass(frozen=True, slots=True)
class Learnt:
    """What was learnt, from how many reviewed letters and TEI letters with how many parts.

    `left_out` has the letters that were not read, with the reason; `unreviewed` are the sources that may change.
    """

    model: ProjectModel
    reviewed: int
    tei: int
    parts: int
    left_out: Sequence[tuple[str, str]] = ()
    unreviewed: Sequence[Item] = ()


@dataclass(frozen=True, slots=True)
class PartChange:
    """A part of a letter that gets another label; `line` (from 1) is its first, `text` its words.

    `former` is the label that it has without what was learnt.
    """

    item: Item
    line: int
    former: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What changes in the letters that are not reviewed: how many `letters` of how many, and each part."""

    letters: int
    of: int
    changes: Sequence[PartChange] = ()

    @property
    def pairs(self) -> list[tuple[tuple[str, str], int]]:
        """The labels, former and new, with the number of parts, the most frequent first."""
        counts = Counter((each.former, each.label) for each in self.changes)
        return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def learn(how: EncodeOperation, items: Sequence[Item]) -> Learnt:
    """Return what the reviewed letters and the TEI letters of some files show; the same files give the same model.

    Raises:
        NoFilesError: none of them is reviewed, or TEI that can be read.
        TeikitError: a source cannot be read, or its decisions.
    """
    gathered = _Gathered(replace(shipped_model(), has_phrases=True))
    for item in items:
        gathered.add(how, item)
    if not gathered.examples:
        raise NoFilesError("there is nothing to learn from: no letter is reviewed, and none is TEI that can be read")
    found = fit(gathered.examples, shipped_weights()[1])
    observations = observe(gathered.examples, shipped_model())
    count = len(gathered.examples)
    model = ProjectModel(weights_digest(), count, found.emissions, found.transitions, observations)
    parts = sum(len(each.path) for each in gathered.examples)
    return Learnt(model, count - gathered.tei, gathered.tei, parts, gathered.left_out, gathered.unreviewed)


class _Gathered:
    """Collects the examples of a project."""

    def __init__(self, model: CrfModel) -> None:
        self.examples: list[Example] = []
        self.left_out: list[tuple[str, str]] = []
        self.unreviewed: list[Item] = []
        self.tei = 0
        self._model = model

    def add(self, how: EncodeOperation, item: Item) -> None:
        """Add the letters of a file."""
        data, name = read_item(item, "source-bytes")
        if is_tei(pieces(data), name):
            self._add_tei(data, escape_control(name))
            return
        decisions = read_decisions(Path(name), name).decisions
        if not decisions.is_reviewed:
            self.unreviewed.append(item)
            return
        reading = _reading(how, data, name)
        self._append(escape_control(name), self._example(reading, _recognise(how, item, reading, decisions)))

    def _example(self, reading: LetterReading, letter: Letter) -> Example | None:
        return example_of_parts(reading.lines, letter.parts, self._model, reading.language, reading.conventions)

    def _add_tei(self, data: bytes, name: str) -> None:
        try:
            letters = read_tei_letters(_root(data, name), name)
        except NotWellFormedError as error:
            self.left_out.append((name, error.diagnostic.message))
            return
        for letter in letters:
            if letter.fault:
                self.left_out.append((letter.name, letter.fault))
            else:
                self.tei += self._append(letter.name, example_of_words(letter.lines, letter.labels, self._model))

    def _append(self, name: str, example: Example | None) -> bool:
        if example is None:
            self.left_out.append((name, _ORDER))
            return False
        self.examples.append(example)
        return True


def _root(data: bytes, name: str) -> etree._Element:
    return load(data, name).getroot()


def _reading(how: EncodeOperation, data: bytes, name: str) -> LetterReading:
    return read_letter(data, name, resolve_options(name, how.config, how.options, how.metadata))


def _recognise(
    how: EncodeOperation, item: Item, reading: LetterReading, decisions: Decisions, model: CrfModel | None = None
) -> Letter:
    """Return a letter as it is encoded; without a model, by the one that the options or the configuration name."""
    if model is None and (path := resolve_options(item.name, how.config, how.options, how.metadata)["model"]):
        model = crf_model(path)
    habits: Habits = how.habits.get(folder_of(item), NO_HABITS)
    return recognise(
        reading.lines,
        reading.language,
        model,
        conventions=reading.conventions,
        join_hyphens=reading.join_hyphens,
        habits=habits,
        fixed=locate(decisions, reading.lines).parts,
    )


def preview(how: EncodeOperation, items: Sequence[Item], model: ProjectModel) -> Preview:
    """Return what a model changes in letters that are not reviewed; those that cannot be read are left out."""
    learnt = model_of(model)
    changes: list[PartChange] = []
    letters = 0
    for item in items:
        try:
            found = list(_changes(how, item, learnt))
        except TeikitError:
            # Encoding it reports why.
            continue
        letters += bool(found)
        changes += found
    return Preview(letters, len(items), changes)


def _changes(how: EncodeOperation, item: Item, model: CrfModel) -> Iterator[PartChange]:
    """Yield the parts of a letter that get another label."""
    data, name = read_item(item, "source-bytes")
    decisions = read_decisions(Path(name), name).decisions
    reading = _reading(how, data, name)
    before = _recognise(how, item, reading, decisions)
    places = [Place(first.number, first.column) for part in before.parts for first in part.unit.lines[:1]]
    for part in _recognise(how, item, reading, decisions, model).parts:
        first = part.unit.lines[0]
        former = before.parts[max(0, bisect_right(places, Place(first.number, first.column)) - 1)].label
        if former is not part.label:
            yield PartChange(item, first.number, former, part.label, part.unit.text)
