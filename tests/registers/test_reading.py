"""Registers: which ids and kinds they give, and what is said of those that cannot be read."""

import tracemalloc
from pathlib import Path

import pytest

from teikit.errors import UnreadableInputError
from teikit.limits import LimitExceededError, limits_set
from teikit.registers import EntryKind, PrefixDeclaration, RegisterIndex, read_register

TEI = '<TEI xmlns="http://www.tei-c.org/ns/1.0">{}</TEI>'
LISTS = TEI.format(
    '<listPerson><person xml:id="ada"><persName xml:id="ada-name">Ada</persName></person></listPerson>'
    '<listPlace><place xml:id=" ulm "/></listPlace><listOrg><org xml:id="guild"/></listOrg>'
    '<listBibl><bibl xml:id="almanac"/></listBibl><list><item xml:id="i1"/></list>'
    '<egXML xmlns="http://www.tei-c.org/ns/Examples"><person xml:id="shown"/></egXML>'
)


def written(folder: Path, content: str, name: str = "register.xml") -> Path:
    (folder / name).write_text(content, encoding="utf-8")
    return folder / name


def test_entries_have_their_ids_and_kinds(tmp_path: Path) -> None:
    expected = {
        "ada": EntryKind.PERSON,
        "ada-name": EntryKind.PERSON,
        "ulm": EntryKind.PLACE,
        "guild": EntryKind.ORGANISATION,
        "almanac": EntryKind.WORK,
        "i1": EntryKind.OTHER,
    }
    assert expected == dict(read_register(written(tmp_path, LISTS)).kinds)


def test_a_register_declares_prefixes(tmp_path: Path) -> None:
    content = TEI.format('<prefixDef ident="p" matchPattern="(.+)" replacementPattern="#$1"/>')
    assert (PrefixDeclaration("p", "(.+)", "#$1"),) == read_register(written(tmp_path, content)).prefixes


def test_a_register_that_includes_another_is_not_whole(tmp_path: Path) -> None:
    content = TEI.format('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="b.xml"/>')
    assert not read_register(written(tmp_path, content)).is_whole


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (TEI.format("<listPerson>"), r"register\.xml:1:\d+: the register is not well-formed: 'listPerson'"),
        ("", r"register\.xml:1:1: the register is not well-formed: there is no element"),
        ('<?xml version="1.0" encoding="no-such"?>\n<TEI/>', r"register\.xml:1:\d+: the register is in an encoding"),
    ],
)
def test_a_register_that_is_not_well_formed_is_refused_with_its_place(
    content: str, message: str, tmp_path: Path
) -> None:
    with pytest.raises(UnreadableInputError, match=message):
        read_register(written(tmp_path, content))


def test_a_missing_register_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInputError, match="no such file"):
        read_register(tmp_path / "none.xml")
    with pytest.raises(UnreadableInputError, match="is a folder"):
        read_register(tmp_path)


def test_a_register_has_limits(tmp_path: Path) -> None:
    path = written(tmp_path, LISTS)
    with limits_set(register_entries=3), pytest.raises(LimitExceededError, match="more than 3 ids"):
        read_register(path)
    with limits_set(register_bytes=100), pytest.raises(LimitExceededError, match="100 bytes"):
        read_register(path)


def test_a_large_register_is_read_in_pieces(tmp_path: Path) -> None:
    filler = f"<note>{'long ' * 2_000}</note>"
    path = written(tmp_path, TEI.format("".join(f'<place xml:id="l{n}">{filler}</place>' for n in range(2_000))))
    tracemalloc.start()
    read_register(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < path.stat().st_size / 5


def test_the_first_of_several_registers_counts(tmp_path: Path) -> None:
    one = read_register(written(tmp_path, TEI.format('<place xml:id="x"/>'), "one.xml"))
    two = read_register(written(tmp_path, TEI.format('<person xml:id="x"/><person xml:id="y"/>'), "two.xml"))
    index = RegisterIndex((one, two))
    assert tuple(map(index.find, ("x", "y", "z"))) == (EntryKind.PLACE, EntryKind.PERSON, None)
    assert (index.find_named("two.xml"), index.find_at(tmp_path / "." / "one.xml")) == (two, one)
    assert index.find_at(tmp_path / "elsewhere" / "two.xml") is None
    assert index.describes(["person"])
    assert not index.describes(["work"])
    assert not RegisterIndex()


def test_entries_of_unknown_kinds_may_be_anything(tmp_path: Path) -> None:
    index = RegisterIndex((read_register(written(tmp_path, TEI.format('<item xml:id="x"/>'))),))
    assert index.describes(["work"])
