"""Sources of `teikit encode`: text, HTML, Markdown, e-mail, pages of PAGE, ALTO, METS and hOCR, and PDF."""

import base64
import zlib

from support.pdf_writer import show, write_pdf

from hostile.case import Case
from hostile.making import BIDI, ESCAPES, LETTER, later

_ALTO = '<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Layout><Page WIDTH="{w}" HEIGHT="1"><PrintSpace>{lines}</PrintSpace></Page></Layout></alto>'
_PAGE = '<PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15"><Page imageFilename="{image}" imageWidth="{w}" imageHeight="1">{more}</Page></PcGts>'
_METS = (
    '<mets xmlns="http://www.loc.gov/METS/" xmlns:xlink="http://www.w3.org/1999/xlink"><fileSec><fileGrp USE="FULLTEXT">'
    '<file ID="f"><FLocat LOCTYPE="URL" xlink:href="{href}"/></file></fileGrp></fileSec><structMap TYPE="PHYSICAL"><div>'
    '<div ORDER="1"><fptr FILEID="f"/></div></div></structMap></mets>'
)
_MAIL = "From: Ann Bell <ann@example.org>\nTo: Tom <tom@example.org>\nDate: Sat, 3 May 2008 10:00:00 +0000\nSubject: Hello\n"


def _case(name: str, file: str, content: object, command: str = "", **more: object) -> Case:
    """A case of one source that is encoded."""
    defaults = {"document": True, "status": (0, 1, 2)}
    return Case(f"encode/{name}", command or f"encode {file}", {file: content}, **{**defaults, **more})  # type: ignore[arg-type,dict-item]


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


def _table(depth: int) -> str:
    return "<table><tr><td>" * depth + "Dear Tom," + "</td></tr></table>" * depth


CASES = (
    _case("text-of-one-line-20-mb", "a.txt", lambda: "Dear Tom, " + "x" * 20_000_000),
    _case("text-of-blanks", "a.txt", lambda: LETTER + " " * 5_000_000 + "x"),
    _case("text-of-lines", "a.txt", lambda: LETTER + "\n" * 3_000_000 + "x"),
    _case("text-of-words", "a.txt", lambda: "Dear Tom,\n\n" + "word " * 1_000_000),
    _case("text-of-short-lines", "a.txt", lambda: "Dear Tom,\n\n" + "x\n\n" * 60_000),
    _case("text-of-signatures", "a.txt", lambda: "Dear Tom,\n\n" + "Yours,\nAnn Bell\n\n" * 15_000),
    _case("text-of-dates", "a.txt", lambda: "3 May 1890, " * 60_000),
    _case("text-of-digits", "a.txt", lambda: "London, " + "9" * 60_000 + " May " + "1" * 60_000 + ".\n\nDear Tom,\n"),
    _case("text-of-numerals", "a.txt", lambda: "MDCCCLXXXVIII" * 20_000 + ".\n\nDear Tom,\n"),
    _case(
        "text-of-brackets",
        "a.txt",
        lambda: "Dear Tom,\n\n" + "[" * 60_000 + "]" * 60_000,
        "encode a.txt --conventions brackets",
    ),
    _case(
        "text-of-open-marks",
        "a.txt",
        lambda: "Dear Tom,\n\n" + "~~^*[D(" * 30_000,
        "encode a.txt --conventions transcription",
    ),
    _case(
        "text-of-stars", "a.txt", lambda: "Dear Tom,\n\n" + "*" * 200_000, "encode a.txt --conventions transcription"
    ),
    _case(
        "text-of-footnotes",
        "a.txt",
        lambda: "Dear Tom,[1]\n\n" + "".join(f"[{i}] note [{i + 1}]\n" for i in range(20_000)),
    ),
    _case("text-of-quotes", "a.txt", lambda: "Dear Tom,\n\n" + ">" * 100_000 + " x\n" + "> " * 50_000),
    _case(
        "text-of-list-levels", "a.txt", lambda: "Dear Tom,\n\n" + "".join(f"{' ' * i}- item\n" for i in range(3_000))
    ),
    _case("text-of-numbers", "a.txt", lambda: "Dear Tom,\n\n" + "".join(f"{i}. item\n" for i in range(30_000))),
    _case("text-of-columns", "a.txt", lambda: "Dear Tom,\n\n" + ("a" + " " * 300) * 3_000),
    _case("text-of-form-feeds", "a.txt", lambda: "Dear Tom,\f\n" * 60_000),
    _case("text-of-hyphens", "a.txt", lambda: "Dear Tom,\n\n" + "gar-\n" * 60_000, "encode a.txt --hyphens join"),
    _case("text-of-escapes", "a.txt", f"London {ESCAPES}{BIDI}\n\nDear {ESCAPES}Tom,\n\nYours,\nAnn{ESCAPES}\n"),
    _case(
        "text-of-escapes-explain",
        "a.txt",
        f"London {ESCAPES}{BIDI}\x9b31m, 3 May 1890\n\nDear {BIDI}Tom,\n\nYours,\nAnn{BIDI}\n",
        "encode a.txt --explain",
        document=False,
    ),
    _case(
        "text-of-escapes-explain-json",
        "a.txt",
        f"London {BIDI}\x9b31m, 3 May 1890\n\nDear {BIDI}Tom,\n\nYours,\nAnn{BIDI}\n",
        "encode a.txt --explain --format json",
        document=False,
    ),
    _case(
        "text-of-escapes-review",
        "a.txt",
        f"Ldn {BIDI}\x9b31m\n\nDr {BIDI}Tm\n\nYrs\nAn{BIDI}\n",
        "encode a.txt --review",
        document=False,
    ),
    _case("text-of-noncharacters", "a.txt", "Dear \ufffe\uffff\U0001ffff Tom,\n\n\x01\x02\x0b\x7f\x85\u2028\u2029\n"),
    _case("text-of-combining", "a.txt", lambda: "Dear Tom" + "\u0301" * 300_000 + ",\n"),
    _case("text-of-nul", "a.txt", b"Dear Tom,\0\0\n", status=(0, 2)),
    _case("text-of-random-bytes", "a.txt", lambda: bytes((i * 7_919 + i // 256) % 256 for i in range(200_000))),
    _case("text-of-surrogates", "a.txt", b"Dear \xed\xa0\x80 Tom,\n"),
    _case("text-utf-7", "a.txt", b"Dear +ADw-Tom+AD4-,\n", "encode a.txt --encoding utf-7"),
    _case("text-utf-16-half", "a.txt", lambda: LETTER.encode("utf-16")[:-1]),
    _case("text-utf-32", "a.txt", lambda: LETTER.encode("utf-32")),
    *(
        _case(f"encoding-{name}", "a.txt", LETTER, f"encode a.txt --encoding {name}", status=(0, 2))
        for name in (
            "undefined",
            "punycode",
            "idna",
            "rot13",
            "hex",
            "base64",
            "zlib",
            "bz2",
            "uu",
            "quopri",
            "unicode_escape",
            "raw_unicode_escape",
            "mbcs",
            "oem",
            "utf-8-sig",
            "charmap",
            "''",
            "x" * 3_000,
            "'a\x1b[31m'",
            "../x",
        )
    ),
    _case("lang-hostile", "a.txt", LETTER, "encode a.txt --lang '" + "en-" * 5_000 + "\x1b[31m'", status=2),
    _case(
        "split-backtracks",
        "a.txt",
        lambda: LETTER + "a" * 5_000 + "!\n",
        "encode a.txt --split '/^(a+)+$/' -o out",
        writes=("work/out*",),
    ),
    _case(
        "split-backtracks-short",
        "a.txt",
        lambda: LETTER + "a" * 40 + "!\n",
        "encode a.txt --split '/^(a|a)*b$/' -o out",
        writes=("work/out*",),
    ),
    _case("split-broken-pattern", "a.txt", LETTER, "encode a.txt --split '/[/' -o out", status=2),
    _case(
        "split-huge-repeat",
        "a.txt",
        LETTER,
        "encode a.txt --split '/(a{1,60000}){1,60000}/' -o out",
        status=(0, 1, 2),
        writes=("work/out*",),
    ),
    _case(
        "split-flags",
        "a.txt",
        LETTER,
        "encode a.txt --split '/(?P<a>x)(?(a)y|z)(?<=x{5})\\Z/' -o out",
        writes=("work/out*",),
    ),
    _case(
        "split-into-60000",
        "a.txt",
        lambda: (LETTER + "---\n") * 600,
        "encode a.txt --split --- -o out -q",
        writes=("work/out*",),
    ),
    _case("html-nested-tables", "a.html", later(_table, 3_000)),
    _case("html-nested-100000", "a.html", lambda: "<div>" * 100_000 + "Dear Tom,"),
    _case("html-nested-inline", "a.html", lambda: "<p>" + "<b><i>" * 20_000 + "Dear Tom,"),
    _case("html-misnested", "a.html", lambda: "<p><b><i></b></i>" * 30_000 + "Dear Tom,"),
    _case("html-attributes", "a.html", lambda: "<p " + " ".join(f"a{i}=1" for i in range(200_000)) + ">Dear Tom,"),
    _case("html-attribute-of-20-mb", "a.html", lambda: f"<p style='{'color:red;' * 2_000_000}'>Dear Tom,"),
    _case("html-css", "a.html", lambda: "<style>" + "@media x { .a > .b " * 30_000 + "</style><p>Dear Tom,"),
    _case(
        "html-css-classes",
        "a.html",
        lambda: (
            "<style>"
            + "".join(f".c{i} .d{i} b, " for i in range(30_000))
            + "{font-weight:bold}</style>"
            + "<p class='c1'>Dear Tom,</p>" * 300
        ),
    ),
    _case("html-entities", "a.html", "<p>Dear &#x1b;[31m &#0; &#xd800; &#x110000; &#" + "9" * 9_000 + "; Tom,"),
    _case("html-doctype", "a.html", "<!DOCTYPE html [<!ENTITY e SYSTEM '@SECRET@'>]><html><p>Dear &e; Tom,"),
    _case(
        "html-xhtml-entity",
        "a.xhtml",
        "<!DOCTYPE html [<!ENTITY e SYSTEM '@SECRET@'>]><html xmlns='http://www.w3.org/1999/xhtml'><body><p>Dear &e; Tom,</p></body></html>",
    ),
    _case(
        "html-base-and-links",
        "a.html",
        "<base href='@URL@'><link rel=stylesheet href=a.css><img src=a.png><iframe src='file://@SECRET@'></iframe><p>Dear Tom,",
    ),
    _case("html-comments", "a.html", lambda: "<!--" * 200_000 + "<p>Dear Tom,"),
    _case("html-open-tags", "a.html", lambda: "<p " * 200_000),
    _case("html-script", "a.html", "<p>Dear Tom,<script>alert(1)</script><p onclick='x()'>Yours,<p>Ann"),
    _case("html-charset", "a.html", "<meta charset='punycode'><p>Dear Tom,"),
    _case("html-charset-utf-7", "a.html", b"<meta charset='utf-7'><p>Dear +ADw-script+AD4- Tom,"),
    _case("markdown-quotes", "a.md", lambda: ">" * 30_000 + " Dear Tom,"),
    _case("markdown-lists", "a.md", lambda: "".join("  " * i + "- a\n" for i in range(1_500))),
    _case("markdown-emphasis", "a.md", lambda: "Dear Tom,\n\n" + "*a **a " * 20_000),
    _case("markdown-brackets", "a.md", lambda: "Dear Tom,\n\n" + "[" * 50_000 + "a](" * 20_000),
    _case("markdown-links", "a.md", lambda: "Dear Tom,\n\n" + "![a](<b" * 20_000),
    _case("markdown-backticks", "a.md", lambda: "Dear Tom,\n\n" + "".join("`" * i + " " for i in range(1_000))),
    _case(
        "markdown-references",
        "a.md",
        lambda: "Dear Tom,\n\n" + "".join(f"[a{i}]: @URL@/{i} 'x'\n" for i in range(20_000)) + "[a1][a2]" * 5_000,
    ),
    _case("markdown-html", "a.md", lambda: "Dear Tom,\n\n" + "<div><!--" * 20_000),
    _case("markdown-table", "a.md", lambda: "|a" * 3_000 + "|\n" + "|-" * 3_000 + "|\n" + ("|b" * 3_000 + "|\n") * 20),
    _case(
        "markdown-footnotes",
        "a.md",
        lambda: "Dear Tom[^1],\n\n" + "".join(f"[^{i}]: see [^{i + 1}]\n\n" for i in range(5_000)),
    ),
    _case(
        "yaml-anchors",
        "a.md",
        lambda: (
            "---\na: &a [x, x]\n"
            + "".join(
                f"b{i}: &b{i} [*{'a' if i == 0 else f'b{i - 1}'}, *{'a' if i == 0 else f'b{i - 1}'}]\n"
                for i in range(40)
            )
            + "---\n"
            + LETTER
        ),
    ),
    _case("yaml-nested", "a.md", lambda: "---\nsender: " + "[" * 50_000 + "\n---\n" + LETTER),
    _case(
        "yaml-deep", "a.md", lambda: "---\n" + "".join("  " * i + f"k{i}:\n" for i in range(1_500)) + "---\n" + LETTER
    ),
    _case(
        "yaml-object",
        "a.md",
        "---\nsender: !!python/object/apply:os.system ['id']\ndate: 99999999999-99-99\n---\n" + LETTER,
        never=("uid=",),
    ),
    _case("yaml-unclosed", "a.md", lambda: "---\n" + "sender: 'x\n" * 50_000),
    _case("yaml-escapes", "a.md", '---\nsender: "\\e]0;x\\a\\u202e"\ndate: "\\x9b31m"\n---\n' + LETTER),
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
        lambda: (
            "<!DOCTYPE PcGts [<!ENTITY a 'ha'>"
            + "".join(f"<!ENTITY a{i} '{('&a;' if i == 0 else f'&a{i - 1};') * 10}'>" for i in range(9))
            + "]>"
            + _page(_region("1,1", "&a8;"))
        ),
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
        lambda: write_pdf(
            [show([(10, 500, "Dear Tom,")]).replace(b"x", b"x")], extra=b"/Rotate 99999999999999999999 /UserUnit 1e300"
        ),
    ),
    _case("pdf-flipped-bytes", "a.pdf", lambda: bytes(b ^ (1 if i % 97 == 0 else 0) for i, b in enumerate(_pdf(2)))),
)
