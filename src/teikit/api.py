"""The verbs as functions: encode, validate, fix, export and verify."""

import os
from pathlib import Path

from teikit.config import config_for
from teikit.diagnostics import Diagnostic
from teikit.document.document import from_file
from teikit.errors import IncorrectSchemaError
from teikit.fixing import FixResult, apply_fixes
from teikit.operations.encode import Encoded, encode, encode_bytes, encode_letters
from teikit.operations.export import Exported, ExportOptions, export
from teikit.operations.verify import Verdict, verify
from teikit.relaxng.syntax.faults import SchemaSyntaxError
from teikit.validation.pipeline import ValidationPipeline
from teikit.validation.plan import Options, Plan

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


def fix(path: FilePath, *, schema: str | None = None, unsafe: bool = False) -> FixResult:
    """Return a TEI file's bytes with all that can be mended, what was mended, and what is left; the file stays.

    Args:
        path: the TEI file.
        schema: as for `validate`.
        unsafe: apply also fixes that may change the meaning.

    Raises:
        UnreadableInputError: the file cannot be read.
        IncorrectSchemaError: the schema is missing or not correct.
        ConfigError: the configuration is wrong.

    """
    run, document = _make_pipeline(path, schema), from_file(path)
    plan = run.plan(document, config_for(path))
    return apply_fixes(document.read(), lambda data: run.problems(document.with_bytes(data), plan), unsafe=unsafe)


def validate(path: FilePath, *, schema: str | None = None, strict_schema: bool = False) -> list[Diagnostic]:
    """Return what is wrong with a TEI file, nothing if it is valid and no rule of TEI is broken.

    Where no schema is known the grammar is not checked: only whether the file is well-formed, and TEI's own rules.
    What is wrong with a schema that the file names comes first, at its place in the file of the schema; the rest of the
    schema is tried all the same.

    Args:
        path: the TEI file.
        schema: the name of a schema that ships with teikit or was added, or the path of a RELAX NG schema; what the
            configuration, the file's instructions or its root element say where it is not given.
        strict_schema: require that a schema is known, as the configuration may, too.

    Raises:
        UnreadableInputError: the file cannot be read.
        IncorrectSchemaError: `schema` is missing or not correct, or none is known and one is required.
        ConfigError: the configuration is wrong.

    """
    run, document, config = _make_pipeline(path, schema), from_file(path), config_for(path)
    plan = run.plan(document, config)
    if plan.lacks_schema and (strict_schema or config.validate.strict_schema):
        raise IncorrectSchemaError(f"{document.file}: {plan.gaps[0].reason}")
    return [*run.schema_faults(plan), *run.problems(document, plan)]


def _make_pipeline(path: FilePath, schema: str | None) -> ValidationPipeline:
    run = ValidationPipeline(Options((schema,) if schema else (), folders=(Path(path).parent,)))
    if schema and (faults := run.schema_faults(Plan((schema,), (), ""))):
        raise SchemaSyntaxError(faults)
    return run
