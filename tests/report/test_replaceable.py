"""Which files a report may take the place of."""

import io
import os
from pathlib import Path

import pytest

from teikit.diagnostics import Diagnostic, Position, Severity, Span
from teikit.errors import OutputError
from teikit.report.formats import FORMATS, make_reporter
from teikit.report.replaceable import BEGINNINGS, check_report_target, is_report
from teikit.report.reporter import Result, Style, Summary

PROBLEM = Diagnostic(
    "sub/a b.xml", "rng/element-not-allowed", Severity.ERROR, "no 'x' here", Span(Position(2, 3), Position(2, 5))
)
WITHOUT_PLACE = Diagnostic("c.xml", "tei/pointer-unresolved", Severity.WARNING, "nothing there")
RUNS = {
    "none": (),
    "valid": (Result("b.xml"),),
    "faulty": (Result("b.xml"), Result("sub/a b.xml", [PROBLEM])),
    "warned": (Result("c.xml", [WITHOUT_PLACE]),),
    "unreadable": (Result("none.xml", failure="none.xml: no such file"),),
}


def report(name: str, results: tuple[Result, ...], style: Style) -> bytes:
    out, summary = io.StringIO(newline=""), Summary()
    made = make_reporter(name, out, style)
    made.begin()
    for each in results:
        summary = summary.plus(each)
        made.add(each)
    made.end(summary)
    return out.getvalue().encode()


def test_every_format_has_a_beginning() -> None:
    assert set(FORMATS) == set(BEGINNINGS)


@pytest.mark.parametrize(
    "style", [Style(), Style(colour=True, is_grouped=False), Style(max_problems=0), Style(shard=(1, 2))]
)
@pytest.mark.parametrize("run", RUNS)
@pytest.mark.parametrize("name", FORMATS)
def test_a_report_of_every_format_is_known_again(name: str, run: str, style: Style, tmp_path: Path) -> None:
    data = report(name, RUNS[run], style)
    assert not data or is_report(data[:8_192]), data
    (tmp_path / "report").write_bytes(data)
    check_report_target(tmp_path / "report", is_configured=True)


OTHERS = {
    "letter.txt": b"Dear Ann: error[sic] is mine,\n",
    ".bashrc": b"export PATH\n",
    "README.md": b"# Letters\n",
    "notes.csv": b"file,line\n",
    "tests.html": b"<!doctype html>\n<title>Coverage</title>\n",
    "build.json": b'{"version": 1, "name": "x"}\n',
    "scan.sarif": b'{"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": ['
    b'{"results": [{"ruleId": "no-shadow"}], "tool": {"driver": {"name": "scanner"}}}]}\n',
}
KEPT = {
    "a.xml": b"<TEI xmlns='http://www.tei-c.org/ns/1.0'/>",
    "report.txt": b"\xef\xbb\xbf\n <!-- a letter --><TEI/>",
    "wide": "\ufeff<TEI/>".encode("utf-16-le"),
    "house.rng": b"<grammar xmlns='http://relaxng.org/ns/structure/1.0'/>",
    "house.RNC": b"start = text\n",
    "unit.xml": b'<?xml version="1.0"?>\n<testsuites name="units"/>\n',
    "rules.svrl": b'<?xml version="1.0" encoding="UTF-8"?>\n'
    b'<svrl:schematron-output xmlns:svrl="http://purl.oclc.org/dsdl/svrl" title="House rules"/>\n',
    "more.svrl": b'<?xml version="1.0" encoding="UTF-8"?>\n'
    b'<svrl:schematron-output xmlns:svrl="http://purl.oclc.org/dsdl/svrl">\n  <svrl:active-pattern id="dates"/>\n',
    "entities.ent": b'<!ENTITY a "b">',
    "known.json": b'{"version": 1, "files": {}}',
    "teikit.toml": b"[validate]\n",
}


@pytest.mark.parametrize("name", OTHERS)
def test_the_user_may_order_that_other_files_are_replaced_and_a_configuration_may_not(
    name: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(OTHERS[name])
    check_report_target(tmp_path / name)
    with pytest.raises(OutputError, match="is no report of teikit"):
        check_report_target(tmp_path / name, is_configured=True)


@pytest.mark.parametrize("name", KEPT)
def test_documents_schemas_and_settings_are_replaced_by_no_report(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(KEPT[name])
    for is_configured in (False, True):
        with pytest.raises(OutputError, match=r"no report replaces|is no report of teikit"):
            check_report_target(tmp_path / name, is_configured=is_configured)


def test_what_is_no_file_is_told_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("file")
    (tmp_path / "file").touch()
    for name in ("folder", "pipe", "link", "none/report"):
        for is_configured in (False, True):
            with pytest.raises(OutputError, match=f"{name}: "):
                check_report_target(tmp_path / name, is_configured=is_configured)
    assert ((tmp_path / "link").is_symlink(), (tmp_path / "pipe").is_fifo()) == (True, True)
    check_report_target(tmp_path / "file", is_configured=True)
