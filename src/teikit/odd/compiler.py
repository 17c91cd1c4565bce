"""Compiles an ODD: reads it, selects and merges specifications, and makes a grammar of them."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from teikit.diagnostics import Diagnostic, Severity, sort_diagnostics
from teikit.odd.grammar.content_checks import check_contents
from teikit.odd.grammar.documentation import Documentation
from teikit.odd.grammar.foreign import foreign_grammars
from teikit.odd.grammar.writer import GrammarWriter
from teikit.odd.merging.reference_check import check_references
from teikit.odd.merging.schema_building import build_schema
from teikit.odd.merging.selection import select
from teikit.odd.reading.files import DigestingLoader
from teikit.odd.reading.odd import read_odd
from teikit.odd.reading.sources import Sources
from teikit.odd.reporting import Reporter
from teikit.odd.schema import OddSchema
from teikit.p5.facts import load_p5
from teikit.p5.specs import Library
from teikit.relaxng.grammar.simplify import simplify
from teikit.relaxng.syntax import FileLoader, Loader, SchemaSyntaxError
from teikit.relaxng.syntax.full_syntax import check
from teikit.relaxng.syntax.loading import MemoryLoader
from teikit.relaxng.syntax.tree import SchemaElement, SchemaSource
from teikit.shallow_repr import ShallowRepr

if TYPE_CHECKING:
    from teikit.odd.customisation import Customisation


@dataclass(slots=True, repr=False)
class Compilation(ShallowRepr):
    """What an ODD was compiled to.

    `grammar` is a correct RELAX NG schema as a tree. `diagnostics` are warnings and remarks, each at its place in the
    ODD. `files` are all that was read with their SHA-256 digests in hexadecimal, the ODD first.
    """

    schema: OddSchema
    grammar: SchemaSource
    diagnostics: list[Diagnostic] = field(default_factory=list)
    files: tuple[tuple[str, str], ...] = ()


def compile_odd(  # noqa: PLR0913  one function compiles, in one way
    path: str,
    data: bytes | None = None,
    *,
    loader: Loader | None = None,
    default: Library | None = None,
    ident: str = "",
    languages: tuple[str, ...] = (),
    documentation: bool = True,
    constraints: bool = False,
) -> Compilation:
    """Compile an ODD file.

    Args:
        path: The file; what it refers to is relative to it.
        data: Its content, where the caller has it.
        loader: Reads what it refers to; by default files in its own folder and below.
        default: What it selects from unless it names a source; by default the TEI P5 that ships.
        ident: The schemaSpec to compile; by default the first one.
        languages: Those of the documentation, the preferred first.
        documentation: Add descriptions to the grammar.
        constraints: Check that the constraints can be evaluated.

    Raises:
        SchemaSyntaxError: The ODD, or a part of it, is incorrect; has a diagnostic for each fault.
        SchemaNotFoundError: It cannot be read.
    """
    reporter = Reporter()
    loader = loader or FileLoader((Path(path).parent,))
    default = default or load_p5()
    customisation = read_odd(path, data, loader, reporter, ident=ident)
    sources: Sources = Sources(default, loader, reporter, lambda each: library_of(each, sources, reporter))
    schema = effective_schema(customisation, sources, reporter)
    # What could not be read would be missed again in content models and by @start.
    _raise_errors(reporter)
    grammars = DigestingLoader(loader)
    writer = GrammarWriter(
        schema,
        reporter,
        foreign_grammars(schema, grammars, reporter),
        Documentation(languages or tuple(customisation.languages), is_wanted=documentation),
        default.default_exceptions,
    )
    root = writer.write()
    _raise_errors(reporter)
    source = SchemaSource(root, path, customisation.files[0][1], "xml")
    if constraints:
        # Schematron's engine is needed for nothing else here.
        from teikit.odd.constraints.rule_checks import check_rules  # noqa: PLC0415

        check_rules(schema, reporter)
    _check_syntax(root)
    # The engine's own rules for grammars apply; a fault is at the place of the ODD that its pattern comes from.
    simplify(replace(source, root=_with_start(root)), MemoryLoader({}))
    writer.check_possible(root)
    _raise_errors(reporter)
    files = dict((*customisation.files, *sources.files, *grammars.digests.items()))
    return Compilation(schema, source, sort_diagnostics(reporter.diagnostics), tuple(files.items()))


def effective_schema(customisation: "Customisation", sources: Sources, reporter: Reporter) -> OddSchema:
    """Return the specifications in effect of a customisation that was read."""
    selection = select(customisation, sources, reporter)
    check_references(customisation, selection, reporter)
    check_contents(customisation, reporter)
    return build_schema(customisation, selection, reporter)


def library_of(customisation: "Customisation", sources: Sources, reporter: Reporter) -> Library:
    """Return a customisation, compiled, as the source of another."""
    schema = effective_schema(customisation, sources, reporter)
    specs = [*schema.classes.values(), *schema.macros.values(), *schema.datatypes.values()]
    specs += [each.spec for each in schema.elements.values()]
    modules = list(dict.fromkeys(each.module for each in specs))
    return Library(customisation.ident, modules=modules, specs=specs)


def _check_syntax(root: SchemaElement) -> None:
    """Raise SchemaSyntaxError where the grammar is none by its syntax: an ODD may have any elements of RELAX NG."""
    if faults := list(check(root, lambda element, _: element.span)):
        raise SchemaSyntaxError(sort_diagnostics(faults))


def _with_start(root: SchemaElement) -> SchemaElement:
    """Return a grammar that can be checked: one with start="" is for others to include, and has no start."""
    if any(each.name == "start" for each in root.children):
        return root
    nothing = replace(root, name="notAllowed", attributes={}, children=[], annotations=[])
    return replace(root, children=[*root.children, replace(nothing, name="start", children=[nothing])])


def _raise_errors(reporter: Reporter) -> None:
    if reporter.has_errors:
        errors = [each for each in reporter.diagnostics if each.severity is Severity.ERROR]
        raise SchemaSyntaxError(sort_diagnostics(errors))
