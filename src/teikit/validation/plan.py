"""What holds for a document: options, then configuration, then what the document says, then its root element."""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from teikit.checks.neighbours import is_within
from teikit.config import Config
from teikit.diagnostics import Diagnostic, Rule, Severity, Span
from teikit.files import shown
from teikit.relaxng.source.faults import SchemaNotFoundError
from teikit.relaxng.source.loading import local_path, resolve
from teikit.relaxng.verdict.fault import echoed
from teikit.validation.loading import store
from teikit.validation.prolog import Model, Prolog
from teikit.validation.source import Document

if TYPE_CHECKING:
    from teikit.validation.access import Access

DEFAULT_SCHEMA = "letter"
_TEI_ALL = "tei_all"
_TEI = "http://www.tei-c.org/ns/1.0 "
_GUESSED = "nothing else is known"
_BY_TEIKIT = b'ident="teikit"'

NOT_READ = Rule(
    "schema/not-read",
    Severity.ERROR,
    "The schemas that a document names in xml-model instructions can be had.",
    "Without them nobody can tell whether the document is valid. Schemas are looked for in the folders of the documents"
    " that were named, where --allow-read and --catalog say, among those that were added with 'teikit schema add', and"
    " on the web with --allow-network only.",
    '<?xml-model href="no-such-schema.rng" schematypens="http://relaxng.org/ns/structure/1.0"?>'
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/></TEI>',
    "",
    "Associating Schemas with XML documents 1.0",
    "TEI",
)


@dataclass(frozen=True, slots=True)
class Options:
    """What the user asks for whatever documents say.

    Schemas are names or paths. `folders` are those that the documents may point into, beside their own. `ids` asks for
    the soundness of IDs; with `unique_ids` ids differ over all documents of the run.
    """

    schemas: Sequence[str] = ()
    schematrons: Sequence[str] = ()
    phase: str = ""
    access: "Access | None" = None
    folders: Sequence[Path] = ()
    ids: bool = True
    unique_ids: bool = False

    @property
    def is_partial(self) -> bool:
        """Whether IDs are not checked, or of Schematron schemas only the patterns of a phase."""
        return not self.ids or self.phase not in {"", "#ALL"}


@dataclass(frozen=True, slots=True)
class Plan:
    """What holds for a document: schemas by name, path or URI, and `why` in a few words; `faults` tell what cannot.

    Each Schematron schema goes with the phase that holds for it, "" for its own.
    """

    schemas: tuple[str, ...]
    schematrons: tuple[tuple[str, str], ...]
    why: str
    faults: tuple[Diagnostic, ...] = ()

    @property
    def is_guess(self) -> bool:
        """Whether nobody named the schema, and the document was not written by teikit."""
        return self.why == _GUESSED


def plan_for(document: Document, options: Options, config: Config, prolog: Prolog) -> Plan:
    """Return what holds for a document.

    RELAX NG schemas come from the first that names any: options, configuration, the document's xml-model instructions,
    its root element. Schematron schemas come from options or configuration; those of xml-model count where no option
    and no setting names a schema of either kind.
    """
    schematrons = tuple(options.schematrons) or _configured(document, config, config.validate.schematrons)
    phased = tuple((each, options.phase) for each in schematrons)
    if options.schemas:
        return Plan(tuple(options.schemas), phased, "--schema")
    schemas = _configured(document, config, config.validate.schemas)
    if schemas:
        return Plan(schemas, phased, f"configuration {shown(config.file or '')}")
    return _by_document(document, options, prolog, phased)


def _configured(document: Document, config: Config, by_glob: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return the schemas of the first glob that fits; a name that is no file's stays one."""
    if document.path is None or not by_glob:
        return ()
    # Many runs need no globs.
    from pathspec import GitIgnoreSpec  # noqa: PLC0415

    try:
        inside = document.path.absolute().relative_to(config.folder.absolute()).as_posix()
    except ValueError:
        return ()
    names = next((names for glob, names in by_glob.items() if GitIgnoreSpec.from_lines([glob]).match_file(inside)), ())
    return tuple(str(config.path(each)) if _is_path(each) else each for each in names)


def _is_path(name: str) -> bool:
    return "." in name or "/" in name


def _by_document(
    document: Document, options: Options, prolog: Prolog, schematrons: tuple[tuple[str, str], ...]
) -> Plan:
    """Return what the document's instructions and its root element say."""
    grammars = [each for each in prolog.models if each.kind == "relaxng"]
    rules = [] if schematrons else [each for each in prolog.models if each.kind == "schematron"]
    found, faults = _read_from(document, grammars, options)
    others, more = _read_from(document, rules, options)
    phased = schematrons or tuple((name, options.phase or model.phase) for name, model in others)
    if grammars:
        return Plan(tuple(name for name, _ in found), phased, "xml-model", (*faults, *more))
    name, why = _by_root(document, prolog)
    return Plan((name,), phased, why, (*faults, *more))


def _by_root(document: Document, prolog: Prolog) -> tuple[str, str]:
    """Return the schema that a root element suggests: for TEI that others made tei_all, where it was added."""
    if _BY_TEIKIT in next(document.opener(), b""):
        return DEFAULT_SCHEMA, "it was made by teikit"
    if prolog.root.startswith(_TEI) and _TEI_ALL in store().names():
        return _TEI_ALL, "its root element"
    return DEFAULT_SCHEMA, _GUESSED


def _read_from(
    document: Document, models: Iterable[Model], options: Options
) -> tuple[list[tuple[str, Model]], list[Diagnostic]]:
    """Return the schemas that instructions name, and a diagnostic for each that cannot be had."""
    found, faults = [], []
    for model in models:
        try:
            found.append((_place_of(document, model, options), model))
        except SchemaNotFoundError as error:
            message = f"the schema {echoed(model.href)} that xml-model names {error}"
            faults.append(Diagnostic(document.file, NOT_READ.id, NOT_READ.severity, message, Span(model.at, model.at)))
    return found, faults


def _place_of(document: Document, model: Model, options: Options) -> str:
    """Return the name, path or URI under which the schema that an instruction names can be had.

    Raises:
        SchemaNotFoundError: it cannot; the message goes on where the schema was named.
    """
    uri = resolve(model.href, str(document.path or ""))
    access = options.access
    uri = (access and access.mapped(model.href, uri)) or uri
    path = local_path(uri)
    if path is None:
        return _remote(uri, access)
    if document.path is None and not path.is_absolute():
        raise SchemaNotFoundError("cannot be looked for, since the document comes from standard input; give --schema")
    folders = (
        document.path.parent if document.path else None,
        *options.folders,
        *(access.readable() if access else ()),
    )
    if not any(is_within(path, folder) for folder in folders if folder is not None):
        told = shown(os.path.relpath(path.parent))
        raise SchemaNotFoundError(f"lies outside of the folders that may be read; allow it with --allow-read {told}")
    if not path.is_file():
        raise SchemaNotFoundError("is not there")
    return str(path) if _is_path(str(path)) else f"./{path}"


def _remote(uri: str, access: "Access | None") -> str:
    known = next((each.name for each in store().all() if uri in each.uris), None)
    if known:
        return known
    if access is None or not access.network:
        raise SchemaNotFoundError(
            "is on the web; keep a copy with 'teikit schema add NAME --from URL', or allow it with --allow-network"
        )
    return uri
