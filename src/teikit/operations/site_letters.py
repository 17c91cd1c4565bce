"""TEI files to the parts of letters that a site is made of, in workers; files that are unchanged are not parsed."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from teikit.document.tree import NotWellFormedError
from teikit.errors import TeikitError
from teikit.executors.protocols import Operation
from teikit.exports.formats import FORMATS
from teikit.exports.reading.labels import label_language
from teikit.exports.record.corpus import shared_registers
from teikit.exports.record.source import TeiFile
from teikit.exports.site.parts import LetterParts, make_parts
from teikit.exports.site.shell import site_labels
from teikit.inputs.item import Item
from teikit.messages import escape_control
from teikit.operations.export_letters import Exported, ExportOptions, failed_export, load_letters, read_export
from teikit.operations.export_registers import linked_registers, register_files
from teikit.runs.checkpoint import digest
from teikit.storage.files import read_file

SITE = FORMATS["site"]
# The language of a site is that of most of so many files, unless it is stated.
_SAMPLE = 24


@dataclass(frozen=True, slots=True)
class MadeLetter:
    """The parts of a letter; one that is in a corpus has a name of its own, and is a TEI document as bytes."""

    parts: LetterParts
    name: str = ""
    data: bytes = b""


@dataclass(frozen=True, slots=True)
class SiteResult:
    """The letters of a file, with its digest; the digest alone, if it is unchanged; or a fault."""

    digest: str = ""
    letters: tuple[MadeLetter, ...] = ()
    fault: Exported | None = None


class SiteOperation(Operation[SiteResult]):
    """Makes the parts of letters; files that have the digests in `known` are not parsed."""

    def __init__(self, options: ExportOptions, language: str, known: Mapping[str, str]) -> None:
        self._options, self._language, self._known = options, language, known

    def prepare(self) -> Callable[[Item], SiteResult]:
        """Return what makes the parts of a file's letters."""
        labels, registers = site_labels(self._language), self._options.registers
        if registers:
            # Processes that are forked share what was read before.
            linked_registers(registers, "")

        def make_letter(letter: TeiFile, item: Item) -> MadeLetter:
            with shared_registers(letter.root):
                parts = make_parts(letter, labels)
            is_file = letter.name == item.name
            return MadeLetter(parts) if is_file else MadeLetter(parts, PurePath(letter.name).name, letter.data)

        def make(item: Item) -> SiteResult:
            try:
                data = read_export(item)
                found = digest(data)
                if self._known.get(item.name) == found:
                    return SiteResult(found)
                letters = load_letters(data, item.name, SITE, self._options)
                return SiteResult(found, tuple(make_letter(letter, item) for letter in letters))
            except (TeikitError, NotWellFormedError) as error:
                return SiteResult(fault=failed_export(item, error))

        return make

    def failure_result(self, item: Item, reason: str) -> SiteResult:
        """Return that a file could not be exported."""
        error = TeikitError(f"{escape_control(item.name)}: could not be exported: {reason}")
        return SiteResult(fault=Exported(item.name, failure=error, is_of_file=True))


def dependencies(items: Sequence[Item], options: ExportOptions) -> Iterator[bytes | str]:
    """Yield all that the parts of letters depend on beside their files."""
    # Nothing else is in them: whether files may be replaced, the day and the theme are not.
    yield repr(replace(options, force=False, day=None, theme=None))
    for path in register_files(options.registers, [item.name for item in items]):
        yield read_file(path, "register-bytes")


def relative_paths(items: Sequence[Item]) -> list[str]:
    """Return the paths of files relative to the folder that the user named; of two with the same path the names."""
    paths = [Path(item.relative_folder, PurePath(item.name).name).as_posix() for item in items]
    many = Counter(paths)
    return [path if many[path] == 1 else item.name for item, path in zip(items, paths, strict=True)]


def language_of(items: Sequence[Item], options: ExportOptions) -> str:
    """Return the language of most of some letters, the first ones if there are many."""
    found: Counter[str] = Counter()
    for item in items[:: max(1, len(items) // _SAMPLE)]:
        try:
            letter = load_letters(read_export(item), item.name, SITE, options)[0]
        except (TeikitError, NotWellFormedError):
            # It is reported when it is exported.
            continue
        languages = letter.record.languages
        found[label_language(languages[:1]) if languages else ""] += 1
    found.pop("", None)
    return min(found, key=lambda one: (-found[one], one), default="")
