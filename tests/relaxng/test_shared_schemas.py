"""Every schema in ../shared loads, or is refused, as jing loads or refuses it; also what trang makes of it.

Of equal schemas one is tried. Compressed and large ones, which take the time, are sampled; with TEIKIT_ALL_SCHEMAS set
all are tried.
"""

import gzip
import os
import re
import shutil
from hashlib import sha256
from pathlib import Path

import pytest

from support.java import run_java
from teikit.relaxng.syntax import SchemaSyntaxError
from teikit.relaxng.validator import Schema
from teikit.schematron import load as load_rules

SHARED = Path(__file__).parents[2].parent / "shared"
ALL = "TEIKIT_ALL_SCHEMAS" in os.environ
_ONE_IN = 1 if ALL else 6
_LARGE = 100_000
_REFUSAL = re.compile(r"^(fatal|.*\.(rng|rnc)(:\d+)*: (fatal|error))", re.MULTILINE)
needs_jing = pytest.mark.skipif(shutil.which("jing") is None, reason="jing is not installed")
needs_trang = pytest.mark.skipif(shutil.which("trang") is None, reason="trang is not installed")


def _distinct() -> list[Path]:
    found: dict[str, Path] = {}
    for path in sorted(SHARED.rglob("*.rn[gc]*")) if SHARED.exists() else ():
        if path.is_file() and path.name.endswith((".rng", ".rnc", ".rng.gz")):
            digest = sha256(path.read_bytes()).hexdigest()
            # A sample that stays the same when files are added.
            is_cheap = path.suffix != ".gz" and path.stat().st_size < _LARGE
            if is_cheap or int(digest[:8], 16) % _ONE_IN == 0:
                found.setdefault(digest, path)
    return list(found.values())


SCHEMAS = _distinct()
# trang takes the XML syntax of grammars that begin with a start.
SOURCES = [each for each in SCHEMAS if each.suffix == ".rng" and (ALL or each.stat().st_size < _LARGE)]


def _name(path: Path) -> str:
    return path.relative_to(SHARED).as_posix()


def _unpacked(path: Path, folder: Path) -> Path:
    if path.suffix != ".gz":
        return path
    plain = folder / path.stem
    plain.write_bytes(gzip.decompress(path.read_bytes()))
    return plain


def _is_loaded_by_jing(schema: Path, folder: Path) -> bool:
    document = folder / "document.xml"
    document.write_text("<no-element-of-any-schema/>")
    options = ["-c"] if schema.suffix == ".rnc" else []
    return _REFUSAL.search(run_java(["jing", *options, str(schema), str(document)])[1]) is None


def _is_loaded(schema: Path) -> bool:
    try:
        Schema.load(schema)
    except SchemaSyntaxError:
        return False
    return True


@needs_jing
@pytest.mark.skipif(not SCHEMAS, reason="the schemas in ../shared are not at hand")
@pytest.mark.parametrize("path", SCHEMAS, ids=_name)
def test_a_schema_is_loaded_as_jing_loads_it(path: Path, tmp_path: Path) -> None:
    schema = _unpacked(path, tmp_path)
    assert _is_loaded_by_jing(schema, tmp_path) == _is_loaded(schema)


@needs_trang
@pytest.mark.skipif(not SOURCES, reason="the schemas in ../shared are not at hand")
@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_what_trang_writes_is_loaded_with_its_rules(path: Path, tmp_path: Path) -> None:
    if not _is_loaded(path):
        pytest.skip("the schema is not correct")
    compact = tmp_path / "schema.rnc"
    status, output = run_java(["trang", str(path), str(compact)])
    if status:
        pytest.skip(f"trang does not take the schema: {output[-200:]}")
    assert _is_loaded(compact)
    assert _rules(path) == _rules(compact)


def _rules(path: Path) -> tuple[int, list[str]]:
    """How many patterns are embedded in a schema, and the kinds of faults in them."""
    try:
        rules = load_rules(path, path.read_bytes(), lenient=True)
    except SchemaSyntaxError as error:
        return 0, sorted(each.rule for each in error.diagnostics)
    return len(rules.schema.patterns), sorted(each.rule for each in rules.faults)
