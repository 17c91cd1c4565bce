"""The library and the command line report the same diagnostics of the same document.

For each combination of configuration, suppression in the document and baseline, the command line checks all documents
of tests/data/faulty in one run, and `teikit.validate` checks them one by one.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import pytest

import teikit
from teikit import config
from teikit.diagnostics import Diagnostic

FAULTY = {
    path.name: path.read_text(encoding="utf-8") for path in (Path(__file__).parent / "data" / "faulty").glob("*.xml")
}
NAMES = sorted(FAULTY)
SCHEMA = '[validate.schemas]\n"*.xml" = "letter"\n'
# The document's own instructions: for the whole file, and for one element.
WHOLE, ELEMENT = "<?teikit ignore rng/attribute tei/pointer?>", "<?teikit ignore rng?>"
# What the table [validate] of teikit.toml contains.
CONFIGURATIONS = {
    "no schemas": "",
    "schemas": SCHEMA,
    "ignore": f'ignore = ["rng/attribute", "tei"]\n{SCHEMA}',
    "severity": f'{SCHEMA}[validate.severity]\n"rng/element" = "warning"\ntei = "error"\n',
    "select": f'select = ["rng/attribute", "tei"]\n{SCHEMA}',
}
# As `teikit.validate` takes them, and as the command line does.
OPTIONS: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "schema": ({"schema": "letter"}, ("--schema", "letter")),
    "config": ({"config": "other.toml"}, ("--config", "other.toml")),
    "select": ({"select": ("rng/attribute", "tei")}, ("--select", "rng/attribute,tei")),
    "ignore": ({"ignore": ("rng/attribute", "tei")}, ("--ignore", "rng/attribute,tei")),
    "baseline": ({"baseline": "known.json"}, ("--baseline", "known.json")),
}
Program = Callable[..., tuple[int, str, list[str]]]


@dataclass(frozen=True, slots=True)
class Combination:
    """What decides which diagnostics are reported, beside the options."""

    configuration: str
    has_suppressions: bool = False
    has_baseline: bool = False

    def __str__(self) -> str:
        parts = (self.configuration, "suppressions" * self.has_suppressions, "baseline" * self.has_baseline)
        return ", ".join(filter(None, parts))


COMBINATIONS = [
    Combination("no schemas"),
    *(
        Combination(*each)
        for each in product(("schemas", "ignore", "severity", "select"), (False, True), (False, True))
    ),
]


@pytest.fixture(scope="module")
def baselines() -> dict[str, str]:
    """The baseline that the first test which needs one wrote."""
    return {}


@pytest.fixture
def baseline(tmp_path: Path, program: Program, baselines: dict[str, str]) -> str:
    """A baseline that knows the problems of every second document."""
    if not baselines:
        folder = tmp_path / "baseline"
        write_documents(folder)
        arguments = ("--schema", "letter", "--baseline", "known.json", "--write-baseline", *NAMES[::2])
        program("validate", *arguments, cwd=folder)
        baselines["text"] = (folder / "known.json").read_text(encoding="utf-8")
    return baselines["text"]


@pytest.mark.parametrize("combination", COMBINATIONS, ids=str)
def test_what_folder_and_document_say_holds_for_both(
    combination: Combination, tmp_path: Path, program: Program, baseline: str
) -> None:
    folder = tmp_path / "letters"
    write_documents(folder, has_suppressions=combination.has_suppressions)
    (folder / "known.json").write_text(baseline, encoding="utf-8")
    write_settings(folder / "teikit.toml", combination.configuration, has_baseline=combination.has_baseline)
    assert reported_by_program(program, folder) == reported_by_library()


@pytest.mark.parametrize(("keywords", "arguments"), OPTIONS.values(), ids=OPTIONS)
def test_each_option_of_the_command_line_is_a_parameter_of_the_library(
    keywords: dict[str, Any], arguments: tuple[str, ...], tmp_path: Path, program: Program, baseline: str
) -> None:
    folder = tmp_path / "letters"
    write_documents(folder)
    (folder / "known.json").write_text(baseline, encoding="utf-8")
    write_settings(folder / "teikit.toml", "schemas")
    write_settings(folder / "other.toml", "ignore")
    assert reported_by_program(program, folder, *arguments) == reported_by_library(**keywords)


def write_documents(folder: Path, *, has_suppressions: bool = False) -> None:
    """Write the documents to a folder, with instructions to ignore some of their problems if asked for."""
    folder.mkdir()
    for name, text in FAULTY.items():
        if has_suppressions:
            text = text.replace("<TEI", f"{WHOLE}<TEI", 1).replace("<body", f"{ELEMENT}<body", 1)  # noqa: PLW2901
        (folder / name).write_text(text, encoding="utf-8")


def write_settings(path: Path, configuration: str, *, has_baseline: bool = False) -> None:
    baseline = 'baseline = "known.json"\n' if has_baseline else ""
    path.write_text(f"[validate]\n{baseline}{CONFIGURATIONS[configuration]}", encoding="utf-8")


def reported_by_program(program: Program, folder: Path, *arguments: str) -> list[dict[str, Any]]:
    """Return what the command line reports of all documents, which it checks in one run."""
    _, out, err = program("validate", "-j", "1", "--no-cache", "--format", "json", *arguments, *NAMES, cwd=folder)
    report = json.loads(out or "{}")
    assert report.get("unreadable") == [], err
    keys = ("file", "rule", "severity", "message", "line", "column", "end_line", "end_column")
    return [{key: each[key] for key in keys} for each in report["diagnostics"]]


def reported_by_library(**keywords: Any) -> list[dict[str, Any]]:
    """Return what the library reports of the documents in the current folder, as the command line writes it."""
    config.clear_cache()
    return [as_reported(each) for name in NAMES for each in teikit.validate(name, **keywords)]


def as_reported(diagnostic: Diagnostic) -> dict[str, Any]:
    span = diagnostic.span
    return {
        "file": diagnostic.file,
        "rule": diagnostic.rule,
        "severity": diagnostic.severity,
        "message": diagnostic.message,
        "line": span and span.start.line,
        "column": span and span.start.column,
        "end_line": span and span.end.line,
        "end_column": span and span.end.column,
    }
