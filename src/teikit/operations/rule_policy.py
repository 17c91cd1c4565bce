"""Rule policy: filters diagnostics by --select/--ignore, configuration, inline suppressions and the baseline."""

import os
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from teikit.config import Config, FileRules, config_for
from teikit.diagnostics import Diagnostic, sort_diagnostics
from teikit.diagnostics.collection import DiagnosticList
from teikit.diagnostics.selection import Selection, is_fatal, is_matched_by
from teikit.document.document import CHUNK, Document, pieces
from teikit.errors import ConfigError, UnreadableInputError
from teikit.inputs.discover import STDIN, STDIN_NAME
from teikit.messages import escape_control
from teikit.report.reporter import NOTHING_HIDDEN, Hidden
from teikit.storage.files import check_writable
from teikit.suppression.presence import may_suppress

# Few runs have a baseline, and few documents instructions.
if TYPE_CHECKING:
    from teikit.suppression.baseline import Baseline

NOTHING_INCLUDED: Mapping[str, bytes] = MappingProxyType({})
_BASELINE = "teikit-baseline.json"
# Larger files are not searched for suppressions.
_MOST_BYTES = 32 << 20
_MOST_FOLDERS = 1_024


class ReportedProblems(NamedTuple):
    """The problems of a document that are to be reported, and what is hidden."""

    diagnostics: Sequence[Diagnostic]
    hidden: Hidden = NOTHING_HIDDEN


class RulePolicy:
    """Decides which problems of a document are reported; options take precedence over the configuration.

    With `applies_baseline` false no problem counts as known, as when a baseline is written.
    """

    def __init__(
        self,
        select: Sequence[str],
        ignore: Sequence[str],
        config: Path | None,
        baseline: Path | None = None,
        *,
        applies_baseline: bool = True,
    ) -> None:
        self._select, self._ignore, self._config = _split_names(select), _split_names(ignore), config
        self._baseline, self._applies_baseline = baseline, applies_baseline
        self._baselines: dict[Path, Baseline] = {}
        # By the configuration, and the numbers of its tables of rules for some files.
        self._by_tables: dict[tuple[Path | None, tuple[int, ...]], Selection] = {}
        # By folder of the document, since all documents of a folder share them.
        self._resolved_by_folder: dict[str, tuple[Config, Selection]] = {}
        _check_rule_names(self._select, "--select")
        _check_rule_names(self._ignore, "--ignore")

    def config(self, path: Path | None) -> Config:
        """Return the configuration that applies to a document."""
        return self._resolve(path)[0]

    def selection(self, path: Path | None) -> Selection:
        """Return the selection of rules that applies to a document."""
        config, selection = self._resolve(path)
        tables = config.validate.per_file_ignores
        if path is None or not tables:
            return selection
        # Those of few files differ.
        from teikit.inputs.exclusion import relative_path  # noqa: PLC0415
        from teikit.inputs.gitignore import matches_glob  # noqa: PLC0415

        inside = relative_path(path, config.folder)
        chosen = tuple(
            number
            for number, each in enumerate(tables)
            if inside and any(matches_glob(inside, glob) for glob in each.globs)
        )
        if not chosen:
            return selection
        key = config.file, chosen
        if key not in self._by_tables:
            self._by_tables[key] = self._narrow(selection, [tables[each] for each in chosen])
        return self._by_tables[key]

    def _narrow(self, selection: Selection, tables: Sequence[FileRules]) -> Selection:
        """Return a selection for files that some tables of the configuration name."""
        never = tuple(rule for each in tables for rule in each.ignore)
        select = () if self._select else tuple(rule for each in tables for rule in each.select)
        return Selection(select or selection.select, selection.ignore, selection.severity, never)

    def apply(
        self,
        document: Document,
        found: Sequence[Diagnostic],
        *,
        is_partial: bool = False,
        included: Mapping[str, bytes] = NOTHING_INCLUDED,
    ) -> ReportedProblems:
        """Return what is to be reported of all that is wrong with a document.

        Args:
            document: the document.
            found: all that is wrong with it.
            is_partial: whether not all rules were checked, for other reasons than the policy's.
            included: the content of the files that it includes, by the names that problems in them have.
        """
        selection = self.selection(document.path)
        is_partial = is_partial or selection.is_partial
        kept = selection.filter_diagnostics(_leave_out_consequences(found))
        left = _remove_suppressed_in_all(document, kept, selection, included)
        ignored = 0 if left is kept else len(kept) - _count(left, but="suppression")
        reported = selection.apply(left)
        baseline = self._find_baseline(document.path) if self._applies_baseline else None
        if baseline is None:
            return ReportedProblems(reported, Hidden(0, ignored, is_partial))
        from teikit.suppression.baseline import BASELINE_UNUSED  # noqa: PLC0415  see the imports

        new = sort_diagnostics(baseline.filter_new(str(document.path or STDIN_NAME), reported))
        known = len(reported) - _count(new, but=BASELINE_UNUSED)
        return ReportedProblems(selection.apply(new), Hidden(known, ignored, is_partial))

    def _resolve(self, path: Path | None) -> tuple[Config, Selection]:
        folder = os.path.dirname(path or STDIN)  # noqa: PTH120  called for each document, several times
        known = self._resolved_by_folder.get(folder)
        if known is None:
            config = config_for(path or STDIN, self._config)
            if len(self._resolved_by_folder) >= _MOST_FOLDERS:
                self._resolved_by_folder.clear()
            known = self._resolved_by_folder[folder] = config, self._make_selection(config)
        return known

    def _make_selection(self, config: Config) -> Selection:
        settings = config.validate
        for key in ("select", "ignore", "severity"):
            where = f"{config.file}:{config.lines.get(f'validate.{key}', 1)}: 'validate.{key}'"
            _check_rule_names(getattr(settings, key), where)
        for table in settings.per_file_ignores:
            _check_table(config, table)
        select, ignore = self._select or settings.select, (*self._ignore, *settings.ignore)
        return Selection(select, ignore, settings.severity)

    def _find_baseline(self, path: Path | None) -> "Baseline | None":
        """Return the baseline that applies to a document."""
        config = self.config(path)
        file = self._baseline or (config.path(config.validate.baseline) if config.validate.baseline else None)
        if file is None:
            return None
        if file not in self._baselines:
            from teikit.suppression.baseline import Baseline  # noqa: PLC0415  see the imports

            try:
                self._baselines[file] = Baseline.read(file)
            except UnreadableInputError as error:
                # Otherwise it would be reported for every document.
                raise ConfigError(str(error)) from None
        return self._baselines[file]


def _leave_out_consequences(found: Sequence[Diagnostic]) -> Sequence[Diagnostic]:
    """Return, of a document with an element that is not closed, that alone: which elements are in which is unknown."""
    if not any(is_fatal(rule) for rule, _ in DiagnosticList.of(found).counts):
        return found
    unclosed = [each for each in found if is_fatal(each.rule) and each.expected]
    return DiagnosticList(unclosed) if unclosed else found


def _split_names(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(name.strip() for each in names for name in each.split(",") if name.strip())


def _check_table(config: Config, table: FileRules) -> None:
    """Raise ConfigError where a table of rules for some files has a wrong rule or a glob that matches nothing."""
    from teikit.inputs.exclusion import check_globs  # noqa: PLC0415  few configurations have such tables

    setting = "validate.per-file-ignores"
    placed = config._replace(lines={setting: max(table.lines["path"], table.lines["files"])})
    check_globs(table.globs, placed, setting)
    for key in ("ignore", "select"):
        _check_rule_names(getattr(table, key), f"{config.file}:{table.lines[key]}: '{key}' in [[{setting}]]")


def _check_rule_names(names: Iterable[str], where: str) -> None:
    """Raise ConfigError unless names are rules or beginnings of some: a misspelt one would pass faulty files."""
    for name in names:
        # The rules of all packages are loaded only where a rule is named.
        from teikit.rulebook import unknown_rule_message  # noqa: PLC0415

        if wrong := unknown_rule_message(name):
            raise ConfigError(escape_control(f"{where}: {wrong}"))


def baseline_to_write(given: Path | None, config: Path | None) -> "Baseline":
    """Return the baseline that problems are to be written to, with what it already has of other files.

    Raises:
        UnreadableInputError: the file is there and cannot be read, or is no baseline.
        OutputError: it could not be written.
        ConfigError: the configuration names it, and its path leads out of the configuration's folder.
    """
    from teikit.suppression.baseline import Baseline  # noqa: PLC0415  see the imports

    settings = config_for("_", config)
    path = given or settings.output("validate.baseline", settings.validate.baseline or _BASELINE)
    check_writable(path, force=True)
    return Baseline.read(path) if path.exists() else Baseline(path)


def _count(diagnostics: Sequence[Diagnostic], *, but: str) -> int:
    """Count diagnostics, except those of a rule or family, which the policy itself added."""
    return sum(not is_matched_by(each.rule, but) for each in diagnostics)


def _remove_suppressed_in_all(
    document: Document, found: Sequence[Diagnostic], selection: Selection, included: Mapping[str, bytes]
) -> Sequence[Diagnostic]:
    """Do as `_remove_suppressed` for a document and for the files that it includes, each by its own instructions."""
    if not included:
        return _remove_suppressed(document, found, selection)
    by_file: dict[str, list[Diagnostic]] = {document.file: []}
    for each in found:
        by_file.setdefault(each.file, []).append(each)
    left = [*_remove_suppressed(document, by_file.pop(document.file), selection)]
    for file, problems in by_file.items():
        data = included.get(file, b"")
        kept = _remove_suppressed(Document(file, None, partial(pieces, data)), problems, selection)
        # A part of the file may be included, so that nothing is known of the use of its instructions.
        left += (each for each in kept if not is_matched_by(each.rule, "suppression"))
    return sort_diagnostics(left)


def _remove_suppressed(document: Document, found: Sequence[Diagnostic], selection: Selection) -> Sequence[Diagnostic]:
    """Return diagnostics without those that the document's own instructions suppress."""
    # Few documents have any, and only these are read whole.
    may = may_suppress(islice(document.opener(), _MOST_BYTES // CHUNK))
    data = document.read_within(_MOST_BYTES - 1) if may else None
    if data is None:
        return found
    # The rules of all packages are loaded only where a rule is named.
    from teikit.rulebook import unknown_rule_message  # noqa: PLC0415
    from teikit.suppression.instructions import apply_suppressions  # noqa: PLC0415

    return apply_suppressions(data, document.file, found, unknown=unknown_rule_message, holds=selection.is_selected)
