"""A document to its fixed one, in place or as a diff, and diagnostics to those with verified fixes."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from teikit.diagnostics import Diagnostic
from teikit.diagnostics.selection import is_fatal
from teikit.document.document import Document
from teikit.errors import OutputError, UnreadableInputError
from teikit.operations.rule_policy import ReportedProblems
from teikit.storage.files import read_file, replace_file

if TYPE_CHECKING:
    from teikit.fixing import FixResult, TrialValidation

# Returns which of all the problems of a document are to be reported.
ApplyPolicy = Callable[[Document, Sequence[Diagnostic]], ReportedProblems]


class FixOptions(NamedTuple):
    """What the user asks of fixes: apply safe or also unsafe ones, show them as a diff, or attach them to reports."""

    fix: bool = False
    unsafe_fixes: bool = False
    diff: bool = False
    show_fixes: bool = False

    @property
    def is_requested(self) -> bool:
        """Whether documents are to be fixed, or the fixes shown as a diff."""
        return self.fix or self.unsafe_fixes or self.diff

    @property
    def is_in_place(self) -> bool:
        """Whether files are to be changed."""
        return (self.fix or self.unsafe_fixes) and not self.diff


NO_FIXES = FixOptions()


class FixSummary(NamedTuple):
    """What was fixed in a file: how many problems, and the change as a diff where one was asked for."""

    problems: int
    diff: str = ""


class DocumentFixer:
    """Fixes one document: only problems that the policy reports, and only by fixes that a trial validation verifies.

    With `only_fatal` the other problems are left, as when a baseline is written.
    """

    def __init__(
        self, document: Document, validate: "TrialValidation", policy: ApplyPolicy, *, only_fatal: bool = False
    ) -> None:
        self._document, self._validate, self._policy = document, validate, policy
        self._only_fatal = only_fatal
        self._counts: list[int] = []
        # The problems that are reported of the document before the first fix, and after the last.
        self._rounds: list[ReportedProblems] = []

    def fix(self, data: bytes, *, unsafe: bool = False) -> "FixResult":
        """Return the document's bytes with all fixes, what was fixed and what is left; nothing is written."""
        # Fixing costs start-up time that only runs with fixes need pay; so below.
        from teikit.fixing import apply_fixes  # noqa: PLC0415

        return apply_fixes(data, self._validate, unsafe=unsafe, choose=self._choose)

    def apply(self, options: FixOptions) -> tuple[ReportedProblems, FixSummary | None]:
        """Fix the document in place, or show that as a diff; return its problems, and what was fixed if anything.

        The problems are those that are left, and with `diff`, which changes nothing, all that there are.

        Raises:
            UnreadableInputError, OutputError: it cannot be read or written.
        """
        before = self._document.read()
        result = self.fix(before, unsafe=options.unsafe_fixes)
        reported = self._rounds[0 if options.diff else -1]
        if result.data == before:
            return reported, None
        diff = _write_fixed(self._document, before, result.data, is_diff=options.diff)
        # One fix may remove several problems, and a problem that was hidden may appear in place of a fixed one.
        return reported, FixSummary(max(len(result.fixed), self._counts[0] - self._counts[-1]), diff)

    def _choose(self, data: bytes, found: Sequence[Diagnostic]) -> Sequence[Diagnostic]:
        reported = self._policy(self._document.with_bytes(data), found)
        self._rounds[1:] = [reported]
        chosen = reported.diagnostics
        if self._only_fatal:
            chosen = [each for each in chosen if is_fatal(each.rule)]
        self._counts.append(len(chosen))
        return chosen


def _write_fixed(document: Document, before: bytes, fixed: bytes, *, is_diff: bool) -> str:
    """Replace a document by the fixed one, or return the difference."""
    from teikit.fixing import unified_difference  # noqa: PLC0415

    if is_diff or document.path is None:
        return unified_difference(before, fixed, document.file)
    if read_file(document.path) != before:
        raise OutputError(f"{document.file}: was changed while it was checked, and is left alone")
    replace_file(document.path, fixed)
    return ""


def attach_verified_fixes(
    document: Document, make_validation: "Callable[[], TrialValidation]", chosen: Sequence[Diagnostic]
) -> Sequence[Diagnostic]:
    """Return problems of a document, each with the fix that is verified for it by the trial validation to be made."""
    from teikit.fixing import MOST_BYTES, attach_fixes, remove_fixes  # noqa: PLC0415

    try:
        validate, data = make_validation(), document.read_within(MOST_BYTES)
    except UnreadableInputError:
        # It was removed since it was validated.
        return chosen
    return remove_fixes(chosen) if data is None else attach_fixes(data, validate(data), validate, chosen)
