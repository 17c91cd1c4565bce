"""TEI files to a static edition in a folder; a site that is there already is brought up to date."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from teikit._version import __version__
from teikit.errors import OutputError, UnreadableInputError
from teikit.executors.protocols import Executor
from teikit.exports.reading.labels import label_language
from teikit.exports.record.record import Record
from teikit.exports.site.codec import shared
from teikit.exports.site.collection import SiteLetter, page_names
from teikit.exports.site.dates import Day, day_of
from teikit.exports.site.manifest import NAME, Manifest, Remembered, read_manifest, write_manifest
from teikit.exports.site.pages import Contents, Made, Site
from teikit.exports.site.search_index import TEXTS_IN_FILE, read_texts_file, texts_path
from teikit.exports.site.shell import site_labels
from teikit.inputs.item import Item
from teikit.messages import escape_control
from teikit.operations.export_checks import check_keeps_sources
from teikit.operations.export_letters import SERIAL, Exported, ExportOptions
from teikit.operations.run import execute
from teikit.operations.site_letters import SiteOperation, SiteResult, dependencies, language_of, relative_paths
from teikit.runs.checkpoint import digest
from teikit.storage.files import Spool, read_file
from teikit.storage.updates import check_updatable, digests_in, update_folder

if TYPE_CHECKING:
    from teikit.exports.site.parts import LetterParts


@dataclass(frozen=True, slots=True)
class _Former:
    """The site that is there already: its list of files, and their digests now."""

    manifest: Manifest
    there: Mapping[str, str]

    def known(self, run: str) -> dict[str, list[Remembered]]:
        """Return what is known of letters that need not be read again, by the paths of their files."""
        found: dict[str, list[Remembered]] = {}
        for one in self.manifest.letters.values() if self.manifest.options == run else ():
            found.setdefault(one.file, []).append(one)
        return {file: letters for file, letters in found.items() if all(map(self._has, letters))}

    def _has(self, one: Remembered) -> bool:
        """Return whether all files of a letter are as they were made."""
        paths = f"tei/{one.name}.xml", texts_path(one.number)
        is_there = all(self.there.get(path) == self.manifest.files.get(path, "") for path in paths)
        return is_there and self.there.get(f"letters/{one.name}.html") == one.page_digest


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
        yield from failed
        if failed and not (run.has_letters and options.keeps_going):
            return
        yield run.unchanged(theme) or run.write(theme)


class _Run:
    """One export of a site. Letters are known by their sources: the paths of their files, in corpora their own."""

    def __init__(self, items: Sequence[Item], out: Path, options: ExportOptions, former: _Former) -> None:
        self._items, self._out, self._options, self._former = items, out, options, former
        self._paths = relative_paths(items)
        self._language = options.settings.edition.language or language_of(items, options)
        self._run = digest("site", __version__, self._language, *dependencies(items, options))
        self._known = {} if options.force else former.known(self._run)
        self._spool = Spool()
        # Equal people, places and names of all records are kept once.
        self._values: dict[object, Any] = {}
        self._files: dict[str, tuple[Item, str]] = {}
        self._digests: dict[str, str] = {}
        self._parts: dict[str, LetterParts] = {}
        self._kept: dict[str, Remembered] = {}
        # The texts of the file of the search that was read last.
        self._former_texts: tuple[int, Mapping[int, str]] = (-1, {})

    def close(self) -> None:
        """Release what the run keeps beside the site."""
        self._spool.close()

    @property
    def has_letters(self) -> bool:
        """Whether there is a letter that could be read."""
        return bool(self._digests)

    def read(self, executor: Executor) -> list[Exported]:
        """Read all letters that changed; return the failures."""
        failed = []
        pairs = list(zip(self._items, self._paths, strict=True))
        known = {item.name: self._known[path][0].digest for item, path in pairs if path in self._known}
        work = SiteOperation(self._options, label_language([self._language]), known)
        with execute(work, self._items, executor) as results:
            for (item, path), result in zip(pairs, results, strict=True):
                if result.fault:
                    failed.append(result.fault)
                elif result.letters:
                    self._add(item, path, result)
                else:
                    for one in self._known[path]:
                        self._keep(one.source, item, path, result.digest)
                        self._kept[one.source] = one
        self._values.clear()
        return failed

    def _keep(self, source: str, item: Item, path: str, found: str) -> None:
        self._digests[source], self._files[source] = found, (item, path)

    def _add(self, item: Item, path: str, result: SiteResult) -> None:
        for letter in result.letters:
            source = str(PurePosixPath(path).parent / letter.name) if letter.name else path
            self._keep(source, item, path, result.digest)
            self._spool.add(f"body {source}", letter.parts.body.encode())
            self._spool.add(f"text {source}", letter.parts.text.encode())
            if letter.name:
                self._spool.add(f"tei {source}", letter.data)
            record = shared(letter.parts.record, self._values)
            self._parts[source] = replace(letter.parts, record=record, body="", text="")

    def unchanged(self, theme: bytes | None) -> Exported | None:
        """Return that the site is as it would be made, if nothing changed since it was made."""
        manifest = self._former.manifest
        is_same = not self._parts and manifest.letters.keys() == self._digests.keys()
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
        name = self._items[0].name if len(self._digests) == 1 else f"{len(self._digests)} letters"
        references = tuple(record.references for record in self._records().values())
        return Exported(name, self._out, self._dropped(), (*notes, counts), references=references)

    def _records(self) -> dict[str, Record]:
        """Return the records of all letters by their sources."""
        found: dict[str, LetterParts | Remembered] = {**self._kept, **self._parts}
        return {source: found[source].record for source in self._digests}

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
        groups = (*(one.dropped for one in self._parts.values()), *(one.dropped for one in self._kept.values()))
        return tuple(dict.fromkeys(name for group in groups for name in group))

    def _letters(self) -> list[SiteLetter]:
        """Return the letters with their numbers: those that they had, or new ones in the order of their dates."""
        records = self._records()
        numbers = {source: one.number for source, one in self._former.manifest.letters.items()}
        free = max(numbers.values(), default=-1) + 1
        new = sorted((day_of(records[each]) or Day(9999), each) for each in records if each not in numbers)
        numbers |= {source: free + at for at, (_, source) in enumerate(new)}
        names = zip(records, page_names(records), strict=True)
        return [SiteLetter(source, name, records[source], numbers[source]) for source, name in names]

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
        one = self._kept[source]
        return read_file(self._out / f"letters/{one.name}.html")[one.begin : one.end]

    def _text(self, source: str) -> str:
        if f"text {source}" in self._spool:
            return self._spool.get(f"text {source}").decode()
        number = self._kept[source].number
        if self._former_texts[0] != number // TEXTS_IN_FILE:
            path = self._out / texts_path(number)
            self._former_texts = number // TEXTS_IN_FILE, read_texts_file(read_file(path), escape_control(path))
        return self._former_texts[1][number]

    def _tei(self, source: str) -> bytes:
        if f"tei {source}" in self._spool:
            return self._spool.get(f"tei {source}")
        if source in self._kept:
            return read_file(self._out / f"tei/{self._kept[source].name}.xml")
        name = self._files[source][0].name
        data = read_file(name, "export-bytes")
        if digest(data) != self._digests[source]:
            raise OutputError(f"{escape_control(name)}: was changed while it was exported")
        return data

    def _remembered(
        self, letters: Sequence[SiteLetter], files: Mapping[str, str], places: Mapping[int, tuple[int, int]]
    ) -> dict[str, Remembered]:
        found: dict[str, LetterParts | Remembered] = {**self._kept, **self._parts}
        return {
            letter.source: Remembered(
                letter.source, self._files[letter.source][1], self._digests[letter.source], letter.name, letter.number,
                *places[letter.number], files[letter.page], letter.record, found[letter.source].dropped,
            )
            for letter in letters
        }  # fmt: skip
