"""The table of the mapping in docs/export.md names every field of a record, and the formats that have it."""

import re
from pathlib import Path

import pytest

from teikit.exports.metadata import citation, cmif, datacite, dublin_core, ead, mods, table
from teikit.exports.record.record import FIELDS

PAGE = Path(__file__).parents[2] / "docs" / "export.md"
FORMATS = {
    "oai_dc": dublin_core,
    "DataCite": datacite,
    "CITATION.cff": citation,
    "CMIF": cmif,
    "MODS": mods,
    "EAD3": ead,
    "csv": table,
}


def rows() -> list[list[str]]:
    """Return the cells of the table, its header first."""
    lines = PAGE.read_text(encoding="utf-8").partition("\n## The mapping\n")[2].splitlines()
    found = [re.split(r" ?\| ?", line)[1:-1] for line in lines if line.startswith("| ")]
    return found[: next(at for at, row in enumerate(found) if at and not row[0].startswith("`"))]


def names(cell: str) -> list[str]:
    return re.findall(r"`(\w+)`", cell)


def test_every_field_has_its_row() -> None:
    assert list(dict.fromkeys(name for row in rows()[1:] for name in names(row[0]))) == list(FIELDS)


@pytest.mark.parametrize("form", FORMATS)
def test_a_format_has_a_cell_for_each_field_that_it_supports(form: str) -> None:
    header, *fields = rows()
    stated = {name for row in fields for name in names(row[0]) if row[header.index(form)]}
    # CITATION.cff has translators alone of the contributors.
    partial = {"contributors"} if form == "CITATION.cff" else set()
    assert stated - partial == set(FORMATS[form].SUPPORTED_FIELDS) - partial
