"""Many letters to TEI: the operation on each source of a run by its settings, and where its results go."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, NamedTuple

from teikit.config import config_for
from teikit.errors import TeikitError
from teikit.executors.protocols import Executor, Operation
from teikit.inputs.item import Item
from teikit.inputs.paths import read_item
from teikit.letter.collection import NO_HABITS, Habits, Survey
from teikit.messages import escape_control
from teikit.operations.collection import folder_of, gather_habits
from teikit.operations.decisions_beside import DecisionsBeside, find_decisions
from teikit.operations.delivery import Delivery, Destination, deliver
from teikit.operations.encode import (
    NO_SOURCE,
    Encoded,
    EncodeOptions,
    encode_as_habits_say,
    encode_letters,
    resolve_options,
    survey_letter,
)
from teikit.operations.run import RunInputs
from teikit.runs.checkpoint import digest
from teikit.runs.shard import WHOLE_RUN, Shard
from teikit.shallow_repr import shallow_repr
from teikit.storage.files import read_file
from teikit.tei.metadata import MetadataFile

# The options on which the TEI of a source depends, apart from its conventions and metadata.
_DIGESTED: Sequence[
    Literal["language", "hyphens", "lines", "schema_pi", "keep_confidence", "source_kind", "collection"]
]
_DIGESTED = ("language", "hyphens", "lines", "schema_pi", "keep_confidence", "source_kind", "collection")


@dataclass(frozen=True, slots=True)
class EncodeResult:
    """The letters of a source in TEI by their names, and its digest; or why there are none.

    The digest covers the source and the configuration that applies to it. `decided_in` has the names of the files with
    the decisions that letters follow, and what there is to say of these files.
    """

    letters: Sequence[tuple[str, Encoded]] = ()
    digest: str = ""
    failure: TeikitError | None = None
    has_several_letters: bool = False
    decided_in: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    __repr__ = shallow_repr

    def targets(self, target: Path | None) -> dict[str, Path]:
        """Return the file of each letter by its name: the target of the source, or one in that folder for each."""
        if target is None:
            return {}
        if self.has_several_letters:
            return {name: target / f"{Path(name).stem}.xml" for name, _ in self.letters}
        return {name: target for name, _ in self.letters}

    def files(self, target: Path) -> Mapping[Path, bytes]:
        """Return the files to write."""
        targets = self.targets(target)
        return {targets[name]: encoded.tei for name, encoded in self.letters}


@dataclass(frozen=True, slots=True)
class EncodeOperation(Operation[EncodeResult]):
    """Encodes sources; each is one letter, or with a `separator` several.

    Options come before the metadata file, and this before the configuration: `config`, or what is found for the source.
    `habits` are those of the sources of a folder, by its name. With `has_decisions` those beside the sources are
    followed.
    """

    options: EncodeOptions
    metadata: MetadataFile
    config: Path | None = None
    separator: str | None = None
    habits: Mapping[str, Habits] = field(default_factory=dict)
    has_decisions: bool = True

    def prepare(self) -> Callable[[Item], EncodeResult]:
        """Return what encodes a source."""
        return self._encode_item

    def failure_result(self, item: Item, reason: str) -> EncodeResult:
        """Return that a source could not be encoded."""
        return EncodeResult(failure=TeikitError(f"{escape_control(item.name)}: could not be encoded: {reason}"))

    def digest_of(self, item: Item) -> str:
        """Return the digest that the result of a source has; errors are those of reading it."""
        data, name = read_item(item, "source-bytes")
        return self._digest(data, self._resolve_options(name), self._habits_of(item), self._decisions_beside(item))

    def survey_item(self, item: Item) -> Survey | None:
        """Return the survey of a source, None if it is to be read by itself; errors are those of encoding it."""
        data, name = read_item(item, "source-bytes")
        options = self._resolve_options(name)
        return None if options["collection"] is False else survey_letter(data, name, options)

    def with_habits(self, items: Iterable[Item], executor: Executor) -> "EncodeOperation":
        """Return the operation with the habits of all items of a run, those of other shards included.

        The letters of a file that is split are a collection of their own.
        """
        if self.separator is not None or self.options.get("collection") is False:
            return self
        return replace(self, habits=gather_habits(self, items, executor))

    def inputs(self, items: Sequence[Item]) -> Iterator[Path]:
        """Yield the files that configurations name and that are read beside the sources."""
        by_file = {}
        for item in items:
            # A wrong configuration is reported with the source that it applies to.
            with suppress(TeikitError):
                config = config_for(item.name, self.config)
                by_file[config.file] = config.inputs
        return (path for paths in by_file.values() for path in paths)

    def _encode_item(self, item: Item) -> EncodeResult:
        try:
            data, name = read_item(item, "source-bytes")
            options, habits = self._resolve_options(name), self._habits_of(item)
            beside, is_split = self._decisions_beside(item), self.separator is not None
            if self.separator is None:
                options["decisions"] = beside.of(name)
                encoded = {name: encode_as_habits_say(data, name, habits, options)}
            else:
                encoded = encode_letters(data, name, self.separator, beside.of, **options)
            found = self._digest(data, options, habits, beside)
            # The lines of the source are not sent from one process to another.
            letters = [(own, replace(each, source=NO_SOURCE)) for own, each in encoded.items()]
            return EncodeResult(letters, found, has_several_letters=is_split, decided_in=beside.remarks())
        except TeikitError as error:
            return EncodeResult(failure=error)

    def _habits_of(self, item: Item) -> Habits:
        return self.habits.get(folder_of(item), NO_HABITS)

    def _decisions_beside(self, item: Item) -> DecisionsBeside:
        return (
            find_decisions(item, is_split=self.separator is not None) if self.has_decisions else DecisionsBeside(None)
        )

    def _resolve_options(self, name: str) -> EncodeOptions:
        return resolve_options(name, self.config, self.options, self.metadata)

    def _digest(self, data: bytes, options: EncodeOptions, habits: Habits, beside: DecisionsBeside) -> str:
        conventions = options["conventions"]
        profile = read_file(conventions, "configuration-bytes") if conventions.endswith(".toml") else conventions
        # The metadata file is part of the run; what the configuration adds to it is part of this source.
        common = options["metadata"].common if isinstance(options["metadata"], MetadataFile) else {}
        return digest(
            data,
            profile,
            repr(sorted(common.items())),
            repr([options[key] for key in _DIGESTED]),
            habits.identity,
            *beside.identity(),
            *_identify_model(options.get("model", "")),
        )


def _identify_model(path: str) -> Iterator[str]:
    """Yield what identifies the model of a project, nothing where there is none."""
    if path:
        # Most runs have no model of their own.
        from teikit.learning.model_file import model_identity  # noqa: PLC0415

        yield model_identity(path)


class Sources(NamedTuple):
    """The sources of a run: those of its shard, of the `whole` run, and in words what was skipped beside them."""

    items: Sequence[Item]
    whole: Sequence[Item]
    skipped: str


def discover_sources(inputs: RunInputs) -> Sources:
    """Return the sources of a run."""
    items = list(inputs.named.items(inputs.discovery))
    # A folder without sources reports by itself what is in it.
    skipped = inputs.describe_skipped() if any(item.is_discovered for item in items) else ""
    return Sources(list(inputs.shard.items(items)), items, skipped)


def encode_files(  # noqa: PLR0913  the parts of a run
    operation: EncodeOperation,
    items: Sequence[Item],
    target: Path | None,
    executor: Executor,
    *,
    shard: Shard = WHOLE_RUN,
    force: bool = False,
    inputs: Sequence[str] = (),
) -> AbstractContextManager[Delivery[EncodeResult]]:
    """Encode the sources of a run to a file, or below a folder; without `target` nothing is written.

    `inputs` are files that the run reads beside its sources and those that configurations name.
    """
    run = ("encode", str(shard), repr((operation.options, operation.metadata, operation.separator)))
    read = (*map(str, operation.inputs(items)), *inputs)
    has_many = operation.separator is not None
    destination = Destination(target, ".xml", run, force=force, inputs=read, has_many_results=has_many)
    return deliver(operation, operation.digest_of, items, destination, executor)
