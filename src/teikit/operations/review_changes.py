"""What a model of the project would change in letters that nobody has reviewed, and how a project takes it over."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from teikit.config import Config
from teikit.errors import OutputError, TeikitError
from teikit.executors.protocols import Operation
from teikit.formats.toml import read_toml, toml_value
from teikit.inputs.item import Item
from teikit.learning.model_file import MODEL_FILE
from teikit.letter.model import Label
from teikit.messages import escape_control
from teikit.operations.encode_run import EncodeOperation
from teikit.operations.review_places import PlaceError
from teikit.operations.reviewing import LetterToReview, ReviewedLetter, open_letter
from teikit.shallow_repr import shallow_repr
from teikit.storage.files import read_file, replace_file, write_file

CONFIGURATION = "teikit.toml"
_HEADER = re.compile(r"^[ \t]*\[[ \t]*encode[ \t]*\][^\r\n]*", re.MULTILINE)


class ChangedPart(NamedTuple):
    """A part that has another label than the words where it begins had before; line and column count from 1."""

    line: int
    column: int
    text: str
    before: Label
    after: Label


def changed_parts(before: ReviewedLetter, after: ReviewedLetter) -> Iterator[ChangedPart]:
    """Yield the parts of a letter that have another label than before."""
    former, places = before.places, after.places
    for index, part in enumerate(after.encoded.letter.parts):
        start = places.stretch(index).start
        try:
            label = before.encoded.letter.parts[former.part_at(start)].label
        except PlaceError:
            continue
        if label is not part.label:
            yield ChangedPart(start.line, start.column, part.unit.text, label, part.label)


@dataclass(frozen=True, slots=True)
class ChangesOperation(Operation[Sequence[Sequence[ChangedPart]]]):
    """Finds what a model would change in the letters of sources, for each letter; in reviewed letters nothing.

    `letters` are those of each source by its number, `model` is the file of the model.
    """

    how: EncodeOperation
    letters: Mapping[int, Sequence[LetterToReview]]
    model: Path

    __repr__ = shallow_repr

    def prepare(self) -> Callable[[Item], Sequence[Sequence[ChangedPart]]]:
        """Return what finds the changes in the letters of a source."""
        return lambda item: [changes_by_model(self.how, self.model, letter) for letter in self.letters[item.number]]

    def failure_result(self, item: Item, _reason: str) -> Sequence[Sequence[ChangedPart]]:
        """Return that nothing is known of the letters of a source."""
        return [()] * len(self.letters[item.number])


def changes_by_model(how: EncodeOperation, model: Path, letter: LetterToReview) -> Sequence[ChangedPart]:
    """Return what the model of a file would change in a letter; in a reviewed one, or one that is unreadable, nothing.

    What is wrong with such a letter is said where it is encoded.
    """
    try:
        before = open_letter(how, letter)
        is_reviewed = before.decisions.is_reviewed
        return () if is_reviewed else list(changed_parts(before, open_letter(with_model(how, model), letter)))
    except TeikitError:
        return ()


def with_model(how: EncodeOperation, model: Path) -> EncodeOperation:
    """Return how letters are encoded with a model in place of that of the configuration."""
    return replace(how, options={**how.options, "model": str(model)})


def model_path(settings: Config, folder: Path) -> Path:
    """Return the file of the project's model: the one that the configuration names, or one beside it.

    `folder` is that of a project without a configuration. Raises ConfigError if the name that the configuration has
    leads out of its folder.
    """
    if settings.encode.model:
        return settings.output("encode.model", settings.encode.model)
    return (settings.folder if settings.file else folder) / MODEL_FILE


def name_model(settings: Config, model: Path) -> Path | None:
    """Name a model in `teikit.toml`, which is made where there is none; return the file if it was changed.

    Raises:
        OutputError: the configuration is in another file, or cannot be written.
    """
    if settings.encode.model:
        return None
    line = f"model = {toml_value(model.name)}"
    if settings.file is None:
        made = model.with_name(CONFIGURATION)
        write_file(made, f"[encode]\n{line}\n".encode())
        return made
    by_hand = OutputError(f"{escape_control(settings.file)}: say there that encode.model is '{model.name}'")
    if settings.file.name != CONFIGURATION:
        raise by_hand
    data = _with_line(read_file(settings.file, "configuration-bytes").decode("utf-8-sig"), line).encode()
    try:
        is_named = read_toml(data, "").values["encode"]["model"] == model.name
    except (TeikitError, KeyError, TypeError):
        is_named = False
    if not is_named:
        raise by_hand
    replace_file(settings.file, data)
    return settings.file


def _with_line(text: str, line: str) -> str:
    """Return a configuration with one more line in its table [encode]."""
    end = "\r\n" if "\r\n" in text else "\n"
    header = _HEADER.search(text)
    if header is None:
        return f"{text.rstrip()}{end * 2}[encode]{end}{line}{end}".lstrip()
    return f"{text[: header.end()]}{end}{line}{text[header.end() :] or end}"
