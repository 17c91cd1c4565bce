"""Chooses the schemas of a document: from options, configuration, the document's instructions, or its root element.

A document is never validated against a schema that was not chosen for it: if nothing names a grammar, there is none.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from teikit.config import Config
from teikit.diagnostics import Diagnostic, Rule, Severity, Span
from teikit.document.document import Document
from teikit.document.prolog import Prolog, SchemaReference, is_made_by_teikit
from teikit.document.root import OLD_ROOTS
from teikit.errors import ConfigError
from teikit.messages import escape_control, quote
from teikit.relaxng.syntax.faults import SchemaNotFoundError
from teikit.resources import LETTER, TEI_ALL, TEI_SCHEMAS, name_of_address
from teikit.storage.references import is_within, local_path, resolve
from teikit.validation.loading import store

if TYPE_CHECKING:
    from teikit.registers import RegisterIndex
    from teikit.validation.access import ReadPolicy

DEFAULT_SCHEMA = LETTER
_TEI_ROOTS = {f"http://www.tei-c.org/ns/1.0 {name}" for name in ("TEI", "teiCorpus")}
_NOTHING = "nothing names a grammar for it"
# URLs of schemas often differ only at the end.
_LONGEST_NAME = 300
# Kinds of schemas that documents name and teikit does not read, in words.
_UNSUPPORTED_KINDS = {"xsd": "an XSD", "nvdl": "an NVDL", "dtd": "a DTD"}
_UNSUPPORTED_KINDS["other"] = "a schema of an unknown kind"

NOT_READ = Rule(
    "schema/not-read",
    Severity.ERROR,
    "The schemas that are named for a document can be had, and have the phase that is named.",
    "Without them it is unknown whether the document is valid. Schemas are looked for in the folders of the documents"
    " that were named, in the project, where --allow-read and --catalog say, among those that ship or were added with"
    " 'teikit schema add', and on the web with --allow-network only.",
    '<?xml-model href="no-such-schema.rng" schematypens="http://relaxng.org/ns/structure/1.0"?>'
    '<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/></TEI>',
    "",
    "Associating Schemas with XML documents 1.0",
    "TEI",
)


class Gap(NamedTuple):
    """A part of validation that was not done for a document: the reason, and what would help, both in words.

    `leaves_undecided` is whether it is therefore unknown if the document is valid.
    """

    reason: str
    help: str = ""
    leaves_undecided: bool = True


_NOT_CHECKED = "so the grammar was not checked"
UNKNOWN = Gap(
    f"no schema is known, {_NOT_CHECKED}",
    "name one with 'teikit validate --schema NAME|FILE', in teikit.toml or by an xml-model line in the file",
)
# Who names a schema has said what the document must be.
_RULES_ALONE = Gap(f"Schematron alone is named, {_NOT_CHECKED}", "--schema names a grammar", leaves_undecided=False)
INCORRECT = Gap("a schema is not correct, so what is wrong in it was not checked")
MISSING = Gap("a schema that is named cannot be used, so the file was not checked against it")
_OLD = Gap(
    f"the root element is that of TEI P4, {_NOT_CHECKED}",
    "convert the file to TEI P5, and validate that",
)
_ADVICE = {
    "an XSD": "name a RELAX NG schema of the same markup with --schema",
    "an NVDL": "name the schemas that it combines with --schema and --schematron",
    "a DTD": "trang converts it to RELAX NG, which --schema names",
}


class Options(NamedTuple):
    """The user's options for all documents of a run.

    Schemas are names or paths. `folders` are the folders to which documents may point, in addition to their own. `ids`
    adds ID soundness; with `unique_ids` ids must be unique over all documents of the run. `registers` are files with
    ids to which documents may point, in place of those that the configuration names. With `xinclude` what documents
    include is part of them.
    """

    schemas: Sequence[str] = ()
    schematrons: Sequence[str] = ()
    phase: str = ""
    access: "ReadPolicy | None" = None
    folders: Sequence[Path] = ()
    ids: bool = True
    unique_ids: bool = False
    registers: Sequence[Path] = ()
    xinclude: bool = False

    @property
    def is_partial(self) -> bool:
        """Whether ID soundness is not checked, or only the patterns of one phase are run."""
        return not self.ids or self.phase not in {"", "#ALL"}


class Plan(NamedTuple):
    """The schemas of a document by name, path or URI, and the `reason` for the choice in a few words.

    `faults` are those of named schemas that cannot be used; `lacks_grammar` if a grammar is among these. Each
    Schematron schema has its phase, "" for its default phase; `references` are the instructions that name Schematron
    schemas. `unsupported` says in words which kinds of schemas the document names that teikit does not read. With
    `runs_own_rules` the Schematron rules that are embedded in the schemas apply too. `registers` has the entries of the
    registers to which the document may point, None if there are none. `is_old` says that the document is TEI P4.
    """

    schemas: tuple[str, ...]
    schematrons: tuple[tuple[str, str], ...]
    reason: str
    faults: tuple[Diagnostic, ...] = ()
    unsupported: tuple[str, ...] = ()
    references: Mapping[str, SchemaReference] = MappingProxyType({})
    lacks_grammar: bool = False
    runs_own_rules: bool = True
    registers: "RegisterIndex | None" = None
    is_old: bool = False

    @property
    def has_grammar(self) -> bool:
        """Whether a grammar is named for the document, even if it cannot be found."""
        return bool(self.schemas) or self.lacks_grammar

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """The gaps that result from the lack of a schema that teikit reads."""
        if self.is_old and not self.has_grammar:
            return (_OLD,)
        if self.unsupported:
            missing = f", {_NOT_CHECKED}" if not self.has_grammar else ""
            instead = "name a RELAX NG schema with --schema"
            return tuple(
                Gap(f"{each} is named, which teikit does not read{missing}", _ADVICE.get(each, instead), bool(missing))
                for each in self.unsupported
            )
        if self.has_grammar:
            return ()
        return (UNKNOWN,) if self.lacks_schema else (_RULES_ALONE,)

    @property
    def lacks_schema(self) -> bool:
        """Whether no schema of any kind that teikit reads is named for the document."""
        return not (self.has_grammar or self.schematrons or self.faults)


def plan_for(document: Document, options: Options, config: Config, prolog: Prolog) -> Plan:
    """Return the plan of a document.

    RELAX NG schemas come from the first source that names any: options, configuration, the document's instructions, its
    root element; if the document names a schema that teikit does not read, there is none. Schematron schemas come from
    options or configuration; those of the document are used if no option and no setting names a schema of either kind.
    """
    schematrons = tuple(options.schematrons) or _configured_schemas(document, config, config.validate.schematrons)
    phased = tuple((each, options.phase) for each in schematrons)
    if options.schemas:
        return Plan(tuple(options.schemas), phased, "--schema")
    schemas = _configured_schemas(document, config, config.validate.schemas)
    if schemas:
        return Plan(schemas, phased, f"configuration {escape_control(config.file or '')}")
    return _plan_by_document(document, options, prolog, phased)


def _configured_schemas(document: Document, config: Config, by_glob: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Return the schemas of the first matching glob; a name that is not a path is returned as it is."""
    if document.path is None or not by_glob:
        return ()
    try:
        inside = document.path.absolute().relative_to(config.folder.absolute()).as_posix()
    except ValueError:
        return ()
    # Imported here since many runs have no globs.
    from teikit.inputs.gitignore import check_glob, matches_glob  # noqa: PLC0415

    for glob in by_glob:
        check_glob(glob, escape_control(config.file or ""))
    names = next((names for glob, names in by_glob.items() if matches_glob(inside, glob)), ())
    return tuple(_configured_path(config, each) if _is_path(each) else each for each in names)


def _configured_path(config: Config, name: str) -> str:
    """Return the path of a schema that a configuration names.

    Raises:
        ConfigError: the file is outside of the configuration's folder, and its name is not that of a schema.
    """
    from teikit.validation.project import may_be_configured  # noqa: PLC0415  see `_configured_schemas`

    path = config.path(name)
    if not may_be_configured(path, config.folder):
        where = f"{escape_control(config.file or '')}: "
        advice = "name it with --schema or --schematron"
        raise ConfigError(f"{where}the schema {quote(name)} is elsewhere, and has no name of a schema; {advice}")
    return str(path)


def _is_path(name: str) -> bool:
    return "." in name or "/" in name


def _plan_by_document(
    document: Document, options: Options, prolog: Prolog, schematrons: tuple[tuple[str, str], ...]
) -> Plan:
    """Return the plan according to the document's instructions and its root element."""
    by_kind = [[each for each in prolog.references if each.kind == kind] for kind in ("relaxng", "odd")]
    # Who names both made the one from the other.
    grammars = by_kind[0] or by_kind[1]
    rules = [] if schematrons else [each for each in prolog.references if each.kind == "schematron"]
    found, faults = _resolve_references(document, grammars, options)
    others, more = _resolve_references(document, rules, options)
    phased = schematrons or tuple((name, options.phase or model.phase) for name, model in others)
    kinds = (_UNSUPPORTED_KINDS.get(each.kind) for each in prolog.references)
    unread = tuple(dict.fromkeys(filter(None, kinds)))
    names: tuple[str, ...] = tuple(name for name, _ in found)
    if grammars:
        why = grammars[0].source
    elif unread:
        why = f"it names {' and '.join(unread)}, which teikit does not read"
    else:
        names, why = schema_by_root(document, prolog)
    is_old = prolog.root in OLD_ROOTS
    return Plan(names, phased, why, (*faults, *more), unread, dict(others), bool(faults), is_old=is_old)


def schema_by_root(document: Document, prolog: Prolog) -> tuple[tuple[str, ...], str]:
    """Return the default schema for a root element, and why: `letter` for TEI that teikit made, `tei_all` for other."""
    if prolog.root not in _TEI_ROOTS:
        return (), _NOTHING
    if is_made_by_teikit(document.opener(), document.budget):
        return (DEFAULT_SCHEMA,), "it was made by teikit"
    return (TEI_ALL,), "its root element"


def _resolve_references(
    document: Document, models: Iterable[SchemaReference], options: Options
) -> tuple[list[tuple[str, SchemaReference]], list[Diagnostic]]:
    """Return the schemas that instructions name, and a diagnostic for each that cannot be found."""
    found, faults = [], []
    for model in models:
        try:
            found.append((_locate(document, model, options), model))
        except SchemaNotFoundError as error:
            faults.append(unreadable_schema(document, model.href, str(error), model))
    return found, faults


def unreadable_schema(document: Document, schema: str, why: str, model: SchemaReference | None) -> Diagnostic:
    """Return the diagnostic that a schema cannot be used; `why` completes the message, `model` is the instruction."""
    message = f"the schema {quote(schema, _LONGEST_NAME)} {f'that {model.source} names ' if model else ''}{why}"
    span = Span(model.at, model.at) if model else None
    return Diagnostic(document.file, NOT_READ.id, NOT_READ.severity, message, span)


def _locate(document: Document, model: SchemaReference, options: Options) -> str:
    """Return the name, path or URI of the schema that an instruction names.

    Raises:
        SchemaNotFoundError: it cannot be found; the message is a predicate for the schema as its subject.
    """
    uri = resolve(model.href, str(document.path or ""))
    access = options.access
    uri = (access and access.resolve_in_catalogs(model.href, uri)) or uri
    path = local_path(uri)
    if path is None:
        return _locate_remote(uri, access)
    if document.path is None and not path.is_absolute():
        raise SchemaNotFoundError("cannot be looked for, since the document comes from standard input; give --schema")
    if not _is_allowed(path, document, options):
        folder = escape_control(os.path.relpath(path.parent))
        raise SchemaNotFoundError(f"lies outside of the folders that may be read; allow it with --allow-read {folder}")
    if not _is_file(path):
        # The path is named unless the reference is that path.
        where = "" if str(path) == model.href else f": there is no file {escape_control(path)}"
        ships = f"; '--schema {path.stem}' names TEI's own, which ships with teikit" if path.stem in TEI_SCHEMAS else ""
        raise SchemaNotFoundError(f"is not there{where}{ships}")
    return str(path) if _is_path(str(path)) else f"./{path}"


def _is_allowed(path: Path, document: Document, options: Options) -> bool:
    """Return whether a document may name a file as its schema."""
    access = options.access
    folders = [*options.folders, *(access.readable_folders() if access else ())]
    folders += [document.path.parent] if document.path else []
    if any(is_within(path, folder) for folder in folders):
        return True
    project = access.project if access and document.path else None
    return project is not None and project.allows_schema(path, document.path or "")


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        # The name is too long, or the folder may not be searched.
        return False


def _locate_remote(uri: str, access: "ReadPolicy | None") -> str:
    name = name_of_address(uri)
    if name == LETTER:
        return name
    # A copy that the user added takes precedence over the schema that ships.
    known = next((each.name for each in store().all() if uri in each.uris or each.name == name), name)
    if known:
        return known
    if access is None or not access.network:
        raise SchemaNotFoundError(
            "is on the web; keep a copy with 'teikit schema add NAME --from URL', or allow it with --allow-network"
        )
    return uri
