"""Letters to the contents of a package: with the files that they were encoded from, schemas and a validation report.

Only packages need it: validation is not loaded for any other format.
"""

import io
import os
from collections.abc import Sequence
from pathlib import Path

from teikit.document.prolog import is_made_by_teikit
from teikit.exports.packages.contents import Contents
from teikit.exports.record.source import TeiFile
from teikit.messages import escape_control
from teikit.operations.export_letters import ExportOptions
from teikit.report.formats import make_reporter
from teikit.report.reporter import Result, Style, Summary
from teikit.resources import schema_path
from teikit.storage.files import read_file
from teikit.validation import DEFAULT_SCHEMA, validate_bytes
from teikit.validation import schema as load_schema
from teikit.validation.loading import wellformedness_schema
from teikit.validation.plan import UNKNOWN


def package_contents(letters: Sequence[TeiFile], options: ExportOptions) -> Contents:
    """Return the contents of a package of letters, validated against the schemas that the options name."""
    originals = [(os.fspath(path), read_file(path, "input-bytes")) for path in options.originals]
    if options.schema == "":
        return Contents(letters, originals)
    by = [options.schema or (DEFAULT_SCHEMA if is_made_by_teikit([each.data]) else None) for each in letters]
    paths = [schema_path(each) for each in dict.fromkeys(by) if each]
    schemas = [(path.name, read_file(path, "schema-bytes")) for path in paths]
    return Contents(letters, originals, schemas, _report(letters, by))


def _report(letters: Sequence[TeiFile], by: Sequence[str | None]) -> bytes:
    """Return what `teikit validate --format json` says of the letters, each by its schema, if any."""
    out = io.StringIO()
    report, summary = make_reporter("json", out, Style()), Summary()
    report.begin()
    for letter, schema in zip(letters, by, strict=True):
        name = Path(letter.name).name
        found = validate_bytes(letter.data, name, load_schema(schema) if schema else wellformedness_schema())
        result = Result(escape_control(name), found, undecided="" if schema else UNKNOWN.reason)
        summary = summary.plus(result)
        report.add(result)
    report.end(summary)
    return out.getvalue().encode()
