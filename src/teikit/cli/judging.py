"""What is told of a document: all that is found, but for what options, settings, the document or a baseline hide."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from teikit.cli.remembering import Remembered
from teikit.config import Config, config_for
from teikit.diagnostics import Diagnostic, ordered
from teikit.diagnostics.selection import Selection, fits
from teikit.document.document import CHUNK, Document
from teikit.errors import ConfigError, UnreadableInputError
from teikit.inputs.discover import STDIN, STDIN_NAME
from teikit.report.reporter import NOTHING_HIDDEN, Hidden
from teikit.storage.files import check_target, shown
from teikit.storage.outputs import NONE, Outputs
from teikit.suppression import BASELINE_UNUSED, Baseline, may_suppress, suppressed
from teikit.validation.pipeline import Validation
from teikit.validation.plan import Gap, Plan

if TYPE_CHECKING:
    from teikit.fixing import Judge

_BASELINE = "teikit-baseline.json"
# In larger files no instructions to ignore are looked for.
_MOST_BYTES = 32 << 20
_MOST_FOLDERS = 1_024


class Choice:
    """Which rules hold for a document, and what of it is known: options go before configuration."""

    def __init__(
        self, select: Sequence[str], ignore: Sequence[str], config: Path | None, baseline: Path | None = None
    ) -> None:
        self._select, self._ignore, self._config = _parted(select), _parted(ignore), config
        self._baseline = baseline
        self._read: dict[Path, Baseline] = {}
        # By folder of the document: what is worked out for one holds for all in it.
        self._known: dict[str, tuple[Config, Selection]] = {}
        _hold_known(self._select, "--select")
        _hold_known(self._ignore, "--ignore")

    def config(self, path: Path | None) -> Config:
        """Return the configuration that holds for a document."""
        return self._of(path)[0]

    def selection(self, path: Path | None) -> Selection:
        """Return the selection that holds for a document."""
        return self._of(path)[1]

    def _of(self, path: Path | None) -> tuple[Config, Selection]:
        folder = os.path.dirname(path or STDIN)  # noqa: PTH120  it is asked for each document, several times
        known = self._known.get(folder)
        if known is None:
            config = config_for(path or STDIN, self._config)
            if len(self._known) >= _MOST_FOLDERS:
                self._known.clear()
            known = self._known[folder] = config, self._selected(config)
        return known

    def _selected(self, config: Config) -> Selection:
        settings = config.validate
        for key in ("select", "ignore", "severity"):
            where = f"{config.file}:{config.lines.get(f'validate.{key}', 1)}: 'validate.{key}'"
            _hold_known(getattr(settings, key), where)
        select, ignore = self._select or settings.select, (*self._ignore, *settings.ignore)
        return Selection(select, ignore, settings.severity)

    def baseline(self, path: Path | None) -> Baseline | None:
        """Return the baseline that holds for a document."""
        config = self.config(path)
        file = self._baseline or (config.path(config.validate.baseline) if config.validate.baseline else None)
        if file is None:
            return None
        if file not in self._read:
            self._read[file] = _baseline(file)
        return self._read[file]


def _hold_known(names: Iterable[str], where: str) -> None:
    """Hold that names are rules or beginnings of some: a mistyped one would pass faulty files."""
    for name in names:
        # All rules of all packages are worth loading only for those who name some.
        from teikit.rulebook import unknown  # noqa: PLC0415

        if wrong := unknown(name):
            raise ConfigError(shown(f"{where}: {wrong}"))


def _baseline(path: Path) -> Baseline:
    try:
        return Baseline.read(path)
    except UnreadableInputError as error:
        # It would be told of every document.
        raise ConfigError(str(error)) from None


def _parted(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(name.strip() for each in names for name in each.split(",") if name.strip())


def learning(given: Path | None, config: Path | None) -> Baseline:
    """Return the baseline that problems are to be written to, with what it knows of other files.

    Raises:
        UnreadableInputError: there is one that cannot be read, or is none.
        OutputError: it could not be written.
        ConfigError: it is the configuration's, and leads out of its folder.

    """
    settings = config_for("_", config)
    path = given or settings.output("validate.baseline", settings.validate.baseline or _BASELINE)
    check_target(path, force=True)
    return Baseline.read(path) if path.exists() else Baseline(path)


@dataclass(frozen=True, slots=True)
class Judged:
    """What is to be reported of a document, and what is hidden."""

    diagnostics: Sequence[Diagnostic]
    hidden: Hidden = NOTHING_HIDDEN


class Judgement:
    """Judges documents by all that holds for them; with `learns` no problem is known, since all are to be learnt.

    What is found goes through `remembered`, which may have found it before. No schema may be among the `outputs`.
    """

    def __init__(
        self, run: Validation, choice: Choice, remembered: Remembered, outputs: Outputs = NONE, *, learns: bool = False
    ) -> None:
        self._run, self._choice, self.remembered, self.learns = run, choice, remembered, learns
        self._outputs = outputs
        # The schemas that are known to be none of the outputs.
        self._kept: set[tuple[tuple[str, ...], tuple[str, ...]]] = set()
        # What is tried in proofs is not a document of the run: its ids are no one's.
        self._trials = Validation(replace(run.options, unique_ids=False))

    def of(self, document: Document, plan: Plan) -> Judged:
        """Return what is to be told of a document, by the plan that holds for it."""
        holds = self._choice.selection(document.path).holds
        return self.told(document, self.remembered.found(document, plan, holds))

    def schema_faults(self, document: Document, plan: Plan) -> Sequence[Diagnostic]:
        """Return what is to be reported of the schemas of a plan: all that is wrong with them but what is ignored."""
        selection = self._choice.selection(document.path)
        # To select problems of documents says nothing of schemas, which judge them.
        return replace(selection, select=()).apply(self._run.schema_faults(plan))

    def gaps(self, plan: Plan) -> tuple[Gap, ...]:
        """Return what of a document is not checked, whether or not the reason is reported."""
        return self._run.gaps(plan)

    def is_strict(self, document: Document) -> bool:
        """Whether the configuration requires a schema for a document."""
        return self._choice.config(document.path).validate.strict_schema

    def trial(self, document: Document) -> "Judge":
        """Return what says all that is wrong with other bytes in a document's place, by what holds for the document."""
        plan = self.plan(document)
        return lambda data: self._trials.problems(document.of(data), plan)

    def plan(self, document: Document) -> Plan:
        """Return what holds for a document.

        Raises:
            InputNotReplacedError: a result of the run would take the place of one of its schemas.
            IncorrectSchemaError, UnreadableInputError: there are results, and a schema cannot be had.

        """
        plan = self._run.plan(document, self._choice.config(document.path))
        names = plan.schemas, tuple(name for name, _ in plan.schematrons)
        if self._outputs and names not in self._kept:
            self._outputs.check(*self._run.files(plan))
            self._kept.add(names)
        return plan

    def told(self, document: Document, found: Sequence[Diagnostic]) -> Judged:
        """Return what is to be told of all that is wrong with a document."""
        selection = self._choice.selection(document.path)
        is_partial = selection.is_partial or self._run.options.is_partial
        kept = selection.kept(found)
        left = _without_ignored(document, kept, selection)
        ignored = 0 if left is kept else len(kept) - _count(left, but="suppression")
        told = selection.apply(left)
        baseline = None if self.learns else self._choice.baseline(document.path)
        if baseline is None:
            return Judged(told, Hidden(0, ignored, is_partial))
        new = ordered(baseline.unknown(str(document.path or STDIN_NAME), told))
        known = len(told) - _count(new, but=BASELINE_UNUSED)
        return Judged(selection.apply(new), Hidden(known, ignored, is_partial))


def _count(diagnostics: Sequence[Diagnostic], *, but: str) -> int:
    """Return how many there are, but for those that were added under a rule, or under all of a family."""
    return sum(not fits(each.rule, but) for each in diagnostics)


def explained(plan: Plan) -> str:
    """Return in words which schemas hold for a document, and why."""
    rules = [f"{name}{f' in phase {phase}' if phase else ''}" for name, phase in plan.schematrons]
    return f"checked against {shown(', '.join((*plan.schemas, *rules))) or 'no schema'} ({plan.why})"


def _without_ignored(document: Document, found: Sequence[Diagnostic], selection: Selection) -> Sequence[Diagnostic]:
    """Return diagnostics without those that the document's own instructions ignore."""
    # Few documents hold any, and only these are held themselves.
    may = may_suppress(islice(document.opener(), _MOST_BYTES // CHUNK))
    data = document.read_within(_MOST_BYTES - 1) if may else None
    if data is None:
        return found
    # All rules of all packages are worth loading only for those who name some.
    from teikit.rulebook import unknown  # noqa: PLC0415

    return suppressed(data, document.file, found, unknown=unknown, holds=selection.holds)
