"""Sources that are text, HTML and Markdown."""

from hostile.case import source_case as _case
from hostile.making import BIDI, ESCAPES, LETTER, later


def _table(depth: int) -> str:
    return "<table><tr><td>" * depth + "Dear Tom," + "</td></tr></table>" * depth


CASES = (
    _case("text-of-one-line-20-mb", "a.txt", lambda: "Dear Tom, " + "x" * 20_000_000),
    _case("text-of-blanks", "a.txt", lambda: LETTER + " " * 5_000_000 + "x"),
    _case("text-of-lines", "a.txt", lambda: LETTER + "\n" * 3_000_000 + "x"),
    _case("text-of-words", "a.txt", lambda: "Dear Tom,\n\n" + "word " * 1_000_000),
    _case("text-of-short-lines", "a.txt", lambda: "Dear Tom,\n\n" + "x\n\n" * 60_000),
    _case("text-of-signatures", "a.txt", lambda: "Dear Tom,\n\n" + "Yours,\nAnn Bell\n\n" * 3_000),
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
    _case(
        "html-style-comments",
        "a.html",
        lambda: "<html><head><style>" + "/*" * 200_000 + "</style></head><body><p>Dear Tom,</p></body></html>",
    ),
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
)
