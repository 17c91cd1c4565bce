"""Reads Clark's suite of RELAX NG: its cases, with the files that their schemas include."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

SUITE = Path(__file__).parents[2].parent / "shared" / "relaxng" / "spectest.xml"
RELAXNG = "http://relaxng.org/ns/structure/1.0"


@dataclass
class Case:
    """A schema, whether it is correct, the files beside it, and documents with their verdicts."""

    line: int
    schema: bytes
    is_correct: bool
    files: dict[str, bytes] = field(default_factory=dict)
    documents: list[tuple[bool, bytes]] = field(default_factory=list)


def _content(element: etree._Element) -> bytes:
    child = next(each for each in element if isinstance(each.tag, str))
    declared = f"<!DOCTYPE x [{element.get('dtd')}]>".encode() if element.get("dtd") else b""
    # Comments and instructions around the root belong to the document.
    parts = [etree.tostring(each, with_tail=False, encoding="utf-8") for each in element]
    assert child is not None
    return declared + b"".join(parts)


def _files(case: etree._Element, folder: str = "") -> Iterator[tuple[str, bytes]]:
    for each in case:
        if each.tag == "resource":
            yield folder + each.get("name", ""), _content(each)
        elif each.tag == "dir":
            yield from _files(each, f"{folder}{each.get('name')}/")


def read_suite(path: Path = SUITE) -> Iterator[Case]:
    """Yield the cases that hold a schema in the XML syntax."""
    tree = etree.parse(path, etree.XMLParser(resolve_entities=True, no_network=True, load_dtd=False))
    for case in tree.iter("testCase"):
        schema = next((each for each in case if each.tag in {"correct", "incorrect"}), None)
        if schema is None:
            continue
        documents = [(each.tag == "valid", _content(each)) for each in case if each.tag in {"valid", "invalid"}]
        line = case.sourceline or 0
        yield Case(line, _content(schema), schema.tag == "correct", dict(_files(case)), documents)
