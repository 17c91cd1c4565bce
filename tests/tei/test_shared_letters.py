"""Letters of editions and the cases: none of their words is lost or invented, and their TEI is valid."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from teikit.api import encode_bytes
from teikit.tei import extract_words, read_renditions
from teikit.tei.markup import TEI
from teikit.text import read

SCHEMA = Path(__file__).parents[2] / "schema" / "teikit-letter.rng"
FOLDERS = {"dev": "letters/dev/txt", "train2": "letters/train2/txt", "cases": "cases/encode"}
# What encode refuses on purpose (docs/encoding.md, What is not read).
REFUSED = {".doc", ".pdf", ".rtf", ".pages", ".xml"}
pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def schemas(shared: Path) -> list[etree.RelaxNG]:
    return [etree.RelaxNG(etree.parse(path)) for path in (SCHEMA, shared / "tei" / "tei_all.rng")]


def source_files(folder: Path) -> list[Path]:
    inputs = folder.glob("*/input*") if folder.name == "encode" else folder.glob("*.txt")
    return sorted(path for path in inputs if path.suffix not in REFUSED)


def faults(path: Path, schemas: list[etree.RelaxNG]) -> Iterator[str]:
    """What is wrong with the TEI of a letter."""
    data = path.read_bytes()
    root = etree.fromstring(encode_bytes(data, path.name).tei)
    # A word may be cut where a salutation ends in it ("Sir:—I have"), so the characters are compared.
    # Page marks that are certain are written as pb without any convention named; the header says how.
    if "".join(extract_words(root[-1], read_renditions(root[0]))) != "".join(read(data, path.name).text.split()):
        yield "words differ from the source"
    if any(not len(one) for one in root.iter(f"{{{TEI}}}opener", f"{{{TEI}}}closer")):
        yield "an empty opener or closer"
    for schema in schemas:
        if not schema.validate(root):
            yield str(schema.error_log.last_error)


@pytest.mark.parametrize("folder", FOLDERS)
def test_letters_keep_their_words_and_are_valid(folder: str, shared: Path, schemas: list[etree.RelaxNG]) -> None:
    paths = source_files(shared / FOLDERS[folder])
    assert paths, folder
    assert [f"{path.parent.name}/{path.name}: {fault}" for path in paths for fault in faults(path, schemas)] == []
