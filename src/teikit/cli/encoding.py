"""The work of `teikit encode`: each source to the TEI of its letters, in this process or in another."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from teikit.api import Encoded, EncodeOptions, encode_bytes, encode_letters
from teikit.cli.encode_settings import encode_options
from teikit.cli.options.paths import read_item
from teikit.errors import TeikitError
from teikit.executors.protocols import Operation
from teikit.inputs.item import Item
from teikit.messages import escape_control
from teikit.runs.checkpoint import digest
from teikit.storage.files import read_file
from teikit.tei.metadata import MetadataFile


@dataclass(frozen=True, slots=True)
class EncodeResult:
    """What came of a source: its letters in TEI by their names, and its digest; or why there are none.

    The digest covers the source and the configuration that holds for it.
    """

    letters: Sequence[tuple[str, Encoded]] = ()
    digest: str = ""
    failure: TeikitError | None = None
    has_several_letters: bool = False

    def targets(self, place: Path | None) -> dict[str, Path]:
        """Return where each letter goes by its name: to the place of the source, or of `are_many` each into it."""
        if place is None:
            return {}
        return {own: place / f"{Path(own).stem}.xml" if self.has_several_letters else place for own, _ in self.letters}


@dataclass(frozen=True, slots=True)
class EncodeOperation(Operation[EncodeResult]):
    """Encodes sources; each holds one letter, or several that a separator parts."""

    options: EncodeOptions
    metadata: MetadataFile
    config: Path | None = None
    separator: str | None = None

    def prepare(self) -> Callable[[Item], EncodeResult]:
        """Make ready."""
        return self._encode_item

    def failure_result(self, item: Item, reason: str) -> EncodeResult:
        """Return that a source could not be encoded."""
        return EncodeResult(failure=TeikitError(f"{escape_control(item.name)}: could not be encoded: {reason}"))

    def digest_of(self, item: Item) -> str:
        """Return the digest of a source as outcomes have it; errors are those of reading it."""
        data, name = read_item(item)
        return self._digest(data, self._encode_options(name))

    def _encode_item(self, item: Item) -> EncodeResult:
        try:
            data, name = read_item(item)
            read = self._encode_options(name)
            letters = self._encode_letters(data, name, read)
            return EncodeResult(letters, self._digest(data, read), has_several_letters=self.separator is not None)
        except TeikitError as error:
            return EncodeResult(failure=error)

    def _encode_options(self, name: str) -> EncodeOptions:
        return encode_options(name, self.config, self.options, self.metadata)

    def _encode_letters(self, data: bytes, name: str, read: EncodeOptions) -> list[tuple[str, Encoded]]:
        if self.separator is None:
            return [(name, encode_bytes(data, name, **read))]
        return list(encode_letters(data, name, self.separator, **read).items())

    def _digest(self, data: bytes, read: EncodeOptions) -> str:
        conventions = read["conventions"]
        profile = read_file(conventions) if conventions.endswith(".toml") else conventions
        # What the metadata file says is part of the run, and of this source what the configuration adds.
        common = read["metadata"].common if isinstance(read["metadata"], MetadataFile) else {}
        return digest(data, profile, repr(sorted(common.items())), repr([read["language"], read["hyphens"]]))
