"""Catalogs, and what schemas may include where the user allows more."""

import http.server
import threading

import pytest
from click.testing import CliRunner

from teikit.cli import teikit
from teikit.relaxng.syntax import SchemaNotFoundError
from teikit.relaxng.syntax.catalog import read_catalogs

URI = "http://example.org/schemas/names.rnc"


def catalog(folder, entries, name="catalog.xml", base=""):
    path = folder / name
    path.write_text(f'<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog"{base}>{entries}</catalog>')
    return path


@pytest.mark.parametrize(
    ("entries", "found"),
    [
        (f'<uri name="{URI}" uri="here/a.rnc"/>', "here/a.rnc"),
        (f'<system systemId="{URI}" uri="a.rnc"/>', "a.rnc"),
        (f'<system systemId="{URI}" uri="s.rnc"/><uri name="{URI}" uri="u.rnc"/>', "u.rnc"),
        (f'<uri name="{URI}" uri="first.rnc"/><uri name="{URI}" uri="second.rnc"/>', "first.rnc"),
        (f'<group xml:base="below/"><uri name="{URI}" uri="a.rnc"/></group>', "below/a.rnc"),
        ('<rewriteURI uriStartString="http://example.org/" rewritePrefix="x/"/>', "x/schemas/names.rnc"),
        (
            (
                '<rewriteURI uriStartString="http://example.org/" rewritePrefix="short/"/>'
                '<rewriteURI uriStartString="http://example.org/schemas/" rewritePrefix="long/"/>'
            ),
            "long/names.rnc",
        ),
        ('<uriSuffix uriSuffix="/names.rnc" uri="n.rnc"/><uriSuffix uriSuffix="rnc" uri="short.rnc"/>', "n.rnc"),
        ('<systemSuffix systemIdSuffix="names.rnc" uri="n.rnc"/>', "n.rnc"),
        ('<uri name="http://example.org/other" uri="a.rnc"/>', None),
        ('<public publicId="p" uri="a.rnc"/><unknown/>', None),
        ('<rewriteURI uriStartString="" rewritePrefix="x/"/>', None),
    ],
)
def test_a_catalog_answers_by_the_nearest_entry(tmp_path, entries, found):
    answer = read_catalogs([catalog(tmp_path, entries)]).resolve(URI)
    assert answer == (str(tmp_path / found) if found else None)


def test_a_rewritten_name_never_leaves_its_place(tmp_path):
    entries = '<rewriteURI uriStartString="http://example.org/" rewritePrefix="x/"/>'
    assert read_catalogs([catalog(tmp_path, entries)]).resolve("http://example.org/../../etc/passwd") is None


def test_catalogs_that_name_each_other_are_each_asked_once(tmp_path):
    one = catalog(tmp_path, '<nextCatalog catalog="two.xml"/>', "one.xml")
    catalog(tmp_path, f'<nextCatalog catalog="one.xml"/><uri name="{URI}" uri="a.rnc"/>', "two.xml")
    found = read_catalogs([one])
    assert found.resolve(URI) == str(tmp_path / "a.rnc")
    assert found.resolve("http://example.org/unknown") is None


def test_a_delegate_alone_answers_for_its_names(tmp_path):
    catalog(tmp_path, f'<uri name="{URI}" uri="next.rnc"/>', "next.xml")
    catalog(tmp_path, '<uri name="http://example.org/x" uri="x.rnc"/>', "delegate.xml")
    delegate = '<delegateURI uriStartString="http://example.org/" catalog="delegate.xml"/>'
    found = read_catalogs([catalog(tmp_path, delegate + '<nextCatalog catalog="next.xml"/>')])
    assert found.resolve("http://example.org/x") == str(tmp_path / "x.rnc")
    assert found.resolve(URI) is None


@pytest.mark.parametrize("content", ["<catalog/>", "<catalog", ""])
def test_what_is_no_catalog_is_told(tmp_path, content):
    path = tmp_path / "catalog.xml"
    path.write_text(content)
    with pytest.raises(SchemaNotFoundError, match=r"catalog\.xml"):
        read_catalogs([path])


@pytest.fixture
def project(tmp_path):
    """A schema that includes what lies at a remote place and beside its folder."""
    (tmp_path / "main").mkdir()
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "names.rnc").write_text('start = element r { xsd:int }\ninclude "more.rnc"')
    (tmp_path / "other" / "more.rnc").write_text("unused = empty")
    (tmp_path / "main" / "remote.rnc").write_text(f'include "{URI}"')
    (tmp_path / "main" / "beside.rnc").write_text('include "../other/names.rnc"')
    (tmp_path / "letter.xml").write_text("<r>1</r>")
    return tmp_path


def validated(project, schema, *options):
    arguments = [
        "validate",
        str(project / "letter.xml"),
        "--schema",
        str(project / "main" / schema),
        *map(str, options),
    ]
    return CliRunner().invoke(teikit, arguments, standalone_mode=False)


def test_what_lies_elsewhere_is_read_only_where_that_is_allowed(project):
    for schema in ("remote.rnc", "beside.rnc"):
        refused = validated(project, schema)
        assert refused.return_value == 2
        assert "rng-schema/not-found" in refused.stdout
        assert "--" in refused.stdout
    assert validated(project, "beside.rnc", "--allow-read", project / "other").return_value == 0
    found = catalog(project, f'<uri name="{URI}" uri="other/names.rnc"/>')
    assert validated(project, "remote.rnc", "--catalog", found).return_value == 0


def test_another_catalog_means_another_schema(project):
    found = catalog(project, f'<uri name="{URI}" uri="other/names.rnc"/>')
    assert validated(project, "remote.rnc", "--catalog", found).return_value == 0
    (project / "other" / "dates.rnc").write_text("start = element r { xsd:date }")
    second = catalog(project, f'<uri name="{URI}" uri="other/dates.rnc"/>', "second.xml")
    assert validated(project, "remote.rnc", "--catalog", second).return_value == 1


def test_the_network_is_read_only_where_that_is_allowed(project):
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200 if self.path == "/names.rnc" else 404)
            self.end_headers()
            self.wfile.write(b"start = element r { xsd:int }")

        def log_message(self, *_arguments):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    try:
        (project / "main" / "web.rnc").write_text(f'include "{address}/names.rnc"')
        (project / "main" / "missing.rnc").write_text(f'include "{address}/missing.rnc"')
        assert "remote" in validated(project, "web.rnc").stdout
        assert validated(project, "web.rnc", "--allow-network").return_value == 0
        assert "cannot fetch" in validated(project, "missing.rnc", "--allow-network").stdout
    finally:
        server.shutdown()
        server.server_close()


def test_the_soundness_of_ids_can_be_left_out(tmp_path):
    (tmp_path / "main").mkdir()
    (tmp_path / "main" / "ids.rnc").write_text("start = element r { element x { attribute id { xsd:ID } }* }")
    (tmp_path / "letter.xml").write_text('<r><x id="a"/><x id="a"/></r>')
    assert validated(tmp_path, "ids.rnc").return_value == 1
    assert validated(tmp_path, "ids.rnc", "--no-ids").return_value == 0
