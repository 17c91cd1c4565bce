"""Word, OpenDocument, HTML and Markdown: the words of the source are the words of the TEI; broken files are refused."""

import io
import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

import teikit
from teikit.errors import InternalError, TeikitError

pytest.importorskip("docx")
pytest.importorskip("odfdo")
FOLDER = Path(__file__).parents[1] / "data" / "kinds" / "office"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DOCX, ODT = (FOLDER / "fr-revisions.docx").read_bytes(), (FOLDER / "es-cambios.odt").read_bytes()
WORDS = ["Dear", "Ann", "ever", "Rome", "toad", "3", "May", "1890", "yours", "été", "Tom", "so", "P.S.", "the"]
STYLES = ["", "b", "i", "caps", "link", "deleted", "note", "box", "hidden"]
LEFT_OUT = {"docx": {"deleted"}, "odt": {"deleted"}, "html": {"hidden"}, "md": set()}
paragraphs = st.lists(
    st.lists(st.tuples(st.sampled_from(STYLES), st.lists(st.sampled_from(WORDS), min_size=1, max_size=4)), max_size=5),
    min_size=1,
    max_size=8,
)  # fmt: skip


def rezip(data, change):
    """The zip archive with each file as `change` returns it; a file that becomes None is left out."""
    made, source = io.BytesIO(), zipfile.ZipFile(io.BytesIO(data))
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            if (content := change(name, source.read(name))) is not None:
                archive.writestr(name, content)
    return made.getvalue()


def docx_of(letter):
    def run(style, text):
        mark = {"b": "<w:b/>", "i": "<w:i/>", "caps": "<w:smallCaps/>"}.get(style, "")
        one = f'<w:r><w:rPr>{mark}</w:rPr><w:t xml:space="preserve"> {text} </w:t></w:r>'
        if style == "deleted":
            return f"<w:del><w:r><w:delText> {text} </w:delText></w:r></w:del>"
        if style == "box":
            return f"<w:r><w:pict><w:txbxContent><w:p>{one}</w:p></w:txbxContent></w:pict></w:r>"
        if style == "hidden":
            return f"<w:sdt><w:sdtContent>{one}</w:sdtContent></w:sdt>"
        return f"<w:ins>{one}</w:ins>" if style == "link" else one

    body = "".join(f"<w:p>{''.join(run(style, ' '.join(words)) for style, words in one)}</w:p>" for one in letter)
    document = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    empty = f'<w:comments xmlns:w="{W}"/>'
    parts = {"word/document.xml": document, "word/comments.xml": empty}
    return rezip(DOCX, parts.get)


def odt_of(letter):
    def run(style, text):
        if style == "note":
            body = f"<text:note-body><text:p>{text}</text:p></text:note-body>"
            return f'<text:note text:note-class="footnote"><text:note-citation>7</text:note-citation>{body}</text:note>'
        if style == "box":
            return f"<draw:frame><draw:text-box><text:p>{text}</text:p></draw:text-box></draw:frame>"
        if style == "link":
            return f' <text:a xlink:href="https://example.org/a">{text}</text:a> '
        return " " if style == "deleted" else f" <text:span>{text}</text:span> "

    body = "".join(f"<text:p>{''.join(run(s, ' '.join(words)) for s, words in one)}</text:p>" for one in letter)

    def change(name, data):
        if name != "content.xml":
            return data
        start, end = data.index(b"<office:text"), data.index(b"</office:text>")
        return data[: data.index(b">", start) + 1] + body.encode() + data[end:]

    return rezip(ODT, change)


def html_of(letter):
    notes = []

    def run(style, text):
        number = len(notes)
        if style == "note":
            notes.append(f'<li id="n{number}">{text} <a href="#r{number}">back</a></li>')
            return f'<a href="#n{number}" id="r{number}">{number}</a>'
        forms = {"hidden": '<span style="display: none">{}</span>', "link": '<a href="https://example.org/?a=b">{}</a>'}
        forms |= {"b": "<b>{}</b>", "caps": '<span style="font-variant:small-caps">{}</span>'}
        return f" {forms.get(style, '{}').format(text)} "

    body = "".join(f"<p>{''.join(run(style, ' '.join(words)) for style, words in one)}</p>" for one in letter)
    return f"<html><body>{body}<ol>{''.join(notes)}</ol></body></html>".encode()


def markdown_of(letter):
    notes = []

    def run(style, text):
        if style == "note":
            notes.append(f"[^n{len(notes)}]: {text}")
            return f"[^n{len(notes) - 1}]"
        forms = {"b": "**{}**", "i": "*{}*", "link": "[{}](https://example.org/x_y)", "caps": "<sup>{}</sup>"}
        return f" {forms.get(style, '{}').format(text)} "

    body = "\n\n".join("x" + "".join(run(style, " ".join(words)) for style, words in one) for one in letter)
    return f"{body}\n\n{chr(10).join(notes)}\n".encode()


MAKERS = {"docx": docx_of, "odt": odt_of, "html": html_of, "md": markdown_of}


@pytest.mark.parametrize("kind", MAKERS)
@settings(max_examples=40, deadline=None)
@given(letter=paragraphs)
def test_the_words_of_a_file_are_the_words_of_its_tei(kind, letter):
    if kind == "docx":
        letter = [[(style if style != "note" else "", words) for style, words in one] for one in letter]
    expected = sorted(w for one in letter for style, words in one if style not in LEFT_OUT[kind] for w in words)
    if not expected:
        return
    tei = teikit.encode_bytes(MAKERS[kind](letter), f"a.{kind}").tei
    text = etree.fromstring(tei)[-1]
    for node in text.iter():
        if etree.QName(node).localname not in {"hi", "ref", "persName", "placeName", "date", "orgName", "roleName"}:
            node.text, node.tail = f" {node.text or ''} ", f" {node.tail or ''}"
    found = "".join(text.itertext()).split()
    assert sorted(found) == sorted(expected + (["x"] * len(letter) if kind == "md" else []))


@pytest.mark.parametrize("source", sorted(FOLDER.glob("*.[dhmo]*")), ids=lambda path: path.name)
def test_the_tei_of_a_file_is_valid(source, tmp_path):
    (tmp_path / "a.xml").write_bytes(teikit.encode(source).tei)
    assert teikit.validate(tmp_path / "a.xml") == []


@pytest.mark.parametrize("source", sorted(FOLDER.glob("*.[dhmo]*")), ids=lambda path: path.name)
def test_a_damaged_file_is_read_or_refused_in_a_sentence(source):
    chance, data = random.Random(source.name), source.read_bytes()
    for _ in range(100):
        damaged = bytearray(data)
        for _ in range(chance.randint(1, 6)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        encode_or_refuse(bytes(damaged), source.name)


def encode_or_refuse(data, name):
    """The TEI of some bytes, or the sentence that refuses them; a fault of the program is raised."""
    try:
        found = teikit.encode_bytes(data, name).tei.decode()
    except InternalError:
        raise
    except TeikitError as error:
        found = str(error)
    return found


@pytest.mark.parametrize("part", ["styles", "rels", "Content_Types", "settings", "footnotes", "manifest", "meta"])
@pytest.mark.parametrize("data", [DOCX, ODT], ids=["docx", "odt"])
def test_a_missing_part_is_no_crash(data, part):
    encode_or_refuse(rezip(data, lambda name, content: None if part in name else content), "a.docx")


@pytest.mark.parametrize("depth", [200, 100_000])
def test_deep_nesting_is_no_crash(depth):
    for data, end, tag in ((DOCX, b"</w:body>", b"w:sdt"), (ODT, b"</office:text>", b"text:section")):
        deep = b"<%s>" % tag * depth + b"</%s>" % tag * depth
        encode_or_refuse(rezip(data, lambda _, content, end=end, deep=deep: content.replace(end, deep + end)), "a.docx")


def test_entities_are_not_expanded_without_bounds_and_no_file_is_read(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("confidential")
    names = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 12 if n else "toad"}">' for n in range(9))
    head = f'<!DOCTYPE a [{names}<!ENTITY x SYSTEM "{secret.as_uri()}">]>'.encode()
    for data, end, form in (
        (DOCX, b"</w:body>", b"<w:p><w:r><w:t>&e8;&x;</w:t></w:r></w:p>"),
        (ODT, b"</office:text>", b"<text:p>&e8;&x;</text:p>"),
    ):

        def change(_, content, end=end, form=form):
            if end not in content:
                return content
            start = content.index(b"?>") + 2 if content.startswith(b"<?xml") else 0
            return content[:start] + head + content[start:].replace(end, form + end)

        assert "confidential" not in encode_or_refuse(rezip(data, change), "a.docx")
