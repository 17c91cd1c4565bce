"""Each foreign format is read in one module, which turns whatever its library raises into one sentence."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.package_source import MODULES, dotted

OWN_DATA = "reads data of the package itself"
OWN_PROCESS = "reads what another process of the run has written"
OWN_STORE = "reads what teikit wrote and sealed with a digest, and takes anything else as absent"
# What the encoding is comes from `document.encoding`, or from a list of constants: always one of texts.
OF_DOCUMENT = "decodes a document in the encoding that `document.encoding` finds"
# Calls by the modules that may make them, each with the reason where it is not the reader of the format.
READERS: dict[str, dict[str, str]] = {
    "json.loads": {
        "formats.json": "",
        "text.pdf": OWN_PROCESS,
        "letter.calibration": OWN_DATA,
        "letter.recogniser": OWN_DATA,
        "p5.facts": OWN_DATA,
        "diagnostics.codec": OWN_STORE,
        "operations.result_cache": OWN_STORE,
        "runs.checkpoint": "reads a journal, whose lines are written one by one, and passes over all that are none",
        "exports.reading.labels": OWN_DATA,
        "exports.reading.language_names": OWN_DATA,
        "exports.site.shell": OWN_DATA,
        "exports.packages.premis": "reads the report that the same run has made",
    },
    "json.load": {},
    "json.JSONDecoder": {"report.json_stream": "reads reports of any size value by value"},
    "tomllib.load": {},
    "tomllib.loads": {"formats.toml": "", "letter.languages": OWN_DATA, "odd.facts.extract_facts": OWN_DATA},
    "csv.reader": {"formats.csv": ""},
    "csv.DictReader": {},
    "codecs.lookup": {"formats.encodings": ""},
    "codecs.decode": {},
    "codecs.getincrementaldecoder": {
        "report.json_stream": "decodes UTF-8",
        "inputs.file_list": "decodes what a byte order mark says, or the system's own encoding",
    },
    "docx.Document": {"text.docx": ""},
    "odfdo.Document": {"text.odt": ""},
    "pypdfium2.PdfDocument": {"text.pdf_process": ""},
    "email.parser.BytesParser": {"text.email": ""},
    "email.message_from_bytes": {},
    "markdown_it.MarkdownIt": {"text.markdown": ""},
    "zipfile.ZipFile": {"formats.zip": ""},
    "tarfile.open": {"formats.tar": ""},
    "tarfile.TarFile": {},
}
DECODERS = {
    "formats.encodings": "",
    "formats.zip": "decodes UTF-8 or cp437",
    "document.editable": OF_DOCUMENT,
    "document.event_locator": OF_DOCUMENT,
    "document.faults.entities": OF_DOCUMENT,
    "document.faults.explain": OF_DOCUMENT,
    "document.faults.namespaces": OF_DOCUMENT,
    "document.faults.reading": OF_DOCUMENT,
    "document.xinclude.merging": "decodes in the encoding that the include names, once it is known to be one of texts",
    "document.xinclude.reading": OF_DOCUMENT,
    "fixing.apply": OF_DOCUMENT,
    "odd.reading.attribute_places": OF_DOCUMENT,
    "relaxng.syntax.read": OF_DOCUMENT,
    "relaxng.validator.diagnose": OF_DOCUMENT,
    "text.email": "decodes cp1252",
    "text.encodings": "tries a list of encodings of texts",
    "text.kinds": "decodes UTF-16 or Latin-1",
    "inputs.file_list": "is that of a decoder: the argument is no encoding",
    "report.json_stream": "is that of a decoder: the argument is no encoding",
}


def imported_names(tree: ast.AST) -> dict[str, str]:
    """The names that a module imports from elsewhere, at its top and in functions, with what they stand for."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.asname or alias.name.split(".")[0]: alias.name if alias.asname else alias.name.split(".")[0]
                      for alias in node.names}  # fmt: skip
        elif isinstance(node, ast.ImportFrom):
            found |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return found


def called_name(function: ast.expr, names: dict[str, str]) -> str:
    """The dotted name of what is called, "" for a method of a value."""
    if isinstance(function, ast.Name):
        return names.get(function.id, "")
    if isinstance(function, ast.Attribute):
        before = called_name(function.value, names)
        return f"{before}.{function.attr}" if before else ""
    return ""


def calls(source: str) -> Iterator[str]:
    """Yield the dotted names of what a module calls, and `decode` where the encoding is no constant."""
    tree = ast.parse(source)
    names = imported_names(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = called_name(node.func, names)
            yield name
            given = [*node.args[:1], *(each.value for each in node.keywords if each.arg == "encoding")]
            is_method = isinstance(node.func, ast.Attribute) and node.func.attr == "decode" and not name
            if is_method and not all(isinstance(each, ast.Constant) for each in given):
                yield "decode"


@pytest.mark.parametrize("path", MODULES, ids=dotted)
def test_a_format_is_read_in_its_module_only(path: Path) -> None:
    module = dotted(path)
    for name in calls(path.read_text(encoding="utf-8")):
        allowed = DECODERS if name == "decode" else READERS.get(name)
        assert allowed is None or module in allowed, f"{module} calls {name}"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("import json\njson.loads(a)", "json.loads"),
        ("import json as j\nj.load(a)", "json.load"),
        ("def f():\n from tomllib import loads as l\n l(a)", "tomllib.loads"),
        ("import email.parser\nemail.parser.BytesParser()", "email.parser.BytesParser"),
        ("from zipfile import ZipFile\nwith ZipFile(a) as b: pass", "zipfile.ZipFile"),
        ("a.decode(b)", "decode"),
        ("a[1:].decode(encoding=b)", "decode"),
    ],
)
def test_calls_are_found(source: str, expected: str) -> None:
    assert expected in calls(source)


@pytest.mark.parametrize("source", ["a.decode()", "a.decode('utf-8', 'replace')", "loads(a)", "json.dumps(a)"])
def test_other_calls_are_not(source: str) -> None:
    assert set(calls(source)) <= {"", "json.dumps"}
