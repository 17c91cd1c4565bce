"""Metadata: read, checked, put into the header, and held against what the letter says."""

import pytest
from lxml import etree

import teikit
import teikit.api
from teikit.limits import LimitExceededError
from teikit.tei import Metadata, read_metadata
from teikit.tei.metadata import KEYS, MetadataError

LETTER = b"""Bristol, May 2, 1899

Dear Tom,

I found the key where you said it would be, behind the brick, with a toad.

Ever yours,

Will
"""
SEVERAL = {"sender", "sender_ref", "recipient", "recipient_ref", "editor"}
TEI = {"t": "http://www.tei-c.org/ns/1.0"}


def encoded(**known):
    made = teikit.api.encode_bytes(LETTER, "letter.txt", metadata=Metadata(**known))
    return etree.fromstring(made.tei), made.warnings


def texts(root, path):
    return root.xpath(f"//{path}/text()", namespaces=TEI)


@pytest.mark.parametrize(
    ("file", "data"),
    [
        ("m.toml", b'publisher = "A Press"\n[letters."letter.txt"]\nsender = "William Bell"\ndate = 1899-05-02\n'),
        (
            "m.json",
            b'{"publisher": "A Press", "letters": {"letter": {"sender": ["William Bell"], "date": "1899-05-02"}}}',
        ),
        ("m.csv", b"file,publisher,sender,date\nletter.txt,A Press,William Bell,1899-05-02\nother.txt,,,\n"),
        ("m.csv", "\ufefffile;publisher;sender;date\nletter;A Press;William Bell;1899-05-02\n".encode()),
    ],
)
def test_every_kind_of_file_says_the_same(file, data):
    found = read_metadata(data, file).metadata_for("folder/letter.txt")
    assert found == Metadata(publisher="A Press", sender=("William Bell",), date="1899-05-02")


def test_what_holds_for_the_edition_is_kept_apart():
    found = read_metadata(b"[edition]\ntitle = 'Letters'\nyear = 1999\n", "m.toml")
    assert (found.edition, found.metadata_for("a.xml")) == (Metadata(title="Letters", year="1999"), Metadata())


@pytest.mark.parametrize(
    ("file", "data", "words"),
    [
        ("m.toml", b"sendr = 'x'", "unknown key 'sendr', did you mean 'sender'"),
        ("m.toml", b"sender = ", r"m\.toml:1: is no TOML: invalid value"),
        ("m.toml", b"date = '1899-02-30'", "'1899-02-30' is no date"),
        ("m.toml", b"date = 1899", "'date' must be text"),
        ("m.toml", b"title = ['a', 'b']", "'title' must be one text"),
        ("m.toml", b"letters = 1", "a table for each letter"),
        ("m.toml", b"edition = 1", "'edition' must hold a table"),
        ("m.toml", b"[edition]\nurll = 'x'", "edition: unknown key 'urll', did you mean 'url'"),
        ("m.toml", b"year = 99", "'99' is no year"),
        ("m.toml", b"[edition]\nemail = 'Ann Editor'", "'Ann Editor' is no e-mail address"),
        ("m.json", b"[]", "holds no keys"),
        ("m.json", b"[" * 100_000, r"m\.json:1:101: .*allows more"),
        ("m.json", b"[" + b"9" * 10_000 + b"]", r"m\.json:1:2: .*allows more"),
        ("m.json", b'{"title": 1e999}', r"m\.json:1:11: has '1e999', which is no finite number"),
        ("m.json", b'{"title": "\\ud800"}', r"m\.json:1:11: has a text with half a character, U\+D800"),
        ("m.json", b'{"title": "a\\u0000"}', r"^m\.json: 'title' has a character that XML does not allow, U\+0000$"),
        (
            "m.toml",
            b'[letters."a\\u001b"]\nsender = ["b", "\\u0085\\ufffe"]',
            r"^m\.toml: a\\x1b: 'sender' .* U\+FFFE$",
        ),
        ("m.toml", b'edition.abstract = "\\b"', r"^m\.toml: edition: 'abstract' has a .* U\+0008$"),
        ("m.toml", b"bag-info.a = ['\xef\xbf\xbf']", r"^m\.toml: bag-info: 'a' has a .* U\+FFFF$"),
        ("m.toml", b"[bag-info]\n'a\\\\b' = 'b'\n\"a\\u0001\" = 'b'", "^m.toml: bag-info: 'a ' is no label$"),
        ("m.csv", b"file,title\n\na,\x0c b\x01", r"^m\.csv:3: 'title' has a .* U\+0001$"),
        ("m.toml", b"title = " + b"[" * 100_000, r"m\.toml:1:109: .*allows more"),
        ("m.toml", b"a." * 100_000 + b"a = 1", r"m\.toml:1:1: .*allows more"),
        ("m.toml", b"year = " + b"9" * 10_000, r"m\.toml:1:8: .*allows more"),
        ("m.toml", b"year = " + b"9" * 900, r"^m\.toml: '9{57}\.\.\.' is no year"),
        ("m.csv", b"file" + b"," * 1_000_000, r"m\.csv:1: .*allows more"),
        ("m.csv", b'file\na\n"b\n\n', "m.csv:3: is no table: unexpected end of data"),
        ("m.csv", b"file,title,title\n", "m.csv:1: has the column 'title' twice"),
        ("m.csv", b"name,date\nx,1899\n", "no column 'file'"),
        ("m.csv", b"file,dat\nx,1899\n", r"m\.csv:1: unknown key 'dat', did you mean 'date'"),
        ("m.csv", b"file,date\nx,1899,y\n", r"m\.csv:2: has more cells"),
        ("m.csv", b"file,date\nx,today\n", r"m\.csv:2: 'today' is no date"),
        ("m.csv", b"\xff", r"m\.csv:1:1: is not UTF-8 text \(byte 0xFF\)"),
        ("m.toml", b"date = '1899-05-03/1899-05-02'", "is no date"),
        ("m.toml", b"sender = 'A'\nsender_ref = 'gnd 1'", "'gnd 1' in 'sender_ref' is no URI"),
        ("m.toml", b"sender_ref = 'https://example.org/1'", "'sender_ref' has more entries than 'sender' has names"),
        ("m.yaml", b"", "are read from .toml"),
    ],
)
def test_faults_are_told_with_their_place(file, data, words):
    with pytest.raises((MetadataError, LimitExceededError), match=words):
        read_metadata(data, file)


@pytest.mark.parametrize(
    "values", [{"title": "a\x00"}, {"editor": ("a", "\ud800")}, {"series": "\ufffe"}, {"place": "\x0b"}]
)
def test_values_from_everywhere_have_the_characters_of_xml(values):
    with pytest.raises(MetadataError, match=rf"^'{next(iter(values))}' has a character that XML does not allow, U\+"):
        Metadata(**values)


def test_the_header_holds_all_of_it(tmp_path):
    values = {key: (f"A {key}",) if key in SEVERAL else f"A {key}" for key in KEYS}
    values |= {"date": "1899-05-02", "language": "en", "licence": "https://example.org/licence", "year": "1999"}
    values |= {"doi": "10.1234/x", "url": "https://example.org/x", "sender_ref": ("https://example.org/1",)}
    values |= {"place_ref": "https://example.org/2", "next": "https://example.org/3", "recipient_ref": ()}
    root, _ = encoded(**values)
    for path, wanted in {
        "t:titleStmt/t:title": "A title",
        "t:titleStmt/t:editor": "A editor",
        "t:publicationStmt/t:publisher": "A publisher",
        "t:licence[@target='https://example.org/licence']": "https://example.org/licence",
        "t:publicationStmt/t:date[@when='1999']": "1999",
        "t:publicationStmt/t:idno[1]": "https://doi.org/10.1234/x",
        "t:publicationStmt/t:idno[2]": "https://example.org/x",
        "t:msIdentifier/t:settlement": "A settlement",
        "t:msIdentifier/t:repository": "A repository",
        "t:msIdentifier/t:collection": "A collection",
        "t:msIdentifier/t:idno": "A shelfmark",
        "t:titleStmt/t:author": "A sender",
        "t:seriesStmt/t:title": "A series",
        "t:abstract/t:p": "A abstract",
        "t:correspAction[@type='sent']/t:persName[@evidence='external'][@resp='#editor-1']": "A sender",
        "t:correspAction[@type='sent']/t:persName[@ref='https://example.org/1']": "A sender",
        "t:correspAction[@type='sent']/t:placeName[@evidence='external'][@ref='https://example.org/2']": "A place",
        "t:correspContext/t:ref[@type='prev']": "A previous",
        "t:correspContext/t:ref[@type='next'][@target='https://example.org/3']": "https://example.org/3",
        "t:correspAction[@type='sent']/t:date[@when='1899-05-02']": "1899-05-02",
        "t:correspAction[@type='received']/t:persName[@evidence='external']": "A recipient",
    }.items():
        assert texts(root, path) == [wanted], path
    (tmp_path / "a.xml").write_bytes(etree.tostring(root))
    assert teikit.validate(tmp_path / "a.xml") == []


@pytest.mark.parametrize(
    ("given", "attributes"),
    [
        ("1899-05-02", {"when": "1899-05-02"}),
        ("1899-05-02?", {"when": "1899-05-02", "cert": "low"}),
        ("1899-05-02/1899-05-04", {"from": "1899-05-02", "to": "1899-05-04"}),
    ],
)
def test_a_given_date_may_be_doubtful_or_of_several_days(given, attributes):
    root, _ = encoded(date=given)
    date = root.find(".//{*}correspAction/{*}date")
    assert dict(date.attrib) == {**attributes, "evidence": "external"}


@pytest.mark.parametrize(
    ("known", "title"),
    [
        ({}, "Letter from Will to Tom, Bristol, 2 May 1899"),
        ({"date": "1899-05", "place": "Leeds"}, "Letter from Will to Tom, Leeds, 1899-05"),
        ({"title": "A title"}, "A title"),
    ],
)
def test_the_title_says_who_wrote_to_whom_where_and_when(known, title):
    root, _ = encoded(**known)
    assert texts(root, "t:titleStmt/t:title") == [title]


@pytest.mark.parametrize("key", KEYS)
def test_each_key_alone_makes_a_valid_header(key, tmp_path):
    value = {"date": "1899-05", "language": "en", "year": "1999"}.get(key, "Something")
    root, _ = encoded(**{key: (value,) if key in SEVERAL else value})
    (tmp_path / "a.xml").write_bytes(etree.tostring(root))
    assert teikit.validate(tmp_path / "a.xml") == []


@pytest.mark.parametrize(
    ("known", "warnings"),
    [
        ({"date": "1899-05-02"}, 0),
        ({"date": "1899"}, 0),
        ({"date": "1899-05-03"}, 1),
        ({"sender": ("Walter Bell",)}, 1),
        ({"sender": ("William Bell",)}, 0),
        ({"sender": ("Will Bell",)}, 0),
        ({"recipient": ("Tom Hall",)}, 0),
        ({"recipient": ("Ada Hall",)}, 1),
    ],
)
def test_a_contradiction_is_a_warning(known, warnings):
    assert len(encoded(**known)[1]) == warnings
