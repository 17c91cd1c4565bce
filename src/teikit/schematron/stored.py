"""A correct schema as plain values that a cache can store: its concrete tree, its screen, and its phases.

Most documents are cleared by the screen alone; for the others only the patterns that may report something are compiled.
"""

from collections.abc import Collection, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from teikit.diagnostics import Diagnostic
from teikit.document.document import Document
from teikit.schematron.model import ALL, DEFAULT
from teikit.schematron.screen import Screen

if TYPE_CHECKING:
    from teikit.report.svrl_elements import SvrlPart
    from teikit.schematron.schema import Schematron
    from teikit.schematron.tree import SchematronElement


class StoredSchema(NamedTuple):
    """The plain values of a schema; `tree` is its concrete tree, packed, and `screen` the parts of its screen."""

    tree: tuple[Any, ...]
    screen: tuple[Any, ...]
    phases: tuple[str, ...]
    default_phase: str
    is_deterministic: bool


class ScreenedSchematron:
    """A correct schema that is compiled for the documents that its screen does not clear.

    `files` has the name of each file that it was read from, with what identifies its content.
    """

    faults: tuple[Diagnostic, ...] = ()

    def __init__(self, stored: StoredSchema, files: dict[str, bytes]) -> None:
        self.files = files
        self.phases = stored.phases
        self.is_deterministic = stored.is_deterministic
        self._stored = stored
        self._screen = Screen(*stored.screen)

    def has_phase(self, name: str) -> bool:
        """Whether the schema can be run in a phase; "" is its default phase."""
        phase = name if name not in {"", DEFAULT} else self._stored.default_phase
        return phase in {ALL, DEFAULT, *self.phases}

    def validate_document(
        self, document: Document, phase: str | None = None, *, among: Collection[int] | None = None
    ) -> Sequence[Diagnostic]:
        """Return the diagnostics of a document; arguments and errors are those of `Schematron.validate_document`."""
        if among is None and self._runs_all(phase):
            among = self._screen.suspects(document)
            if not among:
                return []
        return self.compiled.validate_document(document, phase, among=among)

    def svrl_part(self, document: Document, phase: str | None = None) -> "SvrlPart":
        """Return the results for a document as a part of SVRL, which has every rule that fires."""
        return self.compiled.svrl_part(document, phase)

    def _runs_all(self, phase: str | None) -> bool:
        name = self._stored.default_phase if phase in {None, DEFAULT} else phase
        return name in {ALL, DEFAULT}

    @cached_property
    def compiled(self) -> "Schematron":
        """The schema, whose patterns are compiled when they are needed."""
        # elementpath takes longer to import than most documents to validate.
        from teikit.schematron.loading import load_concrete  # noqa: PLC0415

        return load_concrete(_unpack(self._stored.tree), lasts=self.is_deterministic)


def store(schema: "Schematron") -> StoredSchema | None:
    """Return a schema as plain values, None where it has faults or depends on more than they say."""
    from teikit.schematron.screening import make_screen  # noqa: PLC0415  see `compiled`

    if schema.faults or schema.tree is None or not _is_self_contained(schema.tree):
        return None
    model = schema.schema.model
    screen = make_screen(schema.schema)
    return StoredSchema(
        *(_pack(schema.tree), tuple(screen)), schema.phases, model.default_phase, schema.is_deterministic
    )


def _is_self_contained(tree: "SchematronElement") -> bool:
    """Return whether a schema reads no other documents."""
    return not any("documents" in each.attributes for each in tree.descendants())


def _pack(element: "SchematronElement") -> tuple[Any, ...]:
    origin, span = element.origin, element.origin.span
    return (
        *(element.namespace, element.name, element.attributes, element.namespaces, element.language),
        *(origin.file, origin.base),
        (span.start.line, span.start.column, span.end.line, span.end.column) if span else None,
        tuple(each if isinstance(each, str) else _pack(each) for each in element.children),
    )


def _unpack(packed: tuple[Any, ...]) -> "SchematronElement":
    from teikit.diagnostics import Position, Span  # noqa: PLC0415  see `compiled`
    from teikit.schematron.tree import Origin, SchematronElement  # noqa: PLC0415

    def unpack(values: tuple[Any, ...]) -> SchematronElement:
        namespace, name, attributes, namespaces, language, file, base, place, children = values
        span = Span(Position(*place[:2]), Position(*place[2:])) if place else None
        inside: list[SchematronElement | str] = [each if isinstance(each, str) else unpack(each) for each in children]
        return SchematronElement(namespace, name, attributes, inside, Origin(file, span, base), namespaces, language)

    return unpack(packed)
