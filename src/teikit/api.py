"""The operations as functions: encode, validate, fix, export and verify."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TypedDict, Unpack

from teikit.diagnostics import Diagnostic
from teikit.document.document import from_file
from teikit.errors import IncorrectSchemaError
from teikit.fixing import FixResult
from teikit.operations.encode import Encoded, encode, encode_bytes, encode_letters
from teikit.operations.export import Exported, ExportOptions, export
from teikit.operations.validate import ValidateRequest, Validator
from teikit.operations.verify import Verdict, verify
from teikit.validation.access import ReadPolicy, working_folder
from teikit.validation.plan import Options

__all__ = [
    "Encoded",
    "ExportOptions",
    "Exported",
    "Verdict",
    "encode",
    "encode_bytes",
    "encode_letters",
    "export",
    "fix",
    "validate",
    "verify",
]
FilePath = str | os.PathLike[str]


class ValidateOptions(TypedDict, total=False):
    """What a file is validated against and what is reported of it, each optional, as by the command line.

    Options take precedence over the configuration, which is found from the file. `schema` is the name of a schema that
    ships with teikit or was added, or the path of a RELAX NG schema, or several of these; without it the configuration,
    the file's instructions or its root element decide. `schematron` is the same for Schematron, and `phase` the phase
    in which these schemas run. `select` and `ignore` name rules, or beginnings of some. `config` is a configuration
    file, `baseline` a file of known problems, which are not reported. Schemas may include files of the folders
    `allow_read`, what the OASIS catalogs `catalog` resolve, and with `allow_network` what is on the web: schemas on the
    web what is on their own host or on one of `allow_host`. With `ids` false IDs and references to them are not
    checked. `register` are files of the edition with ids to which the file may point. With `xinclude` what the file
    includes is part of it.
    """

    schema: FilePath | Sequence[FilePath] | None
    schematron: FilePath | Sequence[FilePath] | None
    phase: str
    select: str | Sequence[str]
    ignore: str | Sequence[str]
    config: FilePath | None
    baseline: FilePath | None
    catalog: Sequence[FilePath]
    allow_read: Sequence[FilePath]
    allow_network: bool
    allow_host: Sequence[str]
    ids: bool
    register: FilePath | Sequence[FilePath] | None
    xinclude: bool


def fix(path: FilePath, *, unsafe: bool = False, **options: Unpack[ValidateOptions]) -> FixResult:
    """Return a TEI file's bytes with all that can be fixed, what was fixed, and what is left; the file stays.

    Only problems that `validate` reports are fixed.

    Args:
        path: the TEI file.
        unsafe: apply also fixes that may change the meaning.
        options: see `ValidateOptions`.

    Raises:
        UnreadableInputError: the file cannot be read.
        IncorrectSchemaError: the schema is missing or not correct.
        ConfigError: the configuration is wrong, or there is no such rule.
    """
    return _make_validator(path, options).fix(from_file(path), unsafe=unsafe)


def validate(path: FilePath, *, strict_schema: bool = False, **options: Unpack[ValidateOptions]) -> list[Diagnostic]:
    """Return what is wrong with a TEI file, nothing if it is valid and no rule of TEI is broken.

    These are the diagnostics that `teikit validate` reports of the file: the configuration, the file's own instructions
    to ignore rules and the baseline apply. Where no schema is known the grammar is not checked: only whether the file
    is well-formed, and TEI's own rules. What is wrong with a schema that the file names comes first, at its place in
    the file of the schema; the rest of the schema is tried all the same.

    Args:
        path: the TEI file.
        strict_schema: require that a schema is known, as the configuration may, too.
        options: see `ValidateOptions`.

    Raises:
        UnreadableInputError: the file cannot be read.
        IncorrectSchemaError: `schema` is missing or not correct, or none is known and one is required.
        ConfigError: the configuration is wrong, or there is no such rule.
    """
    report = _make_validator(path, options, strict_schema=strict_schema).check(from_file(path))
    if report.lacks_schema:
        raise IncorrectSchemaError(f"{report.name}: {report.gaps[0].reason}")
    return [*report.schema_faults, *report.diagnostics]


def _make_validator(path: FilePath, options: ValidateOptions, *, strict_schema: bool = False) -> Validator:
    schemas, schematrons = _names(options.get("schema")), _names(options.get("schematron"))
    select, ignore = _names(options.get("select")), _names(options.get("ignore"))
    config, baseline = _path(options.get("config")), _path(options.get("baseline"))
    phase, folders, ids = options.get("phase", ""), (Path(path).parent,), options.get("ids", True)
    registers, xinclude = tuple(map(Path, _names(options.get("register")))), options.get("xinclude", False)
    access = _read_policy(options)
    chosen = Options(schemas, schematrons, phase, access, folders, ids, registers=registers, xinclude=xinclude)
    validator = Validator(ValidateRequest(chosen, select, ignore, config, baseline, strict_schema=strict_schema))
    validator.prepare()
    validator.require_correct_schemas()
    return validator


def _names(given: FilePath | Sequence[FilePath] | None) -> tuple[str, ...]:
    if not given:
        return ()
    return tuple(str(os.fspath(each)) for each in ((given,) if isinstance(given, str | os.PathLike) else given))


def _path(given: FilePath | None) -> Path | None:
    return None if given is None else Path(given)


def _read_policy(options: ValidateOptions) -> ReadPolicy:
    folders, catalogs = map(Path, options.get("allow_read", ())), map(Path, options.get("catalog", ()))
    hosts = _names(options.get("allow_host"))
    network = options.get("allow_network", False)
    return ReadPolicy(tuple(folders), tuple(catalogs), network, hosts, working_folder())
