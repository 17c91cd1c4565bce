"""Compares teikit's Schematron with Saxon's, node by node, on a folder of letters.

    python bench/against_saxon.py [SCHEMA.sch [FILE...]]

The schema becomes XSLT by the skeleton that lxml ships (iso_svrl_for_xslt1.xsl), which Saxon runs as XSLT 3; what fails is
compared by node, test and words, and how often rules fire by number. Needs saxonche.
"""

import re
import statistics
import sys
import time
from pathlib import Path

import saxonche
from lxml import etree, isoschematron

from teikit import schematron
from teikit.document.tree import load
from teikit.schematron.engine import EvaluationFailure, FiredRule, ReportedAssertion
from teikit.schematron.locations import NodePaths
from teikit.schematron.xpath.document import XPathDocument

SHARED = Path(__file__).parents[2] / "shared"
SKELETON = Path(isoschematron.__file__).parent / "resources" / "xsl" / "iso-schematron-xslt1"
SCHEMATRON = "http://purl.oclc.org/dsdl/schematron"
SVRL = "{http://purl.oclc.org/dsdl/svrl}"
STAGES = ("iso_dsdl_include.xsl", "iso_abstract_expand.xsl", "iso_svrl_for_xslt1.xsl")


def stylesheet(schema):
    """Return the XSLT of a schema; the skeleton refuses other bindings than its own, and passes expressions on."""
    root = etree.fromstring(schema.read_bytes())
    root.set("queryBinding", "xslt")
    tree = etree.ElementTree(root)
    for stage in STAGES:
        tree = etree.XSLT(etree.parse(str(SKELETON / stage)))(tree)
    text = re.sub(r'(<\w+:stylesheet[^>]*?)version="[^"]*"', r'\1version="3.0"', etree.tostring(tree).decode(), count=1)
    # The skeleton takes this prefix for Schematron 1, whatever the schema declares it for.
    return text.replace('xmlns:sch="http://www.ascc.net/xml/schematron"', f'xmlns:sch="{SCHEMATRON}"', 1)


def words(text):
    """Return a text with single spaces."""
    return " ".join(text.split())


def by_saxon(svrl, tree):
    """Return what failed as (path, test, message), sorted, and how often rules fired."""
    found, path = [], NodePaths().path
    for each in svrl.iter(f"{SVRL}failed-assert", f"{SVRL}successful-report"):
        (node,) = tree.xpath(each.get("location"))
        where = path(node) if isinstance(node, etree._Element) else f"{path(node.getparent())}/@{node.attrname}"
        message = words("".join(each.find(f"{SVRL}text").itertext()))
        found.append((where, words(each.get("test")), message))
    return sorted(found), sum(1 for _ in svrl.iter(f"{SVRL}fired-rule"))


def by_teikit(schema, tree):
    """Return the same of teikit's."""
    events, path = list(schema.run(XPathDocument(tree))), NodePaths().path
    told = [each for each in events if isinstance(each, ReportedAssertion)]
    found = [(path(each.node), words(each.assertion.assertion.test), each.message.words) for each in told]
    found += [("", "not evaluated", each.reason) for each in events if isinstance(each, EvaluationFailure)]
    return sorted(found), sum(isinstance(each, FiredRule) for each in events)


def main():
    """Compare and print the figures."""
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED / "tei" / "tei_all.sch"
    files = [Path(each) for each in sys.argv[2:]] or sorted((SHARED / "corpus" / "schnitzler" / "raw").glob("*.xml"))
    processor = saxonche.PySaxonProcessor(license=False)
    judge = processor.new_xslt30_processor().compile_stylesheet(stylesheet_text=stylesheet(source))
    schema = schematron.load(source)
    alike = failed = 0
    times = {"Saxon": [], "teikit": []}
    for file in files:
        data = file.read_bytes()
        start = time.perf_counter()
        svrl = judge.transform_to_string(xdm_node=processor.parse_xml(xml_text=data.decode()))
        times["Saxon"].append(time.perf_counter() - start)
        start = time.perf_counter()
        schema.validate(data, file.name)
        times["teikit"].append(time.perf_counter() - start)
        tree = load(data, file.name)
        expected, actual = by_saxon(etree.fromstring(svrl.encode()), tree), by_teikit(schema, tree)
        failed += len(expected[0])
        alike += expected == actual
        if expected != actual:
            print(file.name, expected[1], actual[1], *set(expected[0]) ^ set(actual[0]), sep="\n    ")
    print(f"{alike} of {len(files)} files alike, node by node; {failed} asserts and reports")
    for name, each in times.items():
        print(f"{name:8} median {statistics.median(each) * 1000:.1f} ms a file")


if __name__ == "__main__":
    main()
