"""The registry of report formats; a format's module is imported when it is first used."""

from importlib import import_module
from typing import TextIO

from teikit.report.reporter import Reporter, Style

# The module of each format and its description for the help text; the class in the module is called Report.
FORMATS = {
    "terminal": ("terminal", "each group of equal problems once, with the line at fault"),
    "concise": ("lines", "a line for each problem, or for many that are alike"),
    "statistics": ("statistics", "the number of problems by rule"),
    "json": ("json", "all details, in one document"),
    "jsonl": ("jsonl", "the same, one JSON value per line"),
    "sarif": ("sarif", "SARIF 2.1.0, for code scanning"),
    "junit": ("junit", "JUnit's XML, for Jenkins and others"),
    "github": ("github", "workflow commands, shown beside a change"),
    "gitlab": ("gitlab", "GitLab's code quality report"),
    "html": ("html", "one self-contained page"),
    "svrl": ("svrl", "SVRL, as Schematron processors write it"),
    "csv": ("csv", "a table for spreadsheets"),
}


def make_reporter(name: str, out: TextIO, style: Style) -> Reporter:
    """Return a new reporter of a format, which writes to `out`."""
    reporter: Reporter = import_module(f"teikit.report.{FORMATS[name][0]}").Report(out, style)
    return reporter
