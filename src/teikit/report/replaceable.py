"""Decides whether a report may replace an existing file: never a document or a schema.

A report that the user names on the command line may also replace other files, as with compilers and test runners. One
that a configuration names may only replace a report, since a configuration can come with a checkout of unknown origin.
"""

import codecs
import os
import re
from pathlib import Path

from teikit.errors import OutputError, UnreadableInputError
from teikit.messages import escape_control
from teikit.storage.files import check_writable, first_bytes

_BEGINNING_BYTES = 8_192
_RULE = rb"[a-z][\w-]*/[\w-]+"
# How the reports of each format begin. Those without problems may be empty.
BEGINNINGS = {
    "terminal": rb"(?:\x1b\[[\d;]*m)?(?:(?:error|warning|info)\[" + _RULE + rb"\]|[\d,]+ more not shown)",
    "concise": rb"[^\n]+: (?:error|warning|info)\[" + _RULE + rb"\] ",
    "statistics": rb" *[\d,]+  (?:error|warning|info) +" + _RULE,
    "json": rb'\{"version": \d+,\n "diagnostics": \[',
    "jsonl": rb'\{"(?:version": \d+, "(?:shard|summary)"|checked": \{|unreadable": \{|file": "[^\n]*", "line": )',
    "sarif": rb'\{"\$schema": "[^"\n]*/sarif-2\.1\.0\.json", "version": "2\.1\.0", "runs": \[\{"results": \['
    rb'(?:\n\{"ruleId": "' + _RULE + rb'", "ruleIndex": |\],\n"tool": \{"driver": \{"name": "teikit")',
    "junit": rb'<\?xml [^>\n]*\?>\n<testsuites name="teikit">',
    "github": rb"::(?:error|warning|notice) ",
    "gitlab": rb'\[\n(?:\{"description": "|\]\n)',
    "html": rb"<!doctype html>\n(?:[^\n]*\n){1,9}<title>[^\n]* - teikit</title>\n",
    # Those of other programs are XML documents; earlier versions of teikit wrote no comment.
    "svrl": rb"<\?xml [^>\n]*\?>\n(?:<!-- teikit -->\n<svrl:schematron-output "
    rb'|<svrl:schematron-output xmlns:svrl="[^"\n]*">\n(?:  <svrl:active-pattern documents="[^"\n]*"/>|</svrl:))',
    "csv": rb"file,line,column,end_line,end_column,severity,rule,message,path\r?\n",
}
# Compiled where it is used: most runs replace nothing.
_REPORT = b"|".join(b"(?:%b)" % each for each in BEGINNINGS.values())
# Skipped before the first character of XML in any encoding: white space and byte order marks.
_BEFORE = b"".join((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b" \t\r\n\0"))
_PAGE = rb"(?i)<(?:!doctype html|html)\b"
_BASELINE = rb'\{\s*"version":\s*\d+,\s*"files":'
# Schemas and their parts are XML, or known by suffix.
_SUFFIXES = frozenset({".rnc", ".dtd", ".ent", ".mod"})
_NAMES = frozenset({"teikit.toml", "pyproject.toml", ".gitignore"})


def check_report_target(path: Path, *, is_configured: bool = False) -> None:
    """Raise OutputError if a report cannot be written to `path`, or may not replace the file there.

    With `is_configured` the configuration names the report, not the user.
    """
    check_writable(path, force=True)
    if not os.path.lexists(path):
        return
    try:
        begun = first_bytes(path, _BEGINNING_BYTES)
    except UnreadableInputError:
        # Do not replace what cannot be inspected.
        raise OutputError(f"{escape_control(path)}: exists, and cannot be read; a report does not replace it") from None
    if not begun or is_report(begun):
        return
    if is_configured:
        raise OutputError(f"{escape_control(path)}: exists and is no report of teikit, so that it is not replaced")
    if what := _protected_kind(path, begun):
        raise OutputError(f"{escape_control(path)}: is {what}, which no report replaces")


def is_report(begun: bytes) -> bool:
    """Return whether a file is a report of teikit, judged by its first bytes."""
    return re.match(_REPORT, begun) is not None


def _protected_kind(path: Path, begun: bytes) -> str:
    """Return the kind of a file that no report may replace, in words; "" for all others."""
    if path.name.lower() in _NAMES:
        return "a configuration"
    if path.suffix.lower() in _SUFFIXES:
        return "a schema"
    if re.match(_BASELINE, begun):
        return "a baseline"
    start = begun.lstrip(_BEFORE)
    return "an XML document" if start.startswith(b"<") and not re.match(_PAGE, start) else ""
