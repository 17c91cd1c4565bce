"""Splits a teiCorpus into its TEI documents, each with what it inherits of the corpus's header (TEI P5, 15.1).

A TEI that contains others is a corpus too. What a document's own header does not state it inherits from the nearest
corpus around it: the header of a corpus is about all its documents.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import PurePath

from lxml import etree

from teikit.exports.reading.elements import T, tei_name
from teikit.exports.reading.rule import words_of
from teikit.tei.markup import ID, LANG

# The parts of a header that are inherited element by element; others are inherited whole.
_MERGED = frozenset({"editionStmt", "encodingDesc", "fileDesc", "profileDesc", "publicationStmt", "titleStmt"})
# These state something of the corpus itself, not of its documents.
_OF_CORPUS = frozenset({"abstract", "extent", "idno", "revisionDesc", "title", "xenoData"})
# The order that TEI requires of elements; others may be anywhere.
_ORDER = (
    "teiHeader", "fileDesc", "titleStmt", "editionStmt", "publisher", "distributor", "authority", "publicationStmt",
    "seriesStmt", "notesStmt", "sourceDesc", "encodingDesc", "profileDesc", "xenoData", "revisionDesc",
)  # fmt: skip
_RANK = {name: number for number, name in enumerate(_ORDER)}
_COMPOSITE = frozenset({"TEI", "teiCorpus"})
# Documents may refer to the entries of their corpus.
_REGISTERS = tuple(T + name for name in ("listPerson", "listOrg", "listPlace", "listBibl", "listObject", "listNym"))


def is_corpus(root: etree._Element) -> bool:
    """Return whether an element is a teiCorpus, or a TEI that contains others."""
    return tei_name(root) == "teiCorpus" or root.find(f"{T}TEI") is not None


def documents_of(corpus: etree._Element) -> Iterator[etree._Element]:
    """Yield the TEI documents of a corpus, in their order; also those of a corpus in it."""
    for document in corpus.iter(f"{T}TEI"):
        above = {tei_name(each) for each in document.iterancestors()}
        if above <= _COMPOSITE and (not is_corpus(document) or _has_content(document)):
            yield document


def _has_content(document: etree._Element) -> bool:
    return any(tei_name(child) not in {"", "teiHeader", *_COMPOSITE} for child in document)


def document_names(documents: list[etree._Element], stem: str) -> Iterator[str]:
    """Yield the name of each document: that of its file, with its xml:id, or else its number from 1."""
    width, taken = len(str(len(documents))), set[str]()
    for number, document in enumerate(documents, 1):
        name = PurePath(document.get(ID, "")).name
        # On some file systems a-x and a-X are the same name.
        if not name or name.lower() in taken:
            name = f"{number:0{width}}"
        taken.add(name.lower())
        yield f"{stem}-{name}"


def corpus_title(document: etree._Element) -> str:
    """Return the first title of the nearest corpus around a document, "" if there is none."""
    titles = (one.find(f"{T}teiHeader/{T}fileDesc/{T}titleStmt/{T}title") for one in document.iterancestors())
    return next((words for title in titles if title is not None and (words := words_of(title))), "")


@contextmanager
def inherited_header(document: etree._Element) -> Iterator[None]:
    """Move into a document's header what it inherits from the corpora around it, and back at the end.

    Moving is cheap where copies for each document are not: a corpus may contain the register of all its people.
    """
    with ExitStack() as undo:
        for corpus in document.iterancestors():
            if LANG in corpus.attrib and LANG not in document.attrib:
                document.set(LANG, corpus.get(LANG, ""))
                undo.callback(document.attrib.pop, LANG)
            common = corpus.find(f"{T}teiHeader")
            if common is not None:
                _inherit(_find_or_make(document, "teiHeader", undo), common, undo)
        yield


@contextmanager
def shared_registers(document: etree._Element) -> Iterator[None]:
    """Move into a document the registers of the corpora around it, and back at the end."""
    with ExitStack() as undo:
        registers = etree.SubElement(document, f"{T}standOff")
        undo.callback(document.remove, registers)
        for corpus in document.iterancestors():
            for part in (*corpus.findall(f"{T}teiHeader"), *corpus.findall(f"{T}standOff")):
                for register in [*part.iterdescendants(*_REGISTERS)]:
                    if next(register.iterancestors(*_REGISTERS), None) is None:
                        _move(register, registers, len(registers), undo)
        yield


def _inherit(own: etree._Element, common: etree._Element, undo: ExitStack) -> None:
    """Move into an element of a header what only the same element of a corpus's header states."""
    stated = {tei_name(child) for child in own if not _is_silent(child)}
    for child in list(common):
        name = tei_name(child)
        if name in _MERGED:
            _inherit(_find_or_make(own, name, undo), child, undo)
        elif name and name not in stated and name not in _OF_CORPUS and not _is_silent(child):
            for silent in own.findall(T + name):
                undo.callback(own.insert, own.index(silent), silent)
                own.remove(silent)
            _move(child, own, _position(own, name), undo)


def _is_silent(element: etree._Element) -> bool:
    """Return whether an element states nothing: it has no words, and no attributes but an ID."""
    attributes = (name for one in element.iter("*") for name in one.attrib if name != ID)
    return next(attributes, None) is None and not any(str(text).strip() for text in element.itertext())


def _position(parent: etree._Element, name: str) -> int:
    """Return where a child of some name is put: before the first one that must come after it."""
    after = _RANK.get(name, len(_ORDER))
    return next((at for at, one in enumerate(parent) if _RANK.get(tei_name(one), len(_ORDER)) > after), len(parent))


def _find_or_make(parent: etree._Element, name: str, undo: ExitStack) -> etree._Element:
    found = parent.find(T + name)
    if found is None:
        found = etree.Element(T + name)
        parent.insert(_position(parent, name), found)
        undo.callback(parent.remove, found)
    return found


def _move(element: etree._Element, parent: etree._Element, at: int, undo: ExitStack) -> None:
    before = element.getparent()
    assert before is not None  # noqa: S101  the caller found it in its parent
    undo.callback(before.insert, before.index(element), element)
    parent.insert(at, element)
