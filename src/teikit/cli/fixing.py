"""The options that mend documents, and how each file is mended: in place, or shown as a diff."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar, cast

import click

from teikit.cli.judging import ReportedProblems, Validator
from teikit.diagnostics import Diagnostic
from teikit.diagnostics.selection import is_fatal
from teikit.document.document import Document
from teikit.errors import OutputError, UnreadableInputError
from teikit.inputs.discover import STDIN
from teikit.messages import escape_control, pluralize
from teikit.storage.files import read_file, replace_file

_Command = TypeVar("_Command", bound=Callable[..., Any])
_OPTIONS = ("fix", "unsafe_fixes", "diff", "show_fixes")


@dataclass(frozen=True, slots=True)
class FixSummary:
    """What was mended in a file: how many problems, and the change as a diff where that was asked for."""

    problems: int
    diff: str = ""


@dataclass(frozen=True, slots=True)
class FixOptions:
    """What the options ask of fixes."""

    fix: bool = False
    unsafe_fixes: bool = False
    diff: bool = False
    show_fixes: bool = False

    @property
    def is_requested(self) -> bool:
        """Whether documents are to be mended, or shown as they would be."""
        return self.fix or self.unsafe_fixes or self.diff

    @property
    def is_in_place(self) -> bool:
        """Whether files are to be changed."""
        return (self.fix or self.unsafe_fixes) and not self.diff

    def check(self, paths: Sequence[str]) -> None:
        """Raise UsageError where what is asked cannot be done."""
        if STDIN in paths and self.is_requested and not self.diff:
            raise click.UsageError("standard input cannot be mended in place; --diff shows what would be")

    def fix_document(self, document: Document, judgement: Validator) -> tuple[ReportedProblems, FixSummary | None]:
        """Mend a document, or tell how it would look; return its problems, and what was mended if any.

        These are the problems that are left, and with `diff`, which changes nothing, all that there are.

        Raises:
            UnreadableInputError, OutputError: it cannot be read or written.

        """
        # Costs time to import that only those who mend pay; so below.
        from teikit.fixing import apply_fixes  # noqa: PLC0415

        counts: list[int] = []
        rounds: list[ReportedProblems] = []

        def choose(data: bytes, found: Sequence[Diagnostic]) -> Sequence[Diagnostic]:
            told = judgement.apply_policy(document.with_bytes(data), found)
            rounds[1:] = [told]
            # What is learnt as known need not be mended.
            fatal = [each for each in told.diagnostics if is_fatal(each.rule)]
            chosen = fatal if judgement.is_writing_baseline else told.diagnostics
            counts.append(len(chosen))
            return chosen

        before = document.read()
        made = apply_fixes(before, judgement.trial_validation(document), unsafe=self.unsafe_fixes, choose=choose)
        told = rounds[0 if self.diff else -1]
        if made.data == before:
            return told, None
        diff = self._write_fixed(document, before, made.data)
        # One fix may mend several problems, and what was hidden may show in place of one that is gone.
        return told, FixSummary(max(len(made.fixed), counts[0] - counts[-1]), diff)

    def _write_fixed(self, document: Document, before: bytes, made: bytes) -> str:
        """Put a mended document in its place, or return how it would look."""
        from teikit.fixing import unified_difference  # noqa: PLC0415

        if self.diff or document.path is None:
            return unified_difference(before, made, document.file)
        if read_file(document.path) != before:
            raise OutputError(f"{document.file}: was changed while it was checked, and is left alone")
        replace_file(document.path, made)
        return ""

    def describe(self, problems: int, files: int) -> str:
        """Return in words how many problems of how many files were mended, nothing where nothing was asked."""
        if not self.is_requested:
            return ""
        verb = "would be mended" if self.diff else "mended"
        counts = f"{pluralize(problems, 'problem')} in {pluralize(files, 'file')}"
        return f"{counts} {verb}" if problems else "nothing could be mended"


def print_diff(diff: str) -> None:
    """Write a diff to standard output: bytes as they are, but inert at a terminal."""
    if sys.stdout.isatty():
        diff = "".join(f"{escape_control(line)}\n" for line in diff.split("\n")[:-1])
    sys.stdout.flush()
    sys.stdout.buffer.write(diff.encode("utf-8", "surrogateescape"))
    sys.stdout.buffer.flush()


def propose_fixes(document: Document, judgement: Validator, chosen: Sequence[Diagnostic]) -> Sequence[Diagnostic]:
    """Return problems of a document, each with the fix that is proved for it."""
    from teikit.fixing import MOST_BYTES, attach_fixes, remove_fixes  # noqa: PLC0415

    try:
        judge, data = judgement.trial_validation(document), document.read_within(MOST_BYTES)
    except UnreadableInputError:
        # It was there a moment ago.
        return chosen
    return remove_fixes(chosen) if data is None else attach_fixes(data, judge(data), judge, chosen)


def fix_options(command: _Command) -> _Command:
    """Add the options to a command, which gets them as `fixing`, a Fixing."""

    @wraps(command)
    def inner(*arguments: Any, **named: Any) -> Any:
        return command(*arguments, fixing=FixOptions(**{each: named.pop(each) for each in _OPTIONS}), **named)

    options = (
        click.option("--fix", is_flag=True, help="Mend what can safely be mended; each fix is proved first."),
        click.option("--unsafe-fixes", is_flag=True, help="Mend also what may change the meaning."),
        click.option("--diff", is_flag=True, help="Show as a diff what would be mended; change and report nothing."),
        click.option("--show-fixes", is_flag=True, help="Work out the fix of every problem for the reports; slower."),
    )
    made = inner
    for option in reversed(options):
        made = option(made)
    return cast("_Command", made)
