"""The work of `teikit encode`: each source to the TEI of its letters, in this process or in another."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from teikit.api import Encoded, Reading, encode_bytes, encode_letters
from teikit.cli.encode_settings import reading
from teikit.cli.options.paths import content_of
from teikit.errors import TeikitError
from teikit.executors.protocols import Work
from teikit.inputs.item import Item
from teikit.runs.checkpoint import digest
from teikit.storage.files import read_file, shown
from teikit.tei.metadata import MetadataFile


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a source: its letters in TEI by their names, and its digest; or why there are none.

    The digest covers the source and the configuration that holds for it.
    """

    letters: Sequence[tuple[str, Encoded]] = ()
    digest: str = ""
    failure: TeikitError | None = None
    are_many: bool = False

    def places(self, place: Path | None) -> dict[str, Path]:
        """Return where each letter goes by its name: to the place of the source, or of `are_many` each into it."""
        if place is None:
            return {}
        return {own: place / f"{Path(own).stem}.xml" if self.are_many else place for own, _ in self.letters}


@dataclass(frozen=True, slots=True)
class Encoding(Work[Outcome]):
    """Encodes sources; each holds one letter, or several that a separator parts."""

    options: Reading
    known: MetadataFile
    config: Path | None = None
    separator: str | None = None

    def open(self) -> Callable[[Item], Outcome]:
        """Make ready."""
        return self._outcome

    def lost(self, item: Item, reason: str) -> Outcome:
        """Return that a source could not be encoded."""
        return Outcome(failure=TeikitError(f"{shown(item.name)}: could not be encoded: {reason}"))

    def digest_of(self, item: Item) -> str:
        """Return the digest of a source as outcomes have it; errors are those of reading it."""
        data, name = content_of(item)
        return self._digest(data, self._reading(name))

    def _outcome(self, item: Item) -> Outcome:
        try:
            data, name = content_of(item)
            read = self._reading(name)
            letters = self._letters(data, name, read)
            return Outcome(letters, self._digest(data, read), are_many=self.separator is not None)
        except TeikitError as error:
            return Outcome(failure=error)

    def _reading(self, name: str) -> Reading:
        return reading(name, self.config, self.options, self.known)

    def _letters(self, data: bytes, name: str, read: Reading) -> list[tuple[str, Encoded]]:
        if self.separator is None:
            return [(name, encode_bytes(data, name, **read))]
        return list(encode_letters(data, name, self.separator, **read).items())

    def _digest(self, data: bytes, read: Reading) -> str:
        conventions = read["conventions"]
        profile = read_file(conventions) if conventions.endswith(".toml") else conventions
        # What the metadata file says is part of the run, and of this source what the configuration adds.
        common = read["metadata"].common if isinstance(read["metadata"], MetadataFile) else {}
        return digest(data, profile, repr(sorted(common.items())), repr([read["language"], read["hyphens"]]))
