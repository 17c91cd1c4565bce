"""Sources that are e-mail, pages of PAGE, ALTO, METS and hOCR, and PDF."""

import base64
import zlib

from hostile.case import source_case as _case
from hostile.making import BIDI, ESCAPES, LETTER, flip, later, laughs
from support.pdf_writer import show, write_pdf

_ALTO = '<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Layout><Page WIDTH="{w}" HEIGHT="1"><PrintSpace>{lines}</PrintSpace></Page></Layout></alto>'
_PAGE = '<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15"><Page imageFilename="{image}" imageWidth="{w}" imageHeight="1">{more}</Page></PcGts>'
_METS = (
    '<mets xmlns="http://www.loc.gov/METS/" xmlns:xlink="http://www.w3.org/1999/xlink"><fileSec><fileGrp USE="FULLTEXT">'
    '<file ID="f"><FLocat LOCTYPE="URL" xlink:href="{href}"/></file></fileGrp></fileSec><structMap TYPE="PHYSICAL"><div>'
    '<div ORDER="1"><fptr FILEID="f"/></div></div></structMap></mets>'
)
_MAIL = "From: Ann Bell <ann@example.org>\nTo: Tom <tom@example.org>\nDate: Sat, 3 May 2008 10:00:00 +0000\nSubject: Hello\n"


def _region(points: str, text: str = "Dear Tom,", custom: str = "") -> str:
    return f'<TextRegion id="r" custom="{custom}"><Coords points="{points}"/><TextLine id="l"><Coords points="{points}"/><Baseline points="{points}"/><TextEquiv><Unicode>{text}</Unicode></TextEquiv></TextLine></TextRegion>'


def _page(more: str = "", image: str = "a.png", width: str = "1") -> str:
    return _PAGE.format(more=more, image=image, w=width)


def _alto(count: int, word: str = "word", place: str = "1", width: str = "1") -> str:
    line = f'<TextBlock ID="b"><TextLine HPOS="{place}" VPOS="{place}" WIDTH="{place}" HEIGHT="{place}"><String CONTENT="{word}" HPOS="{place}" VPOS="{place}" WIDTH="{place}" HEIGHT="{place}"/></TextLine></TextBlock>'
    return _ALTO.format(w=width, lines=line * count)


def _parts(depth: int) -> str:
    heads = "".join(f'Content-Type: multipart/mixed; boundary="b{i}"\n\n--b{i}\n' for i in range(depth))
    return f"{_MAIL}{heads}\nDear Tom,\n"


def _messages(depth: int) -> str:
    return _MAIL + "Content-Type: message/rfc822\n\nFrom: a@b.c\n" * depth + "\nDear Tom,\n"


def _pdf(count: int) -> bytes:
    return write_pdf([show([(10, 500, "Dear Tom,")])] * count)


def _pdf_bomb() -> bytes:
    data = zlib.compress(zlib.compress(b" " * 400_000_000))
    stream = b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n%s\nendstream" % (len(data), data)
    return write_pdf([show([(10, 500, "Dear Tom,")])], others={20: stream}, extra=b"/Annots 20 0 R").replace(
        b"/Contents 7 0 R", b"/Contents 20 0 R"
    )


def _pdf_deep() -> bytes:
    return write_pdf([show([(10, 500, "Dear Tom,")])], others={20: b"[" * 200_000 + b"]" * 200_000}, extra=b"/X 20 0 R")


def _pdf_tree() -> bytes:
    return write_pdf(
        [show([(10, 500, "Dear")])], others={2: b"<< /Type /Pages /Count 999999999 /Kids [2 0 R 2 0 R] >>"}
    )


def _pdf_opens() -> bytes:
    action = b"<< /S /URI /URI (http://127.0.0.1:9/) >>"
    return write_pdf([show([(10, 500, "Dear Tom,")])], others={20: action}, extra=b"/AA << /O 20 0 R >>")


CASES = (
    _case("mail-nested-parts", "a.eml", later(_parts, 3_000)),
    _case("mail-nested-messages", "a.eml", later(_messages, 3_000)),
    _case("mail-headers", "a.eml", lambda: "".join(f"X-{i}: y\n" for i in range(100_000)) + _MAIL + "\n" + LETTER),
    _case(
        "mail-header-of-10-mb", "a.eml", lambda: "Subject: " + "=?utf-8?q?a?= " * 300_000 + "\n" + _MAIL + "\n" + LETTER
    ),
    _case("mail-folded-header", "a.eml", lambda: "Subject: a" + "\n b" * 300_000 + "\n" + _MAIL + "\n" + LETTER),
    _case("mail-addresses", "a.eml", lambda: _MAIL + "Cc: " + "(" * 20_000 + "a@b.c, " * 20_000 + "\n\n" + LETTER),
    _case(
        "mail-address-quotes",
        "a.eml",
        lambda: "From: " + '"' * 30_001 + "<" * 30_000 + "\nTo: x@y.z\nSubject: a\nDate: x\n\n" + LETTER,
    ),
    _case(
        "mail-date",
        "a.eml",
        "From: a@b.c\nTo: d@e.f\nSubject: x\nDate: Sat, 99 May 999999999999 99:99:99 +999999\n\n" + LETTER,
    ),
    _case("mail-charset", "a.eml", _MAIL + "Content-Type: text/plain; charset=undefined\n\n" + LETTER),
    _case("mail-charset-punycode", "a.eml", _MAIL + 'Content-Type: text/plain; charset="punycode"\n\n' + LETTER),
    _case("mail-charset-rot13", "a.eml", _MAIL + "Content-Type: text/plain; charset=rot13\n\n" + LETTER),
    _case(
        "mail-charset-of-words",
        "a.eml",
        "From: =?rot13?q?a?= =?undefined?b?YQ=?= =?zlib?q?=00?= <a@b.c>\n" + _MAIL + "\n" + LETTER,
    ),
    _case("mail-charset-nul", "a.eml", _MAIL + 'Content-Type: text/plain; charset="a\0b"\n\n' + LETTER),
    _case(
        "mail-boundary-hostile",
        "a.eml",
        lambda: (
            _MAIL
            + 'Content-Type: multipart/mixed; boundary="'
            + "(" * 70
            + '"\n\n'
            + ("--" + "(" * 70 + "\n\nx\n") * 10_000
        ),
    ),
    _case(
        "mail-parts-20000",
        "a.eml",
        lambda: _MAIL + "Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n\nDear Tom,\n" * 20_000,
    ),
    _case("mail-base64-broken", "a.eml", _MAIL + "Content-Transfer-Encoding: base64\n\n====A===\x01\n"),
    _case(
        "mail-quoted-printable",
        "a.eml",
        lambda: _MAIL + "Content-Transfer-Encoding: quoted-printable\n\nDear Tom,\n" + "=1B=5D=" * 100_000,
    ),
    _case(
        "mail-uuencode", "a.eml", _MAIL + "Content-Transfer-Encoding: x-uuencode\n\nbegin 644 /tmp/x\n#86)C\n~~~\nend\n"
    ),
    _case(
        "mail-external-body",
        "a.eml",
        _MAIL
        + 'Content-Type: message/external-body; access-type=local-file; name="@SECRET@"\n\nContent-Type: text/plain\n\n',
    ),
    _case(
        "mail-html-images",
        "a.eml",
        _MAIL + "Content-Type: text/html\n\n<p>Dear Tom,<img src='@URL@/a.png'><p>Yours,<p>Ann",
    ),
    _case(
        "mail-names-with-escapes",
        "a.eml",
        "From: =?utf-8?b?"
        + base64.b64encode((ESCAPES + BIDI).encode()).decode()
        + "?= <a@b.c>\nTo: x@y.z\nSubject: =?utf-8?q?=1B]0;x=07?=\nDate: Sat, 3 May 2008 10:00:00 +0000\n\n"
        + LETTER,
        "encode a.eml --explain",
        document=False,
    ),
    _case(
        "page-coordinates",
        "a.xml",
        later(_page, _region("9" * 5_000 + "," + "9" * 5_000 + " nan,inf -1e999,1e999"), "a.png", "9" * 5_000),
    ),
    _case("page-points", "a.xml", lambda: _page(_region("1,1 " * 500_000))),
    _case("page-regions", "a.xml", lambda: _page(_region("1,1 2,2") * 5_000)),
    _case(
        "page-nested-regions",
        "a.xml",
        lambda: _page('<TextRegion id="r"><Coords points="1,1 2,2"/>' * 9_000 + "</TextRegion>" * 9_000),
    ),
    _case(
        "page-order",
        "a.xml",
        lambda: _page(
            "<ReadingOrder>"
            + "<OrderedGroup id='g'>" * 9_000
            + "<RegionRefIndexed index='"
            + "9" * 5_000
            + "' regionRef='r'/>"
            + "</OrderedGroup>" * 9_000
            + "</ReadingOrder>"
            + _region("1,1")
        ),
    ),
    _case(
        "page-order-loop",
        "a.xml",
        lambda: _page(
            "<ReadingOrder><OrderedGroup id='g' regionRef='r'>"
            + "<RegionRefIndexed index='1' regionRef='r'/>" * 20_000
            + "</OrderedGroup></ReadingOrder>"
            + _region("1,1")
        ),
    ),
    _case(
        "page-custom",
        "a.xml",
        lambda: _page(_region("1,1", custom="readingOrder {index:" + "{" * 50_000 + "; structure {type:" * 5_000)),
    ),
    _case(
        "page-custom-numbers",
        "a.xml",
        lambda: _page(
            _region(
                "1,1",
                custom="readingOrder {index:"
                + "9" * 9_000
                + ";} abbrev {offset:-99; length:"
                + "9" * 9_000
                + "; expansion:x;}",
            )
        ),
    ),
    _case("page-image-path", "a.xml", later(_page, _region("1,1"), "../../outside/secret.xml")),
    _case("page-image-script", "a.xml", later(_page, _region("1,1"), "javascript:alert(1)")),
    _case(
        "page-laughs",
        "a.xml",
        lambda: laughs("PcGts") + _page(_region("1,1", "&a8;")),
    ),
    _case("page-entity", "a.xml", "<!DOCTYPE PcGts [<!ENTITY a SYSTEM '@SECRET@'>]>" + _page(_region("1,1", "&a;"))),
    _case("alto-lines", "a.xml", lambda: _alto(20_000)),
    _case("alto-numbers", "a.xml", later(_alto, 3, "word", "9" * 9_000, "-1e999")),
    _case("alto-nan", "a.xml", later(_alto, 3, "word", "nan", "inf")),
    _case("alto-word-of-10-mb", "a.xml", lambda: _alto(1, "x" * 9_000_000)),
    _case(
        "alto-hyphens",
        "a.xml",
        lambda: _alto(2, "a").replace("CONTENT", 'SUBS_TYPE="HypPart1" SUBS_CONTENT="' + "x" * 100_000 + '" CONTENT'),
    ),
    _case("mets-outside", "a.xml", _METS.format(href="../outside/secret.xml")),
    _case("mets-absolute", "a.xml", _METS.format(href="file://@SECRET@")),
    _case("mets-network", "a.xml", _METS.format(href="@URL@/a.xml")),
    _case("mets-device", "a.xml", _METS.format(href="/dev/zero")),
    _case("mets-itself", "a.xml", _METS.format(href="a.xml")),
    _case("mets-encoded", "a.xml", _METS.format(href="%2e%2e%2foutside%2fsecret.xml")),
    _case("mets-nul", "a.xml", _METS.format(href="a%00.xml")),
    _case(
        "hocr-boxes",
        "a.hocr",
        lambda: (
            "<html><body><div class='ocr_page' title='bbox 0 0 "
            + "9" * 9_000
            + " nan; image \"../../outside/secret.xml\"'><span class='ocr_line' title='bbox "
            + "1 " * 50_000
            + "'>Dear Tom,</span></div></body></html>"
        ),
    ),
    _case(
        "hocr-lines",
        "a.hocr",
        lambda: (
            "<html><body><div class='ocr_page' title='bbox 0 0 9 9'>"
            + "<span class='ocr_line' title='bbox 1 1 2 2'><span class='ocrx_word'>Dear</span></span>" * 20_000
        ),
    ),
    _case(
        "hocr-title-quotes",
        "a.hocr",
        lambda: "<div class='ocr_page' title='" + '";' * 100_000 + "'><span class='ocr_line'>Dear Tom,</span></div>",
    ),
    _case("pdf-empty", "a.pdf", b"%PDF-1.7\n", status=2),
    _case("pdf-truncated", "a.pdf", lambda: _pdf(3)[:-200]),
    _case("pdf-pages-3000", "a.pdf", later(_pdf, 2_000)),
    _case("pdf-bomb", "a.pdf", _pdf_bomb),
    _case("pdf-deep", "a.pdf", _pdf_deep),
    _case("pdf-page-tree-loop", "a.pdf", _pdf_tree),
    _case("pdf-action", "a.pdf", _pdf_opens),
    _case(
        "pdf-text-of-100000-places",
        "a.pdf",
        lambda: write_pdf([show([(i % 400, i % 600, "x") for i in range(40_000)])]),
    ),
    _case(
        "pdf-places-of-many-digits",
        "a.pdf",
        lambda: write_pdf([show([(10, 500, "Dear Tom,")])], extra=b"/Rotate 99999999999999999999 /UserUnit 1e300"),
    ),
    _case("pdf-flipped-bytes", "a.pdf", lambda: flip(_pdf(2), 97, 0, 1)),
)
