"""Compiles ODDs, TEI's customisations, and writes what they are compiled to; checks ODDs."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from teikit.diagnostics import Diagnostic, Severity, sort_diagnostics
from teikit.messages import escape_control
from teikit.odd.compiler import Compilation, compile_odd
from teikit.relaxng.syntax import FileLoader, SchemaSyntaxError
from teikit.relaxng.syntax.loading import Loader
from teikit.storage.files import atomic_write, check_writable, read_file
from teikit.storage.outputs import Outputs, check_distinct

if TYPE_CHECKING:
    from teikit.p5.specs import Library
    from teikit.validation.access import ReadPolicy

# Reported of nearly every ODD, so that it is an error only where a strict check is asked for.
_REQUIRED_DELETED = "odd/required-deleted"
_LIMIT = "schema-bytes"


class OddRequest(NamedTuple):
    """What a user asks of an ODD.

    `schema` is the ident of a schemaSpec, "" for the first one. `tei` is a file with another TEI P5, or the name of one
    that was added, "" for the one that ships. `language` is that of the documentation and of constraints, which are
    tried for faults if `checks_rules`.
    """

    path: str
    schema: str = ""
    tei: str = ""
    language: str = ""
    documentation: bool = True
    access: "ReadPolicy | None" = None
    checks_rules: bool = False

    def loader(self) -> Loader:
        """Return what reads the files that the ODD refers to; raises SchemaNotFoundError for a missing catalog."""
        path = Path(self.path)
        return self.access.loader(path) if self.access else FileLoader((path.parent,))


def compile_request(request: OddRequest) -> Compilation:
    """Compile an ODD.

    Raises:
        SchemaSyntaxError: it is incorrect; has a diagnostic for each fault.
        TeikitError: a file cannot be read, or is too large.
    """
    loader = request.loader()
    tei = _find_tei(request.tei) if request.tei else None
    compilation = compile_odd(
        request.path,
        read_file(request.path, _LIMIT),
        loader=loader,
        default=_read_tei(tei, loader) if tei else None,
        ident=request.schema,
        languages=(request.language,) if request.language else (),
        documentation=request.documentation,
        constraints=request.checks_rules,
    )
    # What is doubtful in TEI itself is no matter of the ODD.
    compilation.diagnostics = [each for each in compilation.diagnostics if each.file != str(tei)]
    return compilation


def _find_tei(name: str) -> Path:
    # Most ODDs are compiled with the TEI P5 that ships.
    from teikit.validation.user_p5 import find_p5  # noqa: PLC0415

    return find_p5(name)


def _read_tei(path: Path, loader: Loader) -> "Library":
    """Return the TEI P5 in a file."""
    # Most ODDs are compiled with the TEI P5 that ships.
    from teikit.odd.reading.p5_file import read_p5_file  # noqa: PLC0415

    return read_p5_file(str(path), read_file(path, _LIMIT), loader, is_whole=False)


def check_odd(request: OddRequest, *, strict: bool = False) -> list[Diagnostic]:
    """Return all diagnostics of an ODD, those of its constraints too; `strict` makes the loss of content an error.

    Raises:
        TeikitError: a file cannot be read, or is too large.
    """
    try:
        found = compile_request(request._replace(checks_rules=True)).diagnostics
    except SchemaSyntaxError as error:
        found = list(error.diagnostics)
    return sort_diagnostics(dict.fromkeys(map(_make_strict, found) if strict else found))


def _make_strict(found: Diagnostic) -> Diagnostic:
    return replace(found, severity=Severity.ERROR) if found.rule == _REQUIRED_DELETED else found


def _grammar(compilation: Compilation, language: str) -> str:
    from teikit.odd.constraints.embedding import embed_rules  # noqa: PLC0415  see `FORMS`
    from teikit.relaxng.syntax.write_xml import write_xml  # noqa: PLC0415

    embed_rules(compilation.grammar.root, compilation.schema, language=language)
    return write_xml(compilation.grammar)


def _compact_grammar(compilation: Compilation, _language: str) -> str:
    from teikit.relaxng.syntax.write_compact import write_compact  # noqa: PLC0415  see `FORMS`

    return write_compact(compilation.grammar)


def _rules(compilation: Compilation, language: str) -> str:
    from teikit.odd.constraints.schematron import schematron_rules  # noqa: PLC0415  see `FORMS`

    return schematron_rules(compilation.schema, language=language)


def _compiled(compilation: Compilation, _language: str) -> str:
    from teikit.odd.writing.compiled import compiled_odd  # noqa: PLC0415  see `FORMS`

    return compiled_odd(compilation.schema)


_WITH_RULES = "rng"
# The forms that an ODD is compiled to, by the suffixes of their files; each imports its writer when it is used.
FORMS: Mapping[str, Callable[[Compilation, str], str]] = MappingProxyType(
    {_WITH_RULES: _grammar, "rnc": _compact_grammar, "sch": _rules, "odd": _compiled}
)


def form_of(name: str) -> str:
    """Return the form of an output by its name, "" if its suffix says none."""
    suffix = Path(name).suffix.lower().removeprefix(".")
    return suffix if suffix in FORMS else ""


def write_forms(compilation: Compilation, forms: Iterable[str], language: str = "") -> dict[str, bytes]:
    """Return what an ODD is compiled to, by form."""
    # Rules are added to the tree of the grammar, so that other forms are written before.
    ordered = sorted(set(forms), key=lambda form: (form == _WITH_RULES, form))
    return {form: FORMS[form](compilation, language).encode() for form in ordered}


def check_targets(targets: Sequence[Path], *, force: bool) -> None:
    """Raise OutputError if a target cannot be written, or two are the same file."""
    check_distinct(targets)
    for each in targets:
        check_writable(each, force=force)


def write_outputs(
    request: OddRequest, compilation: Compilation, targets: Sequence[Path], *, read: Sequence[Path], force: bool
) -> None:
    """Write what an ODD is compiled to, all files or none; the form of each is that of its suffix.

    Raises:
        InputNotReplacedError: a target is a file that was read.
        OutputError: a target cannot be written.
    """
    Outputs(targets).check(request.path, *(name for name, _ in compilation.files), *read)
    texts = write_forms(compilation, (form_of(each.name) for each in targets), request.language)
    with ExitStack() as files:
        for each in targets:
            files.enter_context(atomic_write(each, force=force)).write(texts[form_of(each.name)])


def describe_forms() -> str:
    """Return the suffixes of outputs in words."""
    return escape_control(", ".join(f".{each}" for each in FORMS))
