"""What fuzzing calls: one function of bytes for each reader, and the bytes that it begins with.

A target may raise TeikitError, which is one sentence for the user; anything else is a finding. Invariants beyond that
are asserted here: a safe fix keeps the text.
"""
# ruff: noqa: E501  examples have the lines of their formats

import io
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

from support.archives import tarred, zipped
from teikit.api import encode_bytes
from teikit.config import clear_cache, load
from teikit.conventions.profile import load_profile
from teikit.decisions.files import change_decisions, read_decisions
from teikit.decisions.location import locate
from teikit.decisions.model import ClaimDecision, Verdict
from teikit.document.document import from_bytes
from teikit.document.expat import is_well_formed, make_parser
from teikit.document.tree import NotWellFormedError
from teikit.errors import InternalError, TeikitError
from teikit.exports.formats import FORMATS
from teikit.letter.claims import ClaimKind
from teikit.operations.export import make
from teikit.operations.validate import ValidateRequest, Validator
from teikit.operations.verify import verify
from teikit.relaxng.validator.schema import Schema
from teikit.schematron import load as load_schematron
from teikit.suppression.baseline import Baseline
from teikit.tei.metadata import read_metadata
from teikit.text.plain import lines
from teikit.validation.plan import Options

LETTER = """Thornbury, 3 May 1871

Dear Mrs. Ashdown,

Your parcel arrived this morning, and I thank you.

P. S. The garden is wet.

Yours very truly,
Eleanor Whitcombe
"""
TEI = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE TEI [<!ENTITY e "<hi>x</hi>"><!ATTLIST p rend CDATA "a">]>
<?teikit ignore tei/date?>
<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="a"><teiHeader><fileDesc><titleStmt><title>A</title></titleStmt>
<publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc><profileDesc><correspDesc>
<correspAction type="sent"><persName ref="#b">E. W.</persName><date when="1871-05-03">3 May</date></correspAction>
</correspDesc></profileDesc></teiHeader><text><body><div type="letter"><opener><dateline>x</dateline>
<salute>Dear <!-- c --></salute></opener><p n="1">a &amp; &e; &#233; <![CDATA[<]]></p><pb n="2"/><closer><signed>W</signed>
</closer></div></body></text></TEI>
"""
RNG = """<grammar xmlns="http://relaxng.org/ns/structure/1.0" datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
<start><ref name="a"/></start><define name="a" combine="choice"><element name="a"><zeroOrMore><choice><ref name="a"/>
<attribute name="n"><data type="token"><param name="pattern">[a-z]{1,3}</param></data></attribute></choice></zeroOrMore>
<interleave><text/><element><anyName><except><nsName ns=""/></except></anyName><list><oneOrMore><value>x</value>
</oneOrMore></list></element></interleave></element></define></grammar>
"""
RNC = """namespace a = "urn:a"
start |= element a:b { attribute n { xsd:integer { minInclusive = "1" } }?, (c & text)* }
c = element * - (a:* | d) { list { "x"+ } | grammar { start = parent c } } # x
[ a:n = "1" ] div { d = notAllowed }
"""
SCHEMATRON = """<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2"><ns prefix="t" uri="urn:t"/>
<let name="v" value="//a"/><pattern id="p"><rule context="a[@n]"><let name="w" value="for $i in 1 to 3 return $i * 2"/>
<assert test="matches(@n, '^(a|b)+$') and count($v) &lt; sum($w)">no <value-of select="replace(., 'a', 'b')"/></assert>
<report test="some $x in tokenize(., ' ') satisfies $x = string-join(../a, ',')"/></rule></pattern></schema>
"""
_DOCUMENT = '<a n="ab" xmlns:t="urn:t">x <a n="b">y</a><t:b/></a>'
MAIL = """From: "E. W." <e@example.org>\r\nTo: =?utf-8?Q?Mrs._Ashd=C3=B6wn?= <a@example.org>\r\nDate: Wed, 3 May 2017 10:00:00 +0100\r
Subject: Seeds\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r
Content-Transfer-Encoding: quoted-printable\r\n\r\nDear Ann,=20\r\n\r\nYours,\r\nE.\r\n> quoted\r\n--b--\r\n"""
HTML = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>A letter</title><style>p{text-align:right}</style></head>
<body><h1>To A.</h1><p style="margin-left: 2em">Dear <b>Ann</b>,<br>thanks<sup><a href="#n">1</a></sup></p><table><tr><td>x
</td></tr></table><img src="a.jpg"><p id="n">1 a note</p><p>Yours</p></body></html>"""
MARKDOWN = """---\ntitle: A letter\ndate: 1871-05-03\nauthor: [E. W.]\n---\n\nDear *Ann*,\n\nthanks[^1] for `x`.\n\n> quoted\n\n- a\n\n[^1]: a note\n"""
PAGE = """<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2013-07-15"><Page imageFilename="1.jpg" imageWidth="9"
imageHeight="9"><ReadingOrder><OrderedGroup id="o"><RegionRefIndexed index="0" regionRef="r"/></OrderedGroup></ReadingOrder>
<TextRegion id="r" custom="structure {type:paragraph;}"><Coords points="1,1 2,2"/><TextLine id="l"><Coords points="0,0 1,1"/>
<TextEquiv><Unicode>Dear Ann,</Unicode></TextEquiv></TextLine></TextRegion></Page></PcGts>"""
TOML = '[encode]\nlanguage = "en"\n[validate]\nselect = ["tei"]\n[validate.schemas]\n"*.xml" = "letter"\n[validate.severity]\n"tei/a" = "warning"\n'
META = '[edition]\ntitle = "Letters"\n["a"]\nsender = "E. W."\ndate = "1871-05-03"\n'
PROFILE = """[marks.added]\nwritten = "<text>"\nelement = "add"\n"""
DECISIONS = """# Mine.\nsource = "a.txt"\ndigest = "00"\nreviewed = true\n\n# A close.\n[[decisions]]\ntype = "label"\nlabel = "valediction"
line = 9\ncolumn = 1\ntext = "Yours very truly,"\nbefore = "The garden is wet. "\nafter = " Eleanor Whitcombe"\n\n[[decisions]]
type = "name"\nkind = "date"\ntext = '3 May 1871'\nwhen = "1871-05-03"\nat = 2026-03-01T14:05:00+01:00\n\n[[decisions]]
type = "claim"\nkind = "sender"\nverdict = "value"\nvalues = ["Eleanor", "W."]\n\n[[decisions]]\ntype = "cut"\ntext = "Dear"\nrepeats = 1\n"""
DECISIONS_OF_FOLDER = f"# All.\n[[letters]]\n{DECISIONS.replace('[[d', '[[letters.d')}\n[[letters]]\nsource = 'b.txt'\n"
BASELINE = '{"version": 1, "files": {"a.xml": {"tei/date": {"no date": 2}}}}'


# What a target may raise: one sentence, or diagnostics of a document.
ALLOWED = (TeikitError, NotWellFormedError)
# And what of these is a finding all the same: teikit noticed that it would have lost something.
BROKEN = InternalError


class Target(NamedTuple):
    """A function to call with bytes, and the bytes to begin with."""

    call: Callable[[bytes], object]
    seeds: tuple[bytes, ...]


_BAG = (
    ("b/bagit.txt", b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"),
    ("b/manifest-md5.txt", b"900150983cd24fb0d6963f7d28e17f72  data/a.txt\n"),
    ("b/fetch.txt", b"http://example.org/x 3 data/x\n"),
    ("b/bag-info.txt", b"Payload-Oxum: 3.1\n"),
    ("b/data/a.txt", b"abc"),
)
_OCFL = (
    ("0=ocfl_object_1.1", b"ocfl_object_1.1\n"),
    (
        "inventory.json",
        (
            b'{"id":"u:a","type":"https://ocfl.io/1.1/spec/#inventory","digestAlgorithm":"md5","head":"v1",'
            b'"manifest":{"900150983cd24fb0d6963f7d28e17f72":["v1/content/a"]},"versions":{"v1":{"created":'
            b'"2020-01-01T00:00:00Z","state":{"900150983cd24fb0d6963f7d28e17f72":["a"]}}}}'
        ),
    ),
    ("inventory.json.md5", b"0 inventory.json\n"),
    ("v1/content/a", b"abc"),
)
_CRATE = (
    (
        "ro-crate-metadata.json",
        b'{"@context":"https://w3id.org/ro/crate/1.1/context","@graph":[{"@id":"./","@type":"Dataset"}]}',
    ),
    ("a.txt", b"abc"),
)
_METS = (
    ("mets.xml", (b'<mets xmlns="http://www.loc.gov/METS/" xmlns:x="http://www.w3.org/1999/xlink"><fileSec><fileGrp><file ID="a" '
                 b'CHECKSUM="900150983cd24fb0d6963f7d28e17f72" CHECKSUMTYPE="MD5" SIZE="3"><FLocat LOCTYPE="URL" x:href="a.txt"/></file>'
                 b'</fileGrp></fileSec><structMap><div><fptr FILEID="a"/></div></structMap></mets>')),
    ("a.txt", b"abc"),
)  # fmt: skip


def _in_file(call: Callable[[Path], object], name: str) -> Callable[[bytes], object]:
    """Return a function that calls another with a file of the bytes, which has the name."""

    def run(data: bytes) -> object:
        with tempfile.TemporaryDirectory(prefix="teikit-fuzz-") as folder:
            path = Path(folder, name)
            path.write_bytes(data)
            return call(path)

    return run


def _encode(name: str) -> Callable[[bytes], object]:
    return lambda data: encode_bytes(data, name)


@cache
def _validator() -> Validator:
    return Validator(ValidateRequest(Options(("letter",))))


def _validate(data: bytes) -> None:
    report = _validator().check(from_bytes(data, "a.xml"))
    _validator().attach_fixes(from_bytes(data, "a.xml"), report.diagnostics[:20])


def _fix(data: bytes) -> None:
    """Fix a document; the text of one that is well-formed before is the same after."""
    fixed = _validator().fix(from_bytes(data, "a.xml")).data
    if is_well_formed(data):
        assert _text(fixed) == _text(data), "a safe fix changes the text"


def _text(data: bytes) -> str:
    """Return the text of a document, as expat reads it."""
    found: list[str] = []
    parser = make_parser()
    parser.CharacterDataHandler = found.append
    parser.Parse(data, True)  # noqa: FBT003
    return "".join(found)


def _export(data: bytes) -> None:
    for name, form in FORMATS.items():
        if form.write_each and name != "pdf":
            make(data, "a.xml", name)


def _schema(path: Path) -> None:
    Schema.load(path, path.read_bytes()).validate_document(from_bytes(_DOCUMENT.encode(), "d.xml"))


def _schematron(data: bytes) -> None:
    load_schematron("s.sch", data).validate(_DOCUMENT.encode(), "d.xml")


def _config(path: Path) -> None:
    clear_cache()
    load(path)


def _profile(path: Path) -> None:
    load_profile(str(path))


def _decide(file: Path) -> None:
    """Change decisions on a letter; those that were there are still there, and each is located or a misfit."""
    source = file.with_name("a.txt")
    before = read_decisions(source, source.name).decisions
    one = ClaimDecision(ClaimKind.PLACE, Verdict.REJECTED)
    after = change_decisions(source, source.name, lambda there: replace(there, decisions=(*there.decisions, one)))
    assert after.decisions.decisions == (*before.decisions, one), "decisions are lost"
    locate(after.decisions, lines(LETTER))


def _office(path: str) -> tuple[bytes, ...]:
    """Return a small document of an office program, made by its library."""
    made = io.BytesIO()
    if path == "a.docx":
        import docx  # noqa: PLC0415

        document = docx.Document()
        document.add_paragraph("Dear Ann,").add_run(" thanks").bold = True
        document.add_table(1, 2).cell(0, 0).text = "x"
        document.save(made)
    else:
        import odfdo  # noqa: PLC0415

        text = odfdo.Document("text")
        text.body.append(odfdo.Paragraph("Dear Ann,"))
        text.save(made)
    return (made.getvalue(),)


@cache
def targets() -> dict[str, Target]:
    """Return all targets by name."""
    return {
        "text": Target(_encode("a.txt"), (LETTER.encode(), LETTER.encode("utf-16"), MARKDOWN.encode())),
        "markdown": Target(_encode("a.md"), (MARKDOWN.encode(),)),
        "html": Target(_encode("a.html"), (HTML.encode(),)),
        "mail": Target(_encode("a.eml"), (MAIL.encode(),)),
        "page": Target(_encode("a.xml"), (PAGE.encode(),)),
        "docx": Target(_encode("a.docx"), _office("a.docx")),
        "odt": Target(_encode("a.odt"), _office("a.odt")),
        "validate": Target(_validate, (TEI.encode(), TEI.encode("utf-16"))),
        "fix": Target(_fix, (TEI.encode(),)),
        "export": Target(_export, (TEI.encode(),)),
        "rng": Target(_in_file(_schema, "s.rng"), (RNG.encode(),)),
        "rnc": Target(_in_file(_schema, "s.rnc"), (RNC.encode(),)),
        "schematron": Target(
            _schematron, (SCHEMATRON.encode(), SCHEMATRON.replace(' queryBinding="xslt2"', "").encode())
        ),
        "config": Target(_in_file(_config, "a.toml"), (TOML.encode(),)),
        "profile": Target(_in_file(_profile, "a.toml"), (PROFILE.encode(),)),
        "decisions": Target(_in_file(_decide, "a.review.toml"), (DECISIONS.encode(),)),
        "decisions-of-folder": Target(_in_file(_decide, "teikit.review.toml"), (DECISIONS_OF_FOLDER.encode(),)),
        "metadata": Target(_metadata, (META.encode(), b'{"a": {"sender": "E. W."}}', b"id,sender\na,E. W.\n")),
        "baseline": Target(_in_file(Baseline.read, "a.json"), (BASELINE.encode(),)),
        "zip": Target(
            _in_file(verify, "a.zip"), tuple(zipped(each, zipfile.ZIP_STORED) for each in (_BAG, _OCFL, _CRATE, _METS))
        ),
        "tar": Target(_in_file(verify, "a.tar"), tuple(tarred(each) for each in (_BAG, _OCFL))),
    }


def _metadata(data: bytes) -> None:
    suffix = {b"{": ".json", b"[": ".toml"}.get(data[:1], ".csv")
    read_metadata(data, f"a{suffix}")
