"""A compiled RELAX NG schema, which validates documents."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from teikit.diagnostics import Diagnostic
from teikit.document.document import Document, pieces
from teikit.document.start_tags import NotTokenizableError
from teikit.errors import UnsupportedError
from teikit.relaxng.automaton import Automaton, GrammarTable, TooComplexError
from teikit.relaxng.validator import tag_validator

if TYPE_CHECKING:
    from teikit.relaxng.syntax import Loader
    from teikit.relaxng.validator.expectations import Expectations
    from teikit.relaxng.validator.matcher import Matcher


class StoredRules(NamedTuple):
    """The Schematron rules that are embedded in a schema, as plain values that a cache can keep.

    Attributes:
        text: a Schematron schema with the rules, "" where they are read from the files of the schema.
        screen: the parts of a `teikit.schematron.screen.Screen`, None where the rules are not correct.
        faults: what is wrong with rules that are not read from the files, packed by `teikit.diagnostics.codec`.
        is_deterministic: whether their results for a document never change.
    """

    text: str = ""
    screen: tuple[Any, ...] | None = None
    faults: bytes = b""
    is_deterministic: bool = True


class Schema:
    """A correct RELAX NG schema, compiled.

    `files` are the names and SHA-256 digests of all that it was read from, `rules` those that are embedded in it.
    """

    def __init__(
        self,
        table: GrammarTable,
        files: tuple[tuple[str, str], ...] = (),
        *,
        ids: bool = True,
        rules: StoredRules | None = None,
    ) -> None:
        self.table = table
        self.files = files
        self.ids = ids
        self.rules = rules
        self._reset()

    def _reset(self) -> None:
        self._automaton = Automaton(self.table)
        self._known_expectations: Expectations | None = None
        self._tag_validators = tag_validator.TagValidators(self._automaton, ids=self.ids)

    @property
    def _expectations(self) -> "Expectations":
        # Diagnosis takes time to import, and valid documents, which are most, never need it; so below.
        from teikit.relaxng.validator.expectations import Expectations  # noqa: PLC0415

        if self._known_expectations is None:
            self._known_expectations = Expectations(self._automaton)
        return self._known_expectations

    @classmethod
    def load(
        cls, path: Path | str, data: bytes | None = None, *, loader: "Loader | None" = None, ids: bool = True
    ) -> "Schema":
        """Read and compile a schema in the XML or the compact syntax.

        Args:
            path: The file; also the base of what it includes.
            data: Its content, where the caller has it.
            loader: Fetches what the schema includes; by default files in its own folder and below.
            ids: Check that IDs are unique and references to them resolve, as RELAX NG DTD Compatibility says.

        Raises:
            SchemaSyntaxError: The schema is not correct; has a diagnostic for each fault.
            SchemaNotFoundError: It cannot be read.
        """
        # A cached schema needs none of this, which takes more time to import than to run.
        from teikit.relaxng.validator.compilation import compile_schema  # noqa: PLC0415

        return cls(*compile_schema(path, data, loader, ids=ids), ids=ids)

    def matcher(self) -> "Matcher":
        """Return a matcher at the beginning of a document."""
        from teikit.relaxng.validator.matcher import Matcher  # noqa: PLC0415

        return Matcher(self._expectations, ids=self.ids)

    def is_valid(self, data: bytes) -> bool:
        """Return whether a document is well-formed and valid."""
        return self._is_valid_document(_in_memory(data))

    def validate(self, data: bytes, file: str) -> Sequence[Diagnostic]:
        """Return what is wrong with a document, nothing if it is valid; `file` is its name for messages."""
        return self.validate_document(_in_memory(data, file))

    def _diagnose(self, document: Document) -> Sequence[Diagnostic]:
        from teikit.relaxng.validator.diagnose import diagnose  # noqa: PLC0415

        return diagnose(self._expectations, document, ids=self.ids)

    def validate_document(self, document: Document) -> Sequence[Diagnostic]:
        """Return what is wrong with a document of any size, which is read in pieces where it is large.

        Raises:
            UnsupportedError: The schema allows so much at once that validation would take too long.
        """
        if self._automaton.patterns.is_crowded:
            # Whether a document can be validated must not depend on earlier documents.
            self._reset()
        try:
            if not self.table.has_contextual_datatypes and self._is_valid_document(document):
                return []
            return self._diagnose(document)
        except TooComplexError as error:
            raise UnsupportedError(f"{document.file}: the schema {error}") from None
        except RecursionError:
            raise UnsupportedError(f"{document.file}: the schema has patterns nested too deep") from None

    def _is_valid_document(self, document: Document) -> bool:
        if self.table.has_contextual_datatypes:
            return not self._diagnose(document)
        with suppress(NotTokenizableError):
            return tag_validator.is_valid(self._tag_validators, document.markup())
        # Usual documents never need it.
        from teikit.relaxng.validator import event_validator  # noqa: PLC0415

        return event_validator.is_valid(self._automaton, document.opener(), ids=self.ids, budget=document.budget)


def _in_memory(data: bytes, file: str = "") -> Document:
    return Document(file, None, lambda: pieces(data))
