"""Letters as others published them, in every format: valid by its judge; all of them in CI, else each twentieth."""

import json
import os
import warnings
from collections.abc import Callable
from pathlib import Path

import bagit
import pytest
from lxml import etree

import teikit.api
import teikit.errors
from teikit.exports.formats import FORMATS
from teikit.exports.verification.verify import verify
from teikit.operations.export import ExportOptions
from teikit.tei import read_metadata

SCHEMAS = {
    "cmif": "cmif/cmi-customization.rng",
    "oai_dc": "oai/oai_dc.xsd",
    "mods": "mods/mods-3-8.libxml2.xsd",
    "ead3": "ead3/ead3.rng",
    "datacite": "datacite/kernel-4.7/metadata.xsd",
    "mets": "mets/mets+mods+premis.driver.xsd",
}
# What reports of so many faults take is measured elsewhere; an E-ARK package must hold the schema.
WITH_REPORT = {"e-ark"}


def read(path: Path) -> None:
    """Fail where a file is not what its name says."""
    data = path.read_bytes()
    assert data
    if path.suffix in {".xml", ".html"} and not data.startswith(b"<!DOCTYPE html"):
        etree.fromstring(data)
    elif path.suffix == ".json":
        json.loads(data)


@pytest.mark.slow
@pytest.mark.timeout(400)  # all letters in a format, with a report perhaps
@pytest.mark.parametrize("to", FORMATS)
def test_published_letters_are_valid_in_every_format(
    raw, to: str, judge: Callable, told_beside: str, tmp_path: Path
) -> None:
    letters = raw if os.environ.get("CI") and to != "pdf" else raw[::20]
    # A page takes half a second; all 720 were written by hand.
    letters = letters[::6] if to == "pdf" else letters
    form, out = FORMATS[to], tmp_path / "out"
    schema = "letter" if to in WITH_REPORT else ""
    options = ExportOptions(metadata=read_metadata(told_beside.encode(), "meta.toml"), schema=schema)
    if form.write_each:
        out.mkdir()
    told = teikit.api.export([one.name for one in letters], to, out, options)
    # A letter without pictures has no manifest.
    failed = [one for one in told if one.failure and not (to == "iiif" and "needs pictures" in str(one.failure))]
    assert [one for one in told if one.problem] == failed == []
    assert len(told) == (len(letters) + (to == "html") if form.write_each else 1)
    files = sorted(path for path in out.rglob("*") if path.is_file()) if out.is_dir() else [out]
    assert len(files) >= len([one for one in told if one.target])
    for path in files:
        read(path)
    if to in SCHEMAS:
        judged = [out / "mets.xml"] if form.pack else files
        assert [path.name for path in judged if judge(SCHEMAS[to])(path.read_bytes())] == []
    if to == "bag":
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            bagit.Bag(str(out)).validate()
    if to in {"bag", "ocfl", "mets", "e-ark", "ro-crate"}:
        assert verify(out).problems == ()


@pytest.mark.slow
@pytest.mark.parametrize("to", FORMATS)
def test_what_published_letters_lack_is_asked_for_by_its_key(raw, to: str, tmp_path: Path) -> None:
    form, out = FORMATS[to], tmp_path / "out"
    if form.write_each:
        out.mkdir()
    options = ExportOptions(schema="letter" if to in WITH_REPORT else "")
    try:
        told = teikit.api.export([one.name for one in raw[::240]], to, out, options)
    except teikit.errors.TeikitError as error:
        reasons = [str(error)]
    else:
        reasons = [str(one.failure) for one in told if one.failure]
        assert all(one.problem is None for one in told)
    assert all(" needs " in reason and "--meta" in reason for reason in reasons), reasons
    if not form.write_each:
        assert out.exists() != bool(reasons)
