"""No words of a header are lost in silence: they are in the record, or the record names their element."""

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from support.random_tei import TEI, TeiMaker
from teikit.exports.record.header import read_record
from teikit.exports.record.record import Record

T = f"{{{TEI}}}"
# Where an attribute names the language, the words only repeat it.
LANGUAGES = {T + "language": "ident", T + "textLang": "mainLang"}


@pytest.fixture(scope="module")
def maker(shared: Path) -> TeiMaker:
    return TeiMaker(etree.parse(shared / "tei" / "tei_all.rng"), 3)


def record_of(root: etree._Element) -> Record:
    return read_record(root, "file")


def values(value: Any) -> Iterator[str]:
    """Yield all texts in a value."""
    if isinstance(value, dict):
        for one in value.values():
            yield from values(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from values(one)
    else:
        yield str(value)


def own_words(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    """Yield the words of a header, each with its element."""
    header = root.find(f"{T}teiHeader")
    for one in header.iter(f"{T}*"):
        texts = (one.text, *(child.tail for child in one))
        yield from ((word, one) for text in texts for word in (text or "").split() if any(map(str.isalnum, word)))


def path_of(element: etree._Element) -> str:
    names = [etree.QName(one).localname for one in (element, *element.iterancestors())]
    return "/".join(reversed(names[: names.index("teiHeader")]))


def lost_words(root: etree._Element) -> list[tuple[str, str]]:
    """Return the words that are neither in the record nor in an element that it names, with their paths."""
    record = record_of(root)
    read = " ".join(values({name: one for name, one in asdict(record).items() if name != "unread"}))
    named = [path.partition("[")[0] for path in record.unread]
    return [
        (word, path)
        for word, element in own_words(root)
        if word not in read
        and not any(f"{path_of(element)}/".startswith(f"{each}/") for each in named)
        and not element.get(LANGUAGES.get(element.tag, "none"))
        for path in [path_of(element)]
    ]


def test_words_in_every_element_of_a_header_are_read_or_named(maker: TeiMaker) -> None:
    wanted, made = maker.below("teiHeader") & maker.mixed, set[str]()
    for name in sorted(wanted):
        if name not in made:
            root = maker.header(60, name)
            assert not lost_words(root), etree.tostring(root).decode()
            made |= {etree.QName(one).localname for _, one in own_words(root)}
    # Of the others the documents have only empty ones.
    assert len(made & wanted) > len(wanted) / 2


@pytest.mark.parametrize(
    ("inside", "unread"),
    [
        ("<revisionDesc><change>x</change></revisionDesc>", ("revisionDesc",)),
        (
            "<encodingDesc><projectDesc><p>x</p></projectDesc><editorialDecl><p>y</p></editorialDecl></encodingDesc>",
            ("encodingDesc/projectDesc", "encodingDesc/editorialDecl"),
        ),
        (
            "<fileDesc><titleStmt><title>a<note>b</note></title><title type='sort'>c</title></titleStmt></fileDesc>",
            ("fileDesc/titleStmt/title/note", "fileDesc/titleStmt/title[@type='sort']"),
        ),
        (
            "<fileDesc><titleStmt><author>by <name>a</name>, <date>1801</date></author></titleStmt></fileDesc>",
            ("fileDesc/titleStmt/author", "fileDesc/titleStmt/author/date"),
        ),
        ("<profileDesc><langUsage><language ident='la'>Latin</language></langUsage></profileDesc>", ()),
        (
            "<profileDesc><langUsage><language ident='la'>Latin in notes alone</language></langUsage></profileDesc>",
            ("profileDesc/langUsage",),
        ),
        ("<fileDesc><titleStmt><title/><!-- x --><?x y?></titleStmt></fileDesc>", ()),
        ("<xenoData><x xmlns='urn:x'>y</x></xenoData>", ("xenoData",)),
    ],
)
def test_what_is_not_read_is_named_by_its_topmost_element(inside: str, unread: tuple[str, ...]) -> None:
    assert record_of(etree.fromstring(f'<TEI xmlns="{TEI}"><teiHeader>{inside}</teiHeader></TEI>')).unread == unread
