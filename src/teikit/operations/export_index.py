"""The index of pages that are written into a folder one by one, and what their links need to know of each other."""

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from teikit.document.tree import NotWellFormedError
from teikit.errors import TeikitError
from teikit.exports.format import Format
from teikit.exports.reading.links import LetterPages
from teikit.exports.site.html_index import INDEX, html_index
from teikit.inputs.item import Item
from teikit.operations.export_letters import Exported, ExportOptions, ExportResult, read_letters
from teikit.runs.checkpoint import digest
from teikit.runs.targets import target_for

if TYPE_CHECKING:
    from teikit.exports.record.record import Record
    from teikit.runs.output import RunOutput


def _letter_pages(items: Sequence[Item], form: Format) -> LetterPages:
    """Return the pages of files in a folder; what two files are called leads to neither."""
    paths = {item.name: target_for(item, form.suffix).as_posix() for item in items if not item.fault}
    called = [(name, path) for file, path in paths.items() for name in {Path(file).name, Path(file).stem}]
    many = Counter(name for name, _ in called)
    return LetterPages(paths, {name: path for name, path in called if many[name] == 1})


class PageIndex:
    """Collects the pages of an export into a folder, and writes their index at the end."""

    def __init__(self, items: Sequence[Item], form: Format, out: Path, options: ExportOptions) -> None:
        self.pages = _letter_pages(items, form)
        self._form, self._out, self._options = form, out, options
        self._listed: dict[Path, Record] = {}
        self._is_whole = True

    def add(self, result: ExportResult, target: Path, *, is_written: bool) -> None:
        """Add the pages of a file; if one could not be written and is not there, the index would lead nowhere."""
        for path, (_, made) in zip(result.targets(target), result.outputs, strict=True):
            self._is_whole &= is_written or os.path.lexists(path)
            if made.record:
                self._listed[path] = made.record

    def add_finished(self, item: Item, target: Path | None) -> None:
        """Add a page that a run wrote which was stopped."""
        try:
            letters = read_letters(item, self._form, self._options)
        except (TeikitError, NotWellFormedError):
            # It has changed since: the page is there, but cannot be listed.
            return
        if target and len(letters) == 1:
            self._listed[target] = letters[0].record

    def write(self, output: "RunOutput") -> Iterator[Exported]:
        """Write the index of two pages or more; a file that is there is replaced only if the options say so."""
        path = self._out / INDEX
        if not self._is_whole or len(self._listed) < 2 or path in self._listed:
            return
        if os.path.lexists(path) and not (self._options.force or output.owns(INDEX, path)):
            yield Exported(str(path), None, remarks=("exists already and is kept; --force replaces it",))
            return
        listed = [(target.relative_to(self._out).as_posix(), record) for target, record in self._listed.items()]
        page = html_index(listed, self._options.settings)
        try:
            output.write(INDEX, digest(page), {path: page})
        except TeikitError as error:
            yield Exported(str(path), failure=error)
            return
        yield Exported(f"{len(listed)} letters", path)
