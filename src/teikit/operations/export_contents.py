"""Letters to the contents of a package: with the files that they were encoded from, schemas and a validation report.

Only packages need it: validation is not loaded for any other format.
"""

import io
import os
from collections.abc import Sequence
from pathlib import Path

from teikit.document.document import Document, from_bytes
from teikit.document.prolog import read_prolog
from teikit.exports.packages.contents import Contents
from teikit.exports.record.source import TeiFile
from teikit.formats.archives import PackageFile
from teikit.messages import escape_control
from teikit.operations.export_letters import ExportOptions
from teikit.relaxng.syntax.write_xml import write_xml
from teikit.report.formats import make_reporter
from teikit.report.reporter import Result, Style, Summary
from teikit.resources import TEI_SCHEMAS
from teikit.storage.files import read_file
from teikit.validation.compiling import is_odd, read_source
from teikit.validation.loading import find_schema
from teikit.validation.pipeline import ValidationPipeline
from teikit.validation.plan import Options, Plan, schema_by_root


def package_contents(letters: Sequence[TeiFile], options: ExportOptions) -> Contents:
    """Return the contents of a package of letters, validated against the schemas that the options name."""
    originals = [(os.fspath(path), read_file(path, "input-bytes")) for path in options.originals]
    if options.schema == "":
        return Contents(letters, originals)
    documents = [from_bytes(each.data, Path(each.name).name) for each in letters]
    plans = [_plan_for(each, options.schema) for each in documents]
    schemas = [_schema_file(name) for name in dict.fromkeys(name for plan in plans for name in plan.schemas)]
    return Contents(letters, originals, schemas, _report(documents, plans))


def _plan_for(document: Document, schema: str | None) -> Plan:
    """Return the plan of a letter: a schema that is named, or that of its root element."""
    if schema:
        return Plan((schema,), (), "")
    schemas, reason = schema_by_root(document, read_prolog(document.opener(), document.budget))
    return Plan(schemas, (), reason)


def _schema_file(name: str) -> PackageFile:
    """Return a schema as a file of a package; one of TEI that ships as the grammar that any program reads."""
    path, loader = find_schema(name)
    data = read_file(path, "schema-bytes")
    if name in TEI_SCHEMAS and is_odd(path, data):
        return f"{name}.rng", write_xml(read_source(path, data, loader)).encode()
    return path.name, data


def _report(documents: Sequence[Document], plans: Sequence[Plan]) -> bytes:
    """Return what `teikit validate --format json` says of the letters, each by its schemas alone, if any."""
    out = io.StringIO()
    report, summary = make_reporter("json", out, Style()), Summary()
    pipeline = ValidationPipeline(Options())
    report.begin()
    for document, plan in zip(documents, plans, strict=True):
        found = pipeline.problems(document, plan, is_selected=lambda _rule: False)
        undecided = "; ".join(each.reason for each in plan.gaps if each.leaves_undecided)
        result = Result(escape_control(document.file), found, undecided=undecided)
        summary = summary.plus(result)
        report.add(result)
    report.end(summary)
    return out.getvalue().encode()
