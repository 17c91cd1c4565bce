"""Reviews letters one by one: a source with its decisions to its TEI, one more decision, the TEI to its file."""

import hashlib
import os
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, TypeVar

from teikit.decisions.files import StoredDecisions, change_decisions, read_decisions
from teikit.decisions.location import locate, renew
from teikit.decisions.model import Decisions, LocatedDecisions
from teikit.diagnostics import Diagnostic
from teikit.document.document import from_file
from teikit.errors import OutputError, TeikitError, UnreadableInputError
from teikit.inputs.item import Item
from teikit.inputs.paths import read_item
from teikit.letter.collection import NO_HABITS, Habits
from teikit.messages import escape_control
from teikit.operations.collection import folder_of
from teikit.operations.encode import (
    Encoded,
    EncodeOptions,
    LetterOfFile,
    encode_as_habits_say,
    encode_letter_of_file,
    habits_of_file,
    resolve_options,
    split_letters,
)
from teikit.operations.encode_run import EncodeOperation
from teikit.operations.review import Doubt, find_doubts
from teikit.operations.review_places import Places
from teikit.operations.validate import Validator
from teikit.runs.checkpoint import digest
from teikit.runs.targets import has_several_targets, make_folder_for, target_for
from teikit.shallow_repr import shallow_repr
from teikit.storage.files import check_writable, read_file, write_file
from teikit.storage.outputs import check_no_links, identity
from teikit.text import Line

_SUFFIX = ".xml"
ResultT = TypeVar("ResultT")


class ChangedError(TeikitError):
    """The decisions about a letter, or its source, are no longer those that a change was made for."""


class TakenError(OutputError):
    """There is a file in the place of the TEI which teikit did not write, or somebody changed."""


class LetterToReview(NamedTuple):
    """A letter by its source and its own name, which is that of the source unless this is split.

    `is_of_several` is whether the source is split.
    """

    item: Item
    name: str
    is_of_several: bool = False


def letters_to_review(how: EncodeOperation, items: Sequence[Item]) -> Iterator[LetterToReview]:
    """Yield the letters of sources; one that cannot be split is yielded whole, so that the reason is shown."""
    for item in items:
        names: Sequence[str] = ()
        if how.separator is not None:
            with suppress(TeikitError):
                data, name = read_item(item, "source-bytes")
                names = [letter.name for letter in _split(how, data, name).letters]
        yield from (LetterToReview(item, name, is_of_several=True) for name in names)
        if not names:
            yield LetterToReview(item, item.name)


class LettersBySource:
    """Letters with their numbers in a review, by the sources that they are of, for operations on these.

    `by_item` has those of each source by its number, `items` are the sources.
    """

    def __init__(self, letters: Iterable[tuple[int, LetterToReview]]) -> None:
        self.by_item: dict[int, list[LetterToReview]] = defaultdict(list)
        self._numbers: dict[int, list[int]] = defaultdict(list)
        for number, letter in letters:
            self.by_item[letter.item.number].append(letter)
            self._numbers[letter.item.number].append(number)
        self.items = [letters[0].item for letters in self.by_item.values()]

    __repr__ = shallow_repr

    def numbered(self, results: Iterable[Sequence[ResultT]]) -> Iterator[tuple[int, ResultT]]:
        """Yield the number of each letter with its result; `results` has those of a source in the order of `items`."""
        for item, found in zip(self.items, results, strict=False):
            yield from zip(self._numbers[item.number], found, strict=True)


@dataclass(frozen=True)
class ReviewedLetter:
    """A letter as it is reviewed: its source, the decisions about it, and the TEI that they lead to.

    `source_digest` is the SHA-256 of the source's bytes. What follows from these is computed once.
    """

    wanted: LetterToReview
    source_digest: str
    stored: StoredDecisions
    encoded: Encoded

    __repr__ = shallow_repr

    @property
    def name(self) -> str:
        """Its own name."""
        return self.wanted.name

    @property
    def decisions(self) -> Decisions:
        """What is decided about it."""
        return self.stored.decisions

    @property
    def lines(self) -> Sequence[Line]:
        """The lines of its source, as they were read."""
        return self.encoded.source.lines

    @cached_property
    def places(self) -> Places:
        """Where its parts are."""
        return Places(self.lines, self.encoded.letter)

    @cached_property
    def located(self) -> LocatedDecisions:
        """The decisions with their places in the source as it is now."""
        return locate(self.decisions, self.lines)

    @cached_property
    def doubts(self) -> list[Doubt]:
        """What is not certain in it."""
        return list(find_doubts(self.encoded, self.name))

    @property
    def doubt(self) -> float:
        """How uncertain the least certain of it is, from 0 to 1."""
        return 1 - min((each.confidence for each in self.doubts), default=1.0)

    @cached_property
    def version(self) -> str:
        """What changes whenever its source, a decision about it or its TEI does."""
        return digest(self.source_digest, repr(self.decisions), self.encoded.tei)


def open_letter(how: EncodeOperation, wanted: LetterToReview, former: ReviewedLetter | None = None) -> ReviewedLetter:
    """Return a letter by its source and its decisions as they are now; `former` is the same letter, opened before.

    Raises:
        TeikitError: the source cannot be read or encoded, or its decisions cannot be read.
    """
    data, _ = read_item(wanted.item, "source-bytes")
    stored = read_decisions(Path(wanted.item.name), wanted.name)
    found = hashlib.sha256(data).hexdigest()
    if former is not None and (found, stored.decisions) == (former.source_digest, former.decisions):
        return former if stored == former.stored else replace(former, stored=stored)
    return ReviewedLetter(wanted, found, stored, _encode(how, wanted, data, stored.decisions))


def _encode(how: EncodeOperation, wanted: LetterToReview, data: bytes, decisions: Decisions) -> Encoded:
    item = wanted.item
    options = resolve_options(item.name, how.config, how.options, how.metadata)
    reading: EncodeOptions = {**options, "decisions": decisions}
    if how.separator is None:
        return encode_as_habits_say(data, item.name, how.habits.get(folder_of(item), NO_HABITS), reading)
    split = _split(how, data, item.name)
    letter = next((each for each in split.letters if each.name == wanted.name), None)
    if letter is None:
        raise UnreadableInputError(f"{escape_control(item.name)}: has no letter '{escape_control(wanted.name)}'")
    return encode_letter_of_file(letter, split.habits, reading)


@dataclass(frozen=True, slots=True)
class _SplitFile:
    """The letters of a file that is split, and their habits."""

    letters: Sequence[LetterOfFile]
    habits: Habits

    __repr__ = shallow_repr


# The last files that were split, by their names and digests: their letters are opened one by one.
_split_files: OrderedDict[tuple[str, str], _SplitFile] = OrderedDict()
_MOST_SPLIT = 2


def _split(how: EncodeOperation, data: bytes, name: str) -> _SplitFile:
    key = name, hashlib.sha256(data).hexdigest()
    found = _split_files.get(key)
    if found is None:
        options = resolve_options(name, how.config, how.options, how.metadata)
        letters = split_letters(data, name, how.separator or "", options)
        found = _split_files[key] = _SplitFile(letters, habits_of_file(letters, options))
        while len(_split_files) > _MOST_SPLIT:
            _split_files.popitem(last=False)
    return found


def decide(how: EncodeOperation, letter: ReviewedLetter, change: Callable[[Decisions], Decisions]) -> ReviewedLetter:
    """Return a letter after a change of its decisions, which is on the disk then.

    Raises:
        ChangedError: another program changed the decisions in between, and nothing is changed.
        TeikitError: the decisions cannot be written, or the letter cannot be encoded with them.
    """

    def change_known(there: Decisions) -> Decisions:
        if there != letter.decisions:
            raise ChangedError(f"{escape_control(letter.name)}: another program has changed the decisions")
        # What was decided about the source as it was is kept with its places as they are.
        is_edited = there.digest not in {"", letter.source_digest}
        known = renew(there, letter.lines, letter.source_digest) if is_edited else there
        return replace(change(known), source=Path(letter.name).name, digest=letter.source_digest)

    try:
        change_decisions(Path(letter.wanted.item.name), letter.name, change_known)
    except UnicodeEncodeError:
        reason = "its name is no text, and decisions name their source: rename it"
        raise OutputError(f"{escape_control(letter.name)}: {reason}") from None
    return open_letter(how, letter.wanted, letter)


def mark_reviewed(decisions: Decisions, *, is_reviewed: bool) -> Decisions:
    """Return decisions about a letter that the editor accepted, or takes up again."""
    return replace(decisions, is_reviewed=is_reviewed)


@dataclass(frozen=True, slots=True)
class TeiTargets:
    """Where the TEI of letters goes: beside each source, or to the file or below the folder `out`.

    `items` are all sources of the review: the TEI of one has the place that `teikit encode` gives it.
    """

    items: Sequence[Item]
    out: Path | None = None

    __repr__ = shallow_repr

    def target(self, letter: LetterToReview) -> Path:
        """Return the file of a letter's TEI."""
        item, own = letter.item, Path(letter.name).with_suffix(_SUFFIX)
        if self.out is None:
            return own
        if letter.is_of_several:
            return self.out / item.relative_folder / own.name
        is_folder = has_several_targets(self.items) or self.out.is_dir()
        return self.out / target_for(item, _SUFFIX) if is_folder else self.out

    def write(
        self, letter: LetterToReview, tei: bytes, is_ours: Callable[[bytes], bool], *, force: bool = False
    ) -> Path:
        """Write the TEI of a letter and return its file; `is_ours` says of former content whether it may be replaced.

        Raises:
            TakenError: there is a file with other content, and `force` is not given.
            OutputError: it cannot be written, or is a source.
        """
        target = self.target(letter)
        if self.out is not None and target != self.out:
            make_folder_for(letter.item, self.out)
            check_no_links(self.out, target)
        self._check_no_source(target)
        is_there = os.path.lexists(target)
        check_writable(target, force=is_there)
        if is_there and not force and not is_ours(read_file(target)):
            raise TakenError(f"{escape_control(target)}: exists already, and teikit did not write what is in it")
        write_file(target, tei, force=is_there)
        return target

    def _check_no_source(self, target: Path) -> None:
        there = identity(target)
        if there and any(identity(each.name) == there for each in self.items if each.name.endswith(target.suffix)):
            raise OutputError(f"{escape_control(target)}: is a source, and no TEI may replace it")


def check_tei(validator: Validator, target: Path) -> tuple[Sequence[Diagnostic], str]:
    """Return what is wrong with the TEI of a letter, and why that is not known, "" if it is."""
    try:
        report = validator.check(from_file(target))
    except TeikitError as error:
        return (), str(error)
    return (*report.schema_faults, *report.diagnostics), report.failure or report.undecided


def former_results(how: EncodeOperation, letter: ReviewedLetter) -> Iterator[bytes]:
    """Yield what teikit writes for a letter as it is now decided, and without any decisions."""
    yield letter.encoded.tei
    data, _ = read_item(letter.wanted.item, "source-bytes")
    yield _encode(how, letter.wanted, data, Decisions()).tei
