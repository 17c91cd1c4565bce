"""Documents to what was found wrong with them before, or is now where something changed that it depends on."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from teikit.checks.linked_files import Asked
from teikit.diagnostics import Diagnostic
from teikit.diagnostics.collection import restored, stored, tally_of
from teikit.document.document import Document
from teikit.runs.results import Results
from teikit.validation.inputs import Inputs, content_of, counted, inputs_of
from teikit.validation.pipeline import Validation
from teikit.validation.plan import Plan

# What could not be evaluated may have met a limit of the moment.
_UNCERTAIN = "sch/not-evaluated"


class Memory:
    """The results of a run's documents in a folder, with what each depends on beside its key."""

    def __init__(self, run: Validation, folder: Path) -> None:
        self._run = run
        self.results = Results(folder)

    def found(self, document: Document, plan: Plan, holds: Callable[[str], bool]) -> Sequence[Diagnostic]:
        """Return what is wrong with a document, all or what rules count; errors are those of `Validation.problems`."""
        inputs = inputs_of(self._run, document, plan, counted(holds))
        if inputs is None:
            return self._run.problems(document, plan, holds=holds)
        found = self._known(inputs)
        return self._judged(inputs, document, plan, holds) if found is None else found

    def _known(self, inputs: Inputs) -> Sequence[Diagnostic] | None:
        """Return a result that is known; one by all of TEI's rules serves those who asked for some."""
        known = self._stored(replace(inputs, rules=None))
        return self._stored(inputs) if known is None and inputs.rules is not None else known

    def _stored(self, inputs: Inputs) -> Sequence[Diagnostic] | None:
        content = self.results.find(inputs.key())
        if content is None:
            return None
        answers, _, packed = content.partition(b"\n")
        try:
            asked = ((self._run.neighbours.answer((kind, path)), answer) for kind, path, answer in json.loads(answers))
            return restored(packed) if all(now == then for now, then in asked) else None
        except (ValueError, TypeError, RecursionError):
            return None

    def _judged(
        self, inputs: Inputs, document: Document, plan: Plan, holds: Callable[[str], bool]
    ) -> Sequence[Diagnostic]:
        asked = Asked(self._run.neighbours)
        found = self._run.problems(document, plan, holds=holds, neighbours=asked)
        # A file may have changed while it was judged.
        if content_of(document) == inputs.content and all(rule != _UNCERTAIN for rule, _ in tally_of(found)):
            answers = [(*question, answer) for question, answer in asked.answers.items()]
            self.results.keep(inputs.key(), json.dumps(answers).encode("ascii") + b"\n" + stored(found))
        return found
