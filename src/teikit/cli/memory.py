"""Documents to what was found wrong with them before, or is now where something changed that it depends on."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from teikit.checks.linked_files import RecordedLookups
from teikit.diagnostics import Diagnostic
from teikit.diagnostics.collection import DiagnosticList
from teikit.document.document import Document
from teikit.runs.results import ResultDatabase
from teikit.validation.inputs import CacheKey, cache_key_for, content_digest, selected_rules
from teikit.validation.pipeline import ValidationPipeline
from teikit.validation.plan import Plan

# What could not be evaluated may have met a limit of the moment.
_UNCERTAIN = "sch/not-evaluated"


class ResultCache:
    """The results of a run's documents in a folder, with what each depends on beside its key."""

    def __init__(self, run: ValidationPipeline, folder: Path) -> None:
        self._pipeline = run
        self.database = ResultDatabase(folder)

    def get_or_compute(self, document: Document, plan: Plan, holds: Callable[[str], bool]) -> Sequence[Diagnostic]:
        """Return what is wrong with a document, all or what rules count; errors are those of `Validation.problems`."""
        inputs = cache_key_for(self._pipeline, document, plan, selected_rules(holds))
        if inputs is None:
            return self._pipeline.problems(document, plan, holds=holds)
        found = self._find_result(inputs)
        return self._compute_result(inputs, document, plan, holds) if found is None else found

    def _find_result(self, inputs: CacheKey) -> Sequence[Diagnostic] | None:
        """Return a result that is known; one by all of TEI's rules serves those who asked for some."""
        known = self._load_result(replace(inputs, rules=None))
        return self._load_result(inputs) if known is None and inputs.rules is not None else known

    def _load_result(self, inputs: CacheKey) -> Sequence[Diagnostic] | None:
        content = self.database.find(inputs.digest())
        if content is None:
            return None
        answers, _, packed = content.partition(b"\n")
        try:
            asked = (
                (self._pipeline.linked_files.look_up((kind, path)), answer)
                for kind, path, answer in json.loads(answers)
            )
            return DiagnosticList.load(packed) if all(now == then for now, then in asked) else None
        except (ValueError, TypeError, RecursionError):
            return None

    def _compute_result(
        self, inputs: CacheKey, document: Document, plan: Plan, holds: Callable[[str], bool]
    ) -> DiagnosticList:
        asked = RecordedLookups(self._pipeline.linked_files)
        found = self._pipeline.problems(document, plan, holds=holds, neighbours=asked)
        # A file may have changed while it was judged.
        if content_digest(document) == inputs.content and all(rule != _UNCERTAIN for rule, _ in found.counts):
            answers = [(*question, answer) for question, answer in asked.results.items()]
            self.database.put(inputs.digest(), json.dumps(answers).encode("ascii") + b"\n" + found.dump())
        return found
