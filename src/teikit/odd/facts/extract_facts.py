"""Writes the facts that ship with teikit, from TEI's own files; for developers.

`python -m teikit.odd.facts.extract_facts P5SUBSET [-o FILE]` reads a p5subset.xml, which has TEI P5 with its prose.
`python -m teikit.odd.facts.extract_facts --exemplars FOLDER [-o FOLDER]` reads the exemplars, NAME/NAME.odd.
No sentence of the Guidelines gets into the files; messages of constraints are from `constraint_messages.toml`.
"""

import argparse
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from teikit.odd.facts.fact_selection import Messages, select_facts
from teikit.odd.reading.documents import OddDocument
from teikit.odd.reading.library_reading import library_of_document
from teikit.odd.reading.node_reading import read_nodes
from teikit.odd.reading.specifications import KINDS
from teikit.odd.reporting import Reporter
from teikit.odd.shipped import FOLDER, SHIPPED_ODDS
from teikit.odd.writing.xml_writing import write_document
from teikit.p5.encoding import encode
from teikit.p5.facts import FILE, load_p5
from teikit.p5.nodes import NOWHERE, TEI, Node
from teikit.p5.specs import Library
from teikit.storage.files import make_folder, write_file

_MESSAGES = Path(__file__).with_name("constraint_messages.toml")
_SELECTIONS = frozenset({"moduleRef", "elementRef", "classRef", "macroRef", "dataRef", "constraintSpec", *KINDS})


def read_messages() -> Mapping[str, Messages]:
    """Return teikit's own messages of constraints: for P5 and exemplars, by the idents of their constraints."""
    return tomllib.loads(_MESSAGES.read_text(encoding="utf-8"))


def facts_of_p5(data: bytes) -> Library:
    """Return the facts of TEI P5, given its p5subset.xml."""
    root = read_nodes(data, "p5subset.xml", "")
    messages = read_messages()["p5"]
    parts: list[Node | str] = [
        each if each.name == "teiHeader" else select_facts(each, messages) for each in root.all_elements()
    ]
    document = OddDocument("", Node(root.namespace, root.name, {}, parts, NOWHERE), {})
    library = library_of_document(document, Reporter())
    library.name = "TEI P5"
    return library


def reduce_odd(data: bytes, name: str) -> bytes:
    """Return an exemplar as facts: its schemaSpec, with the content of the specGrps that it refers to."""
    root = read_nodes(data, name, "")
    groups = {each.get("{http://www.w3.org/XML/1998/namespace}id"): each for each in root.descendants()}
    schema = next(each for each in root.descendants() if each.name == "schemaSpec")
    facts = select_facts(
        Node(TEI, "schemaSpec", schema.attributes, list(_selections(schema, groups)), NOWHERE),
        read_messages().get(name, {}),
    )
    return write_document(facts, keeps_prefixes=True).encode()


def _selections(node: Node, groups: Mapping[str, Node]) -> Iterator[Node]:
    for child in node.elements():
        if child.name in _SELECTIONS:
            yield child
        elif child.name == "specGrpRef":
            # One exemplar refers to a group that does not exist.
            if group := groups.get(child.get("target").removeprefix("#")):
                yield from _selections(group, groups)
        elif child.name != "exemplum":
            yield from _selections(child, groups)


def odd_of_everything(library: Library) -> bytes:
    """Return the ODD that selects all modules."""
    modules: list[Node | str] = [Node(TEI, "moduleRef", {"key": each}, [], NOWHERE) for each in library.modules]
    return write_document(
        Node(TEI, "schemaSpec", {"ident": "tei_all", "start": "TEI teiCorpus"}, modules, NOWHERE)
    ).encode()


def write_exemplars(source: Path, target: Path) -> None:
    """Write all ODDs that ship, of which the exemplars are read from a folder."""
    make_folder(target)
    for name, path in SHIPPED_ODDS.items():
        if name == "tei_all":
            made = odd_of_everything(load_p5())
        else:
            made = reduce_odd((source / name / f"{name}.odd").read_bytes(), name)
        write_file(target / path.name, made, force=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the facts of TEI P5, or the exemplars."""
    parser = argparse.ArgumentParser(prog="python -m teikit.odd.facts.extract_facts", description=__doc__)
    parser.add_argument("p5subset", nargs="?", type=Path)
    parser.add_argument("--exemplars", type=Path)
    parser.add_argument("-o", "--output", type=Path)
    given = parser.parse_args(arguments)
    if given.p5subset:
        write_file(given.output or FILE, encode(facts_of_p5(given.p5subset.read_bytes())), force=True)
    elif given.exemplars:
        write_exemplars(given.exemplars, given.output or FOLDER)
    else:
        parser.error("name a p5subset.xml, or a folder with --exemplars")


if __name__ == "__main__":
    main()
