"""TEI files to a static edition in a folder; a site that is there already is brought up to date."""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from teikit._version import __version__
from teikit.document.tree import NotWellFormedError
from teikit.errors import OutputError, TeikitError, UnreadableInputError
from teikit.executors.protocols import Executor, Operation
from teikit.exports.reading.labels import label_language
from teikit.exports.record.resolver import DocumentResolver
from teikit.exports.record.source import path_of
from teikit.exports.site.collection import SiteLetter, page_names
from teikit.exports.site.dates import Day, day_of
from teikit.exports.site.manifest import NAME, Manifest, Remembered, read_manifest, write_manifest
from teikit.exports.site.pages import Contents, Made, Site
from teikit.exports.site.parts import LetterParts, make_parts
from teikit.exports.site.search_index import TEXTS_IN_FILE, read_texts_file, texts_path
from teikit.exports.site.shell import site_labels
from teikit.inputs.item import Item
from teikit.messages import escape_control
from teikit.operations.export_checks import check_keeps_sources
from teikit.operations.export_letters import SERIAL, Exported, ExportOptions, failed_export, read_letter
from teikit.operations.export_registers import linked_registers, register_files
from teikit.operations.run import execute
from teikit.runs.checkpoint import digest
from teikit.storage.files import Spool, read_file
from teikit.storage.updates import check_updatable, digests_in, update_folder

# The language of a site is that of most of so many letters, unless it is stated.
_SAMPLE = 24


@dataclass(frozen=True, slots=True)
class _Result:
    """The parts of a letter, with the digest of its file; or the digest alone, if it is unchanged; or a fault."""

    digest: str = ""
    parts: LetterParts | None = None
    fault: Exported | None = None


class SiteOperation(Operation[_Result]):
    """Makes the parts of letters; those whose files have the digests in `known` are not read."""

    def __init__(self, options: ExportOptions, language: str, known: Mapping[str, str]) -> None:
        self._options, self._language, self._known = options, language, known

    def prepare(self) -> Callable[[Item], _Result]:
        """Return what makes the parts of a letter."""
        labels, registers = site_labels(self._language), self._options.registers
        if registers:
            # Processes that are forked share what was read before.
            linked_registers(registers, "")

        def make(item: Item) -> _Result:
            try:
                item.check()
                found = digest(read_file(item.name, "export-bytes"))
                if self._known.get(item.name) == found:
                    return _Result(found)
                letter = read_letter(item, self._options)
                linked = linked_registers(registers, item.name)
                resolver = DocumentResolver(letter.root, linked, path_of(item.name))
                parts = make_parts(letter, labels, resolver, lambda name: linked.registers.find(name) is not None)
                return _Result(found, parts)
            except (TeikitError, NotWellFormedError) as error:
                return _Result(fault=failed_export(item, error))

        return make

    def failure_result(self, item: Item, reason: str) -> _Result:
        """Return that a file could not be exported."""
        error = TeikitError(f"{escape_control(item.name)}: could not be exported: {reason}")
        return _Result(fault=Exported(item.name, failure=error))


@dataclass(frozen=True, slots=True)
class _Former:
    """The site that is there already: its list of files, and their digests now."""

    manifest: Manifest
    there: Mapping[str, str]

    def known(self, run: str, names: Mapping[str, str]) -> dict[str, Remembered]:
        """Return what is known of letters whose pages are unchanged, by their sources; `names` are their pages'."""
        if self.manifest.options != run:
            return {}
        return {
            source: one
            for source, one in self.manifest.letters.items()
            if names.get(source) == one.name
            and self.there.get(f"letters/{one.name}.html") == one.page_digest
            and texts_path(one.number) in self.there
        }


def _read_former(out: Path, *, force: bool) -> _Former:
    """Return the site at a place.

    Raises:
        OutputError: it was changed since teikit made it, and `force` is not given.
    """
    path = out / NAME
    if not os.path.lexists(path):
        return _Former(Manifest(), {})
    try:
        manifest = read_manifest(read_file(path), escape_control(path))
    except UnreadableInputError as error:
        if force:
            return _Former(Manifest(), {})
        raise OutputError(f"{error}; --force replaces it") from None
    there = digests_in(out, manifest.files)
    changed = [name for name, found in there.items() if found != manifest.files[name]]
    if changed and not (force or manifest.is_unfinished):
        more = f", as {len(changed) - 1} others" if len(changed) > 1 else ""
        shown = escape_control(out / changed[0])
        raise OutputError(f"{shown}: was changed since teikit wrote it{more}; give --force to replace it")
    return _Former(manifest, there)


def export_site(
    items: Sequence[Item], out: Path, options: ExportOptions, executor: Executor = SERIAL
) -> Iterator[Exported]:
    """Write a site of all letters, or bring one up to date; nothing, if one of the letters cannot be exported.

    Raises:
        OutputError: it cannot be written, or something would be lost that is not teikit's.
        UnreadableInputError: the theme cannot be read.
    """
    check_updatable(out, NAME, force=options.force)
    check_keeps_sources((*(item.name for item in items), *options.extra_inputs), out)
    theme = read_file(options.theme, "data-bytes") if options.theme else None
    former = _read_former(out, force=options.force)
    with closing(_Run(items, out, options, former)) as run:
        failed = run.read(executor)
        if failed:
            yield from failed
            return
        yield run.unchanged(theme) or run.write(theme)


class _Run:
    """One export of a site."""

    def __init__(self, items: Sequence[Item], out: Path, options: ExportOptions, former: _Former) -> None:
        self._items, self._out, self._options, self._former = items, out, options, former
        self._sources = _sources(items)
        self._names = dict(zip(self._sources, page_names(self._sources), strict=True))
        self._language = options.settings.edition.language or _language_of(items, options)
        self._run = digest("site", __version__, self._language, *_dependencies(items, options))
        self._known = {} if options.force else former.known(self._run, self._names)
        self._spool = Spool()
        self._digests: dict[str, str] = {}
        self._parts: dict[str, LetterParts] = {}
        self._items_by_source = dict(zip(self._sources, items, strict=True))
        # The texts of the file of the search that was read last.
        self._former_texts: tuple[int, Mapping[int, str]] = (-1, {})

    def close(self) -> None:
        """Release what the run keeps beside the site."""
        self._spool.close()

    def read(self, executor: Executor) -> list[Exported]:
        """Read all letters that changed; return the failures."""
        failed = []
        known = {
            item.name: self._known[source].digest
            for item, source in zip(self._items, self._sources, strict=True)
            if source in self._known
        }
        work = SiteOperation(self._options, label_language([self._language]), known)
        with execute(work, self._items, executor) as results:
            for source, result in zip(self._sources, results, strict=True):
                if result.fault:
                    failed.append(result.fault)
                    continue
                self._digests[source] = result.digest
                if parts := result.parts:
                    self._spool.add(f"body {source}", parts.body.encode())
                    self._spool.add(f"text {source}", parts.text.encode())
                    self._parts[source] = replace(parts, body="", text="")
        return failed

    def unchanged(self, theme: bytes | None) -> Exported | None:
        """Return that the site is as it would be made, if nothing changed since it was made."""
        manifest = self._former.manifest
        is_same = not self._parts and manifest.letters.keys() == set(self._sources)
        if not is_same or manifest.is_unfinished or manifest.whole != self._whole(theme):
            return None
        if self._former.there != manifest.files:
            return None
        return self._exported((), f"{len(manifest.files):,} files are up to date")

    def _whole(self, theme: bytes | None) -> str:
        """Return the digest of all that the site depends on beside its letters."""
        settings = self._options.settings
        return digest(self._run, theme or b"", str(theme is None), repr(settings.edition), str(settings.day))

    def _exported(self, notes: Sequence[str], counts: str) -> Exported:
        name = self._items[0].name if len(self._items) == 1 else f"{len(self._items)} letters"
        return Exported(name, self._out, self._dropped(), (*notes, counts))

    def write(self, theme: bytes | None) -> Exported:
        """Write the site; return what was written, and what it does not have."""
        letters = self._letters()
        site = Site(letters, self._options.settings, theme, site_labels(label_language([self._language])))
        places: dict[int, tuple[int, int]] = {}
        former, whole = self._former.manifest, self._whole(theme)

        def finished(files: Mapping[str, str]) -> bytes:
            return write_manifest(Manifest(self._run, whole, files, self._remembered(letters, files, places)))

        done = update_folder(
            self._out,
            NAME,
            self._entries(site, {letter.number: letter.source for letter in letters}, places),
            self._former.there,
            unfinished=lambda files: write_manifest(replace(former, files=files, is_unfinished=True)),
            finished=finished,
            force=self._options.force,
        )
        counts = (
            f"{done.written:,} files written, {len(done.files) - done.written:,} unchanged, {done.removed:,} removed"
        )
        return self._exported(site.notes, counts)

    def _dropped(self) -> tuple[str, ...]:
        groups = (*(one.dropped for one in self._parts.values()), *(one.dropped for one in self._kept().values()))
        return tuple(dict.fromkeys(name for group in groups for name in group))

    def _kept(self) -> dict[str, Remembered]:
        """Return what is known of the letters that were not read again."""
        return {source: self._known[source] for source in self._sources if source not in self._parts}

    def _letters(self) -> list[SiteLetter]:
        """Return the letters with their numbers: those that they had, or new ones in the order of their dates."""
        former, kept = self._former.manifest.letters, self._kept()
        records = {
            source: self._parts[source].record if source in self._parts else kept[source].record
            for source in self._sources
        }
        free = max((one.number for one in former.values()), default=-1) + 1
        new = sorted((day_of(records[each]) or Day(9999), each) for each in self._sources if each not in former)
        numbers = {source: one.number for source, one in former.items()}
        numbers |= {source: free + at for at, (_, source) in enumerate(new)}
        return [SiteLetter(each, self._names[each], records[each], numbers[each]) for each in self._sources]

    def _entries(self, site: Site, sources: Mapping[int, str], places: dict[int, tuple[int, int]]) -> Iterator[Made]:
        """Yield all files of the site; `places` collects where each letter's own part is in its page."""
        contents = Contents(
            lambda number: self._body(sources[number]),
            lambda number: self._text(sources[number]),
            lambda number: self._tei(sources[number]),
        )
        yield from site.fixed_files()
        for page in site.letter_pages(contents):
            places[page.letter.number] = page.begin, page.end
            yield page.letter.page, page.data
        yield from site.tei_files(contents)
        yield from site.search_files(contents)

    def _body(self, source: str) -> bytes:
        if f"body {source}" in self._spool:
            return self._spool.get(f"body {source}")
        one = self._known[source]
        return read_file(self._out / f"letters/{one.name}.html")[one.begin : one.end]

    def _text(self, source: str) -> str:
        if f"text {source}" in self._spool:
            return self._spool.get(f"text {source}").decode()
        number = self._known[source].number
        if self._former_texts[0] != number // TEXTS_IN_FILE:
            path = self._out / texts_path(number)
            self._former_texts = number // TEXTS_IN_FILE, read_texts_file(read_file(path), escape_control(path))
        return self._former_texts[1][number]

    def _tei(self, source: str) -> bytes:
        name = self._items_by_source[source].name
        data = read_file(name, "export-bytes")
        if digest(data) != self._digests[source]:
            raise OutputError(f"{escape_control(name)}: was changed while it was exported")
        return data

    def _remembered(
        self, letters: Sequence[SiteLetter], files: Mapping[str, str], places: Mapping[int, tuple[int, int]]
    ) -> dict[str, Remembered]:
        kept = self._kept()
        return {
            letter.source: Remembered(
                letter.source, self._digests[letter.source], letter.name, letter.number, *places[letter.number],
                files[letter.page], letter.record,
                kept[letter.source].dropped if letter.source in kept else self._parts[letter.source].dropped,
            )
            for letter in letters
        }  # fmt: skip


def _dependencies(items: Sequence[Item], options: ExportOptions) -> Iterator[bytes | str]:
    """Yield all that the parts of letters depend on beside their files."""
    # Nothing else is in them: whether files may be replaced, the day and the theme are not.
    yield repr(replace(options, force=False, day=None, theme=None))
    for path in register_files(options.registers, [item.name for item in items]):
        yield read_file(path, "register-bytes")


def _sources(items: Sequence[Item]) -> list[str]:
    """Return the paths of files relative to the folder that the user named; of two with the same path the names."""
    paths = [Path(item.relative_folder, PurePath(item.name).name).as_posix() for item in items]
    many = Counter(paths)
    return [path if many[path] == 1 else item.name for item, path in zip(items, paths, strict=True)]


def _language_of(items: Sequence[Item], options: ExportOptions) -> str:
    """Return the language of most of some letters, the first ones if there are many."""
    found: Counter[str] = Counter()
    for item in items[:: max(1, len(items) // _SAMPLE)]:
        try:
            languages = read_letter(item, options).record.languages
        except (TeikitError, NotWellFormedError):
            # It is reported when it is exported.
            continue
        found[label_language(languages[:1]) if languages else ""] += 1
    found.pop("", None)
    return min(found, key=lambda one: (-found[one], one), default="")
