"""What is told of a document: all that is found, but for what options, settings, the document or a baseline hide."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from teikit.cli.remembering import LazyResultCache
from teikit.config import Config, config_for
from teikit.diagnostics import Diagnostic, sort_diagnostics
from teikit.diagnostics.selection import Selection, is_matched_by
from teikit.document.document import CHUNK, Document
from teikit.errors import ConfigError, UnreadableInputError
from teikit.inputs.discover import STDIN, STDIN_NAME
from teikit.messages import escape_control
from teikit.report.reporter import NOTHING_HIDDEN, Hidden
from teikit.storage.files import check_writable
from teikit.storage.outputs import NO_OUTPUTS, Outputs
from teikit.suppression import BASELINE_UNUSED, Baseline, apply_suppressions, may_suppress
from teikit.validation.pipeline import ValidationPipeline
from teikit.validation.plan import Gap, Plan

if TYPE_CHECKING:
    from teikit.fixing import TrialValidation

_BASELINE = "teikit-baseline.json"
# In larger files no instructions to ignore are looked for.
_MOST_BYTES = 32 << 20
_MOST_FOLDERS = 1_024


class RulePolicy:
    """Which rules hold for a document, and what of it is known: options go before configuration."""

    def __init__(
        self, select: Sequence[str], ignore: Sequence[str], config: Path | None, baseline: Path | None = None
    ) -> None:
        self._select, self._ignore, self._config = _split_names(select), _split_names(ignore), config
        self._baseline = baseline
        self._baselines: dict[Path, Baseline] = {}
        # By folder of the document: what is worked out for one holds for all in it.
        self._resolved_by_folder: dict[str, tuple[Config, Selection]] = {}
        _check_rule_names(self._select, "--select")
        _check_rule_names(self._ignore, "--ignore")

    def config(self, path: Path | None) -> Config:
        """Return the configuration that holds for a document."""
        return self._resolve(path)[0]

    def selection(self, path: Path | None) -> Selection:
        """Return the selection that holds for a document."""
        return self._resolve(path)[1]

    def _resolve(self, path: Path | None) -> tuple[Config, Selection]:
        folder = os.path.dirname(path or STDIN)  # noqa: PTH120  it is asked for each document, several times
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
        select, ignore = self._select or settings.select, (*self._ignore, *settings.ignore)
        return Selection(select, ignore, settings.severity)

    def baseline(self, path: Path | None) -> Baseline | None:
        """Return the baseline that holds for a document."""
        config = self.config(path)
        file = self._baseline or (config.path(config.validate.baseline) if config.validate.baseline else None)
        if file is None:
            return None
        if file not in self._baselines:
            self._baselines[file] = _read_baseline(file)
        return self._baselines[file]


def _check_rule_names(names: Iterable[str], where: str) -> None:
    """Hold that names are rules or beginnings of some: a mistyped one would pass faulty files."""
    for name in names:
        # All rules of all packages are worth loading only for those who name some.
        from teikit.rulebook import unknown_rule_message  # noqa: PLC0415

        if wrong := unknown_rule_message(name):
            raise ConfigError(escape_control(f"{where}: {wrong}"))


def _read_baseline(path: Path) -> Baseline:
    try:
        return Baseline.read(path)
    except UnreadableInputError as error:
        # It would be told of every document.
        raise ConfigError(str(error)) from None


def _split_names(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(name.strip() for each in names for name in each.split(",") if name.strip())


def baseline_to_write(given: Path | None, config: Path | None) -> Baseline:
    """Return the baseline that problems are to be written to, with what it knows of other files.

    Raises:
        UnreadableInputError: there is one that cannot be read, or is none.
        OutputError: it could not be written.
        ConfigError: it is the configuration's, and leads out of its folder.

    """
    settings = config_for("_", config)
    path = given or settings.output("validate.baseline", settings.validate.baseline or _BASELINE)
    check_writable(path, force=True)
    return Baseline.read(path) if path.exists() else Baseline(path)


@dataclass(frozen=True, slots=True)
class ReportedProblems:
    """What is to be reported of a document, and what is hidden."""

    diagnostics: Sequence[Diagnostic]
    hidden: Hidden = NOTHING_HIDDEN


class Validator:
    """Judges documents by all that holds for them; with `learns` no problem is known, since all are to be learnt.

    What is found goes through `remembered`, which may have found it before. No schema may be among the `outputs`.
    """

    def __init__(
        self,
        run: ValidationPipeline,
        choice: RulePolicy,
        remembered: LazyResultCache,
        outputs: Outputs = NO_OUTPUTS,
        *,
        learns: bool = False,
    ) -> None:
        self._pipeline, self._policy, self.cache, self.is_writing_baseline = run, choice, remembered, learns
        self._outputs = outputs
        # The schemas that are known to be none of the outputs.
        self._checked_schemas: set[tuple[tuple[str, ...], tuple[str, ...]]] = set()
        # What is tried in proofs is not a document of the run: its ids are no one's.
        self._trial_pipeline = ValidationPipeline(replace(run.options, unique_ids=False))

    def validate(self, document: Document, plan: Plan) -> ReportedProblems:
        """Return what is to be told of a document, by the plan that holds for it."""
        holds = self._policy.selection(document.path).is_selected
        return self.apply_policy(document, self.cache.get_or_compute(document, plan, holds))

    def schema_faults(self, document: Document, plan: Plan) -> Sequence[Diagnostic]:
        """Return what is to be reported of the schemas of a plan: all that is wrong with them but what is ignored."""
        selection = self._policy.selection(document.path)
        # To select problems of documents says nothing of schemas, which judge them.
        return replace(selection, select=()).apply(self._pipeline.schema_faults(plan))

    def gaps(self, plan: Plan) -> tuple[Gap, ...]:
        """Return what of a document is not checked, whether or not the reason is reported."""
        return self._pipeline.gaps(plan)

    def is_strict(self, document: Document) -> bool:
        """Whether the configuration requires a schema for a document."""
        return self._policy.config(document.path).validate.strict_schema

    def trial_validation(self, document: Document) -> "TrialValidation":
        """Return what says all that is wrong with other bytes in a document's place, by what holds for the document."""
        plan = self.plan(document)
        return lambda data: self._trial_pipeline.problems(document.with_bytes(data), plan)

    def plan(self, document: Document) -> Plan:
        """Return what holds for a document.

        Raises:
            InputNotReplacedError: a result of the run would take the place of one of its schemas.
            IncorrectSchemaError, UnreadableInputError: there are results, and a schema cannot be had.

        """
        plan = self._pipeline.plan(document, self._policy.config(document.path))
        names = plan.schemas, tuple(name for name, _ in plan.schematrons)
        if self._outputs and names not in self._checked_schemas:
            self._outputs.check(*self._pipeline.files(plan))
            self._checked_schemas.add(names)
        return plan

    def apply_policy(self, document: Document, found: Sequence[Diagnostic]) -> ReportedProblems:
        """Return what is to be told of all that is wrong with a document."""
        selection = self._policy.selection(document.path)
        is_partial = selection.is_partial or self._pipeline.options.is_partial
        kept = selection.filter_diagnostics(found)
        left = _without_ignored(document, kept, selection)
        ignored = 0 if left is kept else len(kept) - _count(left, but="suppression")
        told = selection.apply(left)
        baseline = None if self.is_writing_baseline else self._policy.baseline(document.path)
        if baseline is None:
            return ReportedProblems(told, Hidden(0, ignored, is_partial))
        new = sort_diagnostics(baseline.filter_new(str(document.path or STDIN_NAME), told))
        known = len(told) - _count(new, but=BASELINE_UNUSED)
        return ReportedProblems(selection.apply(new), Hidden(known, ignored, is_partial))


def _count(diagnostics: Sequence[Diagnostic], *, but: str) -> int:
    """Return how many there are, but for those that were added under a rule, or under all of a family."""
    return sum(not is_matched_by(each.rule, but) for each in diagnostics)


def explain_plan(plan: Plan) -> str:
    """Return in words which schemas hold for a document, and why."""
    rules = [f"{name}{f' in phase {phase}' if phase else ''}" for name, phase in plan.schematrons]
    return f"checked against {escape_control(', '.join((*plan.schemas, *rules))) or 'no schema'} ({plan.reason})"


def _without_ignored(document: Document, found: Sequence[Diagnostic], selection: Selection) -> Sequence[Diagnostic]:
    """Return diagnostics without those that the document's own instructions ignore."""
    # Few documents hold any, and only these are held themselves.
    may = may_suppress(islice(document.opener(), _MOST_BYTES // CHUNK))
    data = document.read_within(_MOST_BYTES - 1) if may else None
    if data is None:
        return found
    # All rules of all packages are worth loading only for those who name some.
    from teikit.rulebook import unknown_rule_message  # noqa: PLC0415

    return apply_suppressions(data, document.file, found, unknown=unknown_rule_message, holds=selection.is_selected)
