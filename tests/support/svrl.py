"""SVRL as others see it: validated against the schema of the standard's annex D, and its locations followed."""

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from lxml import etree

from teikit.relaxng.validator.schema import Schema

SVRL = "{http://purl.oclc.org/dsdl/svrl}"
GRAMMAR = Path(__file__).parents[1] / "data" / "svrl" / "svrl.rng"
_FINDINGS = (f"{SVRL}failed-assert", f"{SVRL}successful-report")
_OWN = Schema.load(GRAMMAR, GRAMMAR.read_bytes())
_LIBXML2 = etree.RelaxNG(etree.parse(GRAMMAR))


def faults(written: bytes) -> list[str]:
    """What teikit and libxml2 find wrong with an SVRL document."""
    root = etree.fromstring(written)
    by_libxml2 = [] if _LIBXML2.validate(root) else [str(each) for each in _LIBXML2.error_log]
    return [*(str(each) for each in _OWN.validate(written, "out.svrl")), *by_libxml2]


def jing_faults(files: Iterable[Path]) -> str:
    """What jing finds wrong with SVRL documents; nothing where it is not installed."""
    jing = shutil.which("jing")
    if jing is None:
        return ""
    return subprocess.run([jing, GRAMMAR, *files], capture_output=True, text=True, check=False).stdout


def findings(root: etree._Element) -> list[etree._Element]:
    """The failed asserts and successful reports, in order."""
    return list(root.iter(*_FINDINGS))


def words(element: etree._Element) -> str:
    """The text for people of a finding or a reference."""
    found = element.find(f"{SVRL}text")
    return "".join(found.itertext()) if found is not None else ""
