"""Word and LaTeX for print: the words of a letter in their order, real footnotes, and nothing in it that acts."""

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import docx as python_docx
import pytest
from lxml import etree
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db
from pylatexenc.latexwalker import LatexWalker, LatexWalkerError

from support.random_tei import TeiMaker
from teikit.exports.reading import docx, latex
from teikit.exports.reading.text import to_text
from teikit.exports.record.source import Settings, TeiFile, read_tei_file
from teikit.text.docx import read as read_docx

TEI = "http://www.tei-c.org/ns/1.0"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FRONT = {"Title", "Subtitle", "About"}
HOSTILE = (
    r"\input{/etc/passwd} \write18{rm} \csname x\endcsname ^^5cinput{x} %comment #1 $x$ a_b a^b {a} ~ & \\ \verb|x|",
    "`` '' -- --- ,, << >> ?` !` \" [x] *y* --- |z|",
    r"\end{document} \begin{verbatim} \catcode`\%=12 \def\x{} \directlua{os.exit()} \immediate\openout",
)


def letter(body: str, header: str = "") -> TeiFile:
    titles = f"<teiHeader><fileDesc><titleStmt><title>T</title></titleStmt></fileDesc>{header}</teiHeader>"
    data = f'<TEI xmlns="{TEI}">{titles}<text><body>{body}</body></text></TEI>'
    return read_tei_file(data.encode(), "a.xml")


def document(source: TeiFile, settings: Settings) -> python_docx.document.Document:
    return python_docx.Document(io.BytesIO(docx.write(source, settings).data))


def docx_words(source: TeiFile, settings: Settings) -> str:
    """The words of the letter in the body and then in the footnotes, each note after the reference to it."""
    with zipfile.ZipFile(io.BytesIO(docx.write(source, settings).data)) as archive:
        body, notes = (etree.fromstring(archive.read(f"word/{name}.xml")) for name in ("document", "footnotes"))
    found = {note.get(f"{W}id"): note for note in notes}
    lines = []
    for paragraph in body.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        if style is None or style.get(f"{W}val") not in FRONT:
            lines.append(_words(paragraph))
    references = (each.get(f"{W}id") for each in body.iter(f"{W}footnoteReference"))
    return "\n".join([*lines, *("\n".join(map(_words, found[each].iter(f"{W}p"))) for each in references)])


def _words(paragraph: etree._Element) -> str:
    said = []
    for one in paragraph.iter(f"{W}t", f"{W}br"):
        style = one.getparent().find(f"{W}rPr/{W}rStyle")
        if style is None or style.get(f"{W}val") != "PageMark":
            said.append(one.text or "" if one.tag == f"{W}t" else "\n")
    return "".join(said)


def latex_words(source: TeiFile, settings: Settings) -> str:
    """The words of the letter as a parser of LaTeX reads them, and then its notes."""
    made = latex.write(source, settings).data.decode()
    body = made.partition("\\begin{document}")[2].rpartition("\\end{document}")[0].partition("\\par}\\bigskip\n\n")[2]
    body = body.partition("\\par}\\bigskip\n\n")[2] if "\\noindent{\\small" in body else body
    # A strict parser raises an error where a group or an environment has no end.
    LatexWalker(body, tolerant_parsing=False).get_latex_nodes()
    notes: list[str] = []
    known = get_default_latex_context_db()
    special = [
        MacroTextSpec("footnote", simplify_repl=lambda node, l2tobj: _keep(notes, node, l2tobj)),
        *(MacroTextSpec(name, simplify_repl=_last_argument) for name in ("section", "textsf", "textsuperscript")),
        MacroTextSpec("item", simplify_repl="\n"),
        MacroTextSpec("textasciicircum", simplify_repl="^"),
        MacroTextSpec("newline", simplify_repl="\n"),
        MacroTextSpec("textquotesingle", simplify_repl="'"),
        MacroTextSpec("textquotedbl", simplify_repl='"'),
        MacroTextSpec("textasciigrave", simplify_repl="`"),
        MacroTextSpec("textless", simplify_repl="<"),
        MacroTextSpec("textgreater", simplify_repl=">"),
        MacroTextSpec("textbar", simplify_repl="|"),
        MacroTextSpec("-", simplify_repl=""),
    ]
    known.add_context_category("letter", macros=special, prepend=True)
    reader = LatexNodes2Text(latex_context=known, keep_comments=True, strict_latex_spaces="based-on-source")
    body = re.sub(r"\\teipage\{[^{}]*\}", "", body)
    body = re.sub(r"\\href\{(?:[^{}\\]|\\.)*\}", "", body)
    text = reader.latex_to_text(re.sub(r"(\\begin\{longtable\})\{(p\{[\d.]+\\linewidth\})+\}", r"\1", body))
    return "\n".join((text, *notes))


def _last_argument(node, l2tobj) -> str:
    return l2tobj.nodelist_to_text(node.nodeargd.argnlist[-1:])


def _keep(notes: list[str], node, reader) -> str:
    notes.append(reader.nodelist_to_text(node.nodeargd.argnlist[-1:]))
    return ""


def solid(text: str) -> str:
    return "".join(text.split())


def is_within(words: str, text: str) -> bool:
    """Whether the characters of some words are in a text in their order."""
    rest = iter(solid(text))
    return all(char in rest for char in solid(words))


def text_words(source: TeiFile) -> str:
    """The words of the text export, without the numbers of notes."""
    return re.sub(r"\[\d+\]", "", to_text(source.root))


READERS = {"docx": docx_words, "latex": latex_words}
every_format = pytest.mark.parametrize("form", READERS)


@every_format
def test_our_own_letters_have_all_their_words_in_order(form: str, golden: list[TeiFile], settings: Settings) -> None:
    for source in golden:
        read = READERS[form](source, settings)
        assert is_within(text_words(source), read), source.name
        if next(source.root.iter(*(f"{{{TEI}}}{name}" for name in ("app", "choice", "del", "note"))), None) is None:
            assert solid(text_words(source)) == solid(read), source.name


@every_format
def test_letters_of_others_have_all_their_words(form: str, raw: list[TeiFile], settings: Settings) -> None:
    for source in raw[::24]:
        body = re.split(r"\n\n\[1\] ", to_text(source.root))[0]
        words = re.sub(r" ?\[\d+\]", "", body)
        assert is_within(words, READERS[form](source, settings)), source.name


@every_format
def test_documents_that_tei_all_allows_have_all_their_words(form: str, shared: Path, settings: Settings) -> None:
    maker = TeiMaker(etree.parse(shared / "tei" / "tei_all.rng"), 5)
    for _ in range(6):
        data = etree.tostring(maker.document(60))
        source = read_tei_file(data, "a.xml")
        words = re.sub(r" ?\[\d+\]", "", re.split(r"\n\n\[1\] ", to_text(source.root))[0])
        assert is_within(words, READERS[form](source, settings)), data


@every_format
def test_hostile_words_are_words(form: str, settings: Settings) -> None:
    for words in HOSTILE:
        escaped = words.replace("&", "&amp;").replace("<", "&lt;")
        source = letter(
            f"<p>{escaped}</p><p>b<note>{escaped}</note></p><table><row><cell>{escaped}</cell></row></table>"
        )
        assert solid(READERS[form](source, settings)).count(solid(words)) == 3


def test_a_reader_sees_lost_words(golden: list[TeiFile], settings: Settings) -> None:
    source = next(each for each in golden if each.stem == "french")
    read = docx_words(source, settings)
    assert is_within(text_words(source), read)
    assert not is_within(text_words(source), read.replace("gravures", "", 1))


def test_a_parser_sees_what_is_not_escaped() -> None:
    with pytest.raises(LatexWalkerError):
        LatexWalker("\\begin{itemize} x", tolerant_parsing=False).get_latex_nodes()


COMMANDS = set(
    re.findall(
        r"\w+",
        "textbackslash textasciicircum textasciitilde textquotedbl textquotesingle textasciigrave textbar textless"
        " textgreater begin end noindent small Large textbf par bigskip textit newline footnote",
    )
)


def test_latex_of_hostile_words_has_no_command_but_our_own(settings: Settings) -> None:
    for words in HOSTILE:
        escaped = words.replace("&", "&amp;").replace("<", "&lt;")
        source = letter(f"<p>{escaped}</p><p>b<note>{escaped}</note></p>", f"<x>{escaped}</x>")
        body = latex.write(source, settings).data.decode().partition("\\begin{document}")[2]
        plain = body.replace("\\\\{}", "")
        assert {*re.findall(r"\\([A-Za-z]+)", plain)} <= COMMANDS
        assert {*re.findall(r"\\([^A-Za-z])", plain)} <= set("{}$&#_%-")
        assert not re.search(r"(?<!\\)[%#$^&_]", plain)


@every_format
def test_an_address_of_a_link_is_no_command(form: str, settings: Settings) -> None:
    made = READERS[form](letter('<p><ref target="https://x.org/a%20b?c=d&amp;e=~f#g_h">w</ref></p>'), settings)
    assert solid(made) == "w"


def test_word_has_links_to_the_web_alone(settings: Settings) -> None:
    source = letter('<p><ref target="https://x.org/a?b=c&amp;d">w</ref> <ref target="javascript:x">v</ref></p>')
    body = document(source, settings).element.body
    assert [each.get(f"{W}instr") for each in body.iter(f"{W}fldSimple")] == ['HYPERLINK "https://x.org/a?b=c&d"']


RICH = """<head>Title</head><p>a <hi rend="bold">b</hi> <hi rend="italic">c</hi> <hi rend="smallcaps">d</hi>
<hi rend="sup">e</hi> <hi rend="underline">f</hi> <del>g</del> <foreign xml:lang="la">h</foreign><note>n <hi
rend="italic">o</hi></note></p><pb n="2"/><lg><l>one</l><l>two</l></lg><list type="ordered"><item>i</item>
<item>j<list><item>k</item></list></item></list><table><row><cell>x</cell><cell>y</cell></row><row><cell>z</cell></row>
</table><quote><p>q</p></quote><closer><signed>s</signed></closer>"""


def test_word_has_renditions_styles_lists_tables_and_footnotes(settings: Settings) -> None:
    source = letter(RICH)
    made = document(source, settings)
    styles = [each.style.name for each in made.paragraphs if each.text]
    assert styles[0] == "Title"
    assert {"Heading 1", "Quote"} <= {*styles}
    runs = {run.text.strip(): run.font for each in made.paragraphs for run in each.runs if run.text.strip()}
    assert (runs["b"].bold, runs["c"].italic, runs["d"].small_caps, runs["e"].superscript) == (True,) * 4
    assert (runs["f"].underline, runs["g"].strike, runs["h"].italic) == (True,) * 3
    assert runs["h"].element.find(f"{W}rPr/{W}lang").get(f"{W}val") == "la"
    assert [[cell.text for cell in row.cells] for row in made.tables[0].rows] == [["x", "y"], ["z", ""]]
    numbered = [each for each in made.paragraphs if each._p.find(f"{W}pPr/{W}numPr") is not None]
    levels = [each._p.find(f"{W}pPr/{W}numPr/{W}ilvl").get(f"{W}val") for each in numbered]
    assert ([each.text for each in numbered], levels) == (["i", "j", "k"], ["0", "0", "1"])
    right = [each.text for each in made.paragraphs if each.alignment is not None and each.alignment == 2]
    assert right == ["s"]
    assert "one\ntwo" in [each.text for each in made.paragraphs]
    assert "|2|" in "".join(each.text for each in made.paragraphs)


def test_our_own_reader_reads_the_footnotes_of_word(settings: Settings) -> None:
    source = letter("<p>a<note>first note</note> b<note>second<note>inner</note></note></p>")
    lines = read_docx(docx.write(source, settings).data, "a.docx", None).lines
    text = "\n".join(line.text for line in lines)
    assert "first note" in text
    assert "second (inner)" in text


def test_latex_has_renditions_lists_tables_and_footnotes(settings: Settings) -> None:
    made = latex.write(letter(RICH), settings).data.decode()
    for wanted in (
        "\\section*{Title}", "\\textbf{b}", "\\textit{c}", "\\textsc{d}", "\\textsuperscript{e}", "\\uline{f}",
        "\\sout{g}", "\\footnote{n \\textit{o}}", "\\teipage{2}", "one\\\\{}\ntwo", "\\begin{enumerate}",
        "\\item i", "x & y \\\\", "\\begin{quotation}\nq", "\\begin{flushright}\ns",
    ):  # fmt: skip
        assert wanted in made, wanted


def test_lists_deeper_than_latex_nests_them_are_lines(settings: Settings) -> None:
    source = letter(f"{'<list><item>a' * 7}{'</item></list>' * 7}")
    assert latex.write(source, settings).data.decode().count("\\begin{itemize}") == 4
    assert solid(latex_words(source, settings)) == solid(docx_words(source, settings)) == "a" * 7


@every_format
def test_the_same_letter_on_the_same_day_gives_the_same_bytes(form: str, golden, settings: Settings) -> None:
    write = {"docx": docx.write, "latex": latex.write}[form]
    assert write(golden[0], settings).data == write(golden[0], settings).data


def test_the_properties_of_word_are_those_of_the_letter_and_the_day(golden, settings: Settings) -> None:
    source = next(each for each in golden if each.stem == "french")
    found = document(source, settings).core_properties
    assert (found.title, found.author) == (source.record.title, "Étienne Lambrecq")
    assert (found.created.date(), found.modified.date()) == (settings.day, settings.day)


ENGINE = shutil.which("lualatex") or shutil.which("xelatex") or shutil.which("tectonic")


@pytest.mark.slow
@pytest.mark.skipif(ENGINE is None, reason="no LuaLaTeX, XeLaTeX or Tectonic is installed")
def test_a_program_for_latex_compiles_it(golden: list[TeiFile], settings: Settings, tmp_path: Path) -> None:
    for source in (
        *golden[:4],
        letter(RICH),
        *map(letter, (f"<p>{words.replace('&', '')}</p>" for words in HOSTILE[:1])),
    ):
        (tmp_path / "a.tex").write_bytes(latex.write(source, settings).data)
        command = [str(ENGINE), *([] if "tectonic" in str(ENGINE) else ["-interaction=nonstopmode"]), "a.tex"]
        told = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, text=True)
        assert told.returncode == 0, told.stdout[-2_000:]
