"""Compares verdicts and first faulty lines with jing's: on files as they are, and on mutations of them.

    python bench/against_jing.py SCHEMA FILE... [--mutations 2000] [--seed 1]

Mutations rename, delete, double, move, wrap and unwrap elements, change attributes, and put text where it may not be.
The line of a start tag is where it begins for teikit and where it ends for jing: both count as the same.
"""

import argparse
import random
import re
import subprocess
import tempfile
from pathlib import Path

from lxml import etree

from teikit.relaxng.validator import Schema

TEI = "{http://www.tei-c.org/ns/1.0}"
NAMES = (
    "p",
    "div",
    "opener",
    "closer",
    "salute",
    "hi",
    "note",
    "persName",
    "title",
    "dateline",
    "nonsense",
    "lb",
    "date",
)
VALUES = ("", "x y", "1911-13-01", "#x", "en", "1", "ä")


def some_element(tree, rng):
    """Return an element below the root."""
    return rng.choice(list(tree.getroot().iter(etree.Element))[1:])


def rename(tree, rng):
    some_element(tree, rng).tag = TEI + rng.choice(NAMES)


def delete(tree, rng):
    element = some_element(tree, rng)
    element.getparent().remove(element)


def double(tree, rng):
    element = some_element(tree, rng)
    element.addnext(etree.fromstring(etree.tostring(element, with_tail=False)))


def move(tree, rng):
    element, goal = some_element(tree, rng), some_element(tree, rng)
    if goal not in element.iter():
        goal.insert(rng.randint(0, len(goal)), element)


def unwrap(tree, rng):
    element = some_element(tree, rng)
    for each in list(element):
        element.addprevious(each)
    element.getparent().remove(element)


def change_attribute(tree, rng):
    elements = [each for each in tree.getroot().iter(etree.Element) if each.attrib]
    element = rng.choice(elements)
    element.set(rng.choice(list(element.attrib)), rng.choice(VALUES))


def rename_attribute(tree, rng):
    element = rng.choice([each for each in tree.getroot().iter(etree.Element) if each.attrib])
    name = rng.choice(list(element.attrib))
    element.set(rng.choice(("n", "type", "when", "nonsense", "ref")), element.attrib.pop(name))


def add_text(tree, rng):
    some_element(tree, rng).tail = " stray "


def no_namespace(tree, rng):
    element = some_element(tree, rng)
    element.tag = etree.QName(element).localname


MUTATIONS = (rename, delete, double, move, unwrap, change_attribute, rename_attribute, add_text, no_namespace)


def mutate(path, rng):
    """Return the bytes of a file with a fault or three."""
    tree = etree.parse(path)
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        rng.choice(MUTATIONS)(tree, rng)
    return etree.tostring(tree, xml_declaration=True, encoding="utf-8")


def first_lines(schema, files):
    """Return jing's first faulty line of each file."""
    found = {}
    for start in range(0, len(files), 1000):
        command = ["jing", schema, *files[start : start + 1000]]
        output = subprocess.run(command, capture_output=True, text=True, check=False).stdout
        for place in re.finditer(r"^(.*?):(\d+):\d+: (?:error|fatal)", output, re.MULTILINE):
            found.setdefault(place[1], int(place[2]))
    return found


def tag_end(data, line, column):
    """Return the line on which the tag ends that begins at a place."""
    text = data.decode().replace("\r\n", "\n").split("\n", line - 1)[-1][column - 1 :]
    tag = re.match(r"<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>", text)
    return line + (tag[0].count("\n") if tag else 0)


def compare(schema_path, files):
    """Print how often both agree."""
    schema = Schema.load(schema_path)
    jing = first_lines(schema_path, files)
    verdicts = lines = faulty = 0
    for file in files:
        data = Path(file).read_bytes()
        found = schema.validate(data, file)
        verdicts += bool(found) == (file in jing)
        if bool(found) != (file in jing):
            print(f"verdict differs: {file}: jing {jing.get(file)}, teikit {found[:1]}")
        if found and file in jing:
            faulty += 1
            start = found[0].span.start
            same = jing[file] in {start.line, tag_end(data, start.line, start.column)}
            lines += same
            if not same:
                print(f"line differs: {file}: jing {jing[file]}, teikit {start.line}: {found[0].message}")
    print(f"{Path(schema_path).name}: {len(files)} files, same verdict {verdicts}, first line {lines} of {faulty}")


def main():
    """Compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("schema")
    parser.add_argument("files", nargs="+")
    parser.add_argument("--mutations", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if not options.mutations:
        compare(options.schema, options.files)
        return
    rng = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for number in range(options.mutations):
            files.append(str(Path(folder) / f"{number}.xml"))
            Path(files[-1]).write_bytes(mutate(rng.choice(options.files), rng))
        compare(options.schema, files)


if __name__ == "__main__":
    main()
