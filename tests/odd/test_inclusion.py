"""XIncludes in ODDs are resolved in place; what cannot be included is an error at its place."""

from pathlib import Path

import pytest

from support.made_odds import XINCLUDE, odd, read, tei
from teikit.limits import LimitExceededError, limits_set
from teikit.odd.reading.odd import read_odd
from teikit.odd.reporting import Reporter
from teikit.p5.nodes import TEI
from teikit.relaxng.syntax.faults import SchemaSyntaxError
from teikit.relaxng.syntax.loading import FileLoader

_CORE = f'<moduleRef xmlns="{TEI}" key="core"/>'


def test_a_document_takes_the_place_of_its_include() -> None:
    done = read(odd('<moduleRef key="a"/><xi:include href="b.xml"/><moduleRef key="c"/>'), {"b.xml": _CORE})
    assert (done.items, done.reported) == (["a", "core", "c"], [])
    assert done.odd.items[1].place.file == "/odd/b.xml"


def test_includes_are_resolved_against_their_own_file() -> None:
    files = {
        "sub/b.xml": f'<p xmlns="{TEI}" xmlns:xi="{XINCLUDE}"><xi:include href="c.xml"/></p>',
        "sub/c.xml": _CORE,
        "other/d.xml": _CORE,
    }
    done = read(odd('<xi:include href="sub/b.xml"/><p xml:base="other/"><xi:include href="d.xml"/></p>'), files)
    assert (done.items, done.reported) == (["core", "core"], [])


@pytest.mark.parametrize("pointer", ["b", "element(b)", "xpointer(id(&quot;b&quot;))"])
def test_a_pointer_chooses_an_element_by_its_id(pointer: str) -> None:
    target = tei(f'<moduleRef key="a"/><p xml:id="b">{_CORE}</p>')
    done = read(odd(f"<xi:include href='b.xml' xpointer='{pointer}'/>"), {"b.xml": target})
    assert (done.items, done.reported) == (["core"], [])


def test_a_pointer_alone_chooses_from_the_same_file() -> None:
    done = read(odd('<xi:include xpointer="a"/>', around=f'<p xml:id="a">{_CORE}</p>'))
    assert (done.items, done.reported) == (["core"], [])


def test_a_schema_spec_may_be_included() -> None:
    done = read(tei('<xi:include href="b.xml"/>'), {"b.xml": odd(_CORE)})
    assert (done.odd.ident, done.odd.file, done.items) == ("test", "/odd/main.odd", ["core"])


def test_the_root_may_be_an_include() -> None:
    done = read(f'<xi:include xmlns:xi="{XINCLUDE}" href="b.xml"/>', {"b.xml": odd(_CORE)})
    assert (done.odd.ident, done.items) == ("test", ["core"])


@pytest.mark.parametrize(
    ("data", "attributes"),
    [
        ("ä < b".encode(), ""),
        ("ä < b".encode("latin-1"), 'encoding="iso-8859-1"'),
        ("ä < b".encode("utf-16"), ""),
        ("ä < b".encode("utf-8-sig"), 'encoding="iso-8859-1"'),
    ],
)
def test_texts_are_included_in_their_encoding(data: bytes, attributes: str) -> None:
    main = odd(f'<desc>a <xi:include href="b.txt" parse="text" {attributes}/> c</desc>')
    done = read(main, {"b.txt": data})
    assert [each.text() for each in done.odd.prose["desc"]] == ["a ä < b c"]
    assert done.reported == []


@pytest.mark.parametrize(
    ("include", "message"),
    [
        ('<xi:include href="no.xml"/>', "'no.xml' cannot be included: there is no schema /odd/no.xml"),
        (
            '<xi:include href="b.xml" xpointer="no"/>',
            "'/odd/b.xml' has no element with the xml:id 'no'",
        ),
        (
            '<xi:include href="b.xml" xpointer="xpointer(/a/b)"/>',
            "the pointer 'xpointer(/a/b)' is not supported, only an xml:id",
        ),
        ('<xi:include href="b.xml" parse="html"/>', "@parse is 'html', and not 'xml' or 'text'"),
        (
            '<xi:include href="c.txt" parse="text" encoding="klingon"/>',
            "'c.txt' cannot be included: c.txt: the encoding 'klingon' is not known",
        ),
        (
            '<xi:include href="c.txt" parse="text"/>',
            "'c.txt' cannot be included: it has the character U+0000, which XML does not allow",
        ),
    ],
)
def test_what_cannot_be_included_is_an_error_unless_there_is_a_fallback(include: str, message: str) -> None:
    files: dict[str, str | bytes] = {"b.xml": _CORE, "c.txt": b"a\0b"}
    done = read(odd(f'\n{include}<moduleRef key="tei"/>'), files)
    assert done.reported == [("odd/include-missing", "main.odd", 5, message)]
    assert (done.errors, done.items) == (["odd/include-missing"], ["tei"])
    tag = include.removesuffix("/>") + "><xi:fallback>"
    done = read(odd(f'{tag}<xi:include href="b.xml"/></xi:fallback></xi:include>'), files)
    assert (done.items, done.reported) == (["core"], [])


def test_an_included_file_that_is_not_well_formed_is_an_error_in_it_with_a_note() -> None:
    with pytest.raises(SchemaSyntaxError) as raised:
        read(odd('<xi:include href="b.xml"><xi:fallback/></xi:include>'), {"b.xml": "<a>\n<b>"})
    (found,) = raised.value.diagnostics
    assert found.span is not None
    assert (found.rule, found.file, found.span.start) == ("xml/not-well-formed", "/odd/b.xml", (2, 1))
    assert [(each.message, each.file) for each in found.notes][-1] == ("included here", "/odd/main.odd")


@pytest.mark.parametrize(
    ("main", "files"),
    [
        (odd('<xi:include href=""/>'), {}),
        (odd('<xi:include href="main.odd"/>'), {}),
        (odd('<p xml:id="a"><xi:include xpointer="a"/></p>'), {}),
        (odd('<xi:include href="b.xml"/>'), {"b.xml": tei('<xi:include href="main.odd"/>')}),
        (odd('<xi:include href="b.xml"/>'), {"b.xml": tei('<p xml:id="b"/><xi:include href="./b.xml"/>')}),
        (
            odd('<xi:include href="b.xml"/>'),
            {"b.xml": tei('<xi:include href="c.xml"/>'), "c.xml": tei('<xi:include href="b.xml"/>')},
        ),
    ],
)
def test_what_includes_itself_is_one_error(main: str, files: dict[str, str | bytes]) -> None:
    assert read(main, files).errors == ["odd/include-cycle"]


def test_a_part_of_a_file_may_be_included_in_another_part_of_it() -> None:
    parts = tei(f'<p xml:id="a">{_CORE}</p><p xml:id="b"><xi:include href="" xpointer="a"/></p>')
    done = read(odd('<xi:include href="b.xml" xpointer="b"/><xi:include href="b.xml"/>'), {"b.xml": parts})
    assert done.errors == []
    assert done.items[0] == "core"


def test_what_is_included_often_is_counted_each_time() -> None:
    files: dict[str, str | bytes] = {
        f"{i}.xml": tei(f'<xi:include href="{i + 1}.xml"/><xi:include href="{i + 1}.xml"/>') for i in range(40)
    }
    with pytest.raises(LimitExceededError, match=r"^/odd/main\.odd: has more than 400,000 elements"):
        read(odd('<xi:include href="0.xml"/>'), {**files, "40.xml": _CORE})


def test_a_long_chain_of_files_is_one_error() -> None:
    files: dict[str, str | bytes] = {f"{i}.xml": tei(f'<xi:include href="{i + 1}.xml"/>') for i in range(2_000)}
    with pytest.raises(SchemaSyntaxError, match="more than 50 deep") as raised:
        read(odd('<xi:include href="0.xml"/>'), files)
    assert [each.rule for each in raised.value.diagnostics] == ["odd/limit-exceeded"]


def test_too_many_files_are_one_error() -> None:
    files: dict[str, str | bytes] = {f"{i}.xml": _CORE for i in range(1_100)}
    with pytest.raises(SchemaSyntaxError, match="more than 1,000 files"):
        read(odd("".join(f'<xi:include href="{i}.xml"/>' for i in range(1_100))), files)


def test_a_file_that_is_missing_is_looked_for_once_and_reported_where_it_is_named() -> None:
    done = read(odd('<xi:include href="no.xml"/>\n<xi:include href="no.xml"/>'))
    assert done.rules == [("odd/include-missing", 4), ("odd/include-missing", 5)]


def test_files_elsewhere_are_not_read(tmp_path: Path) -> None:
    secret, folder = tmp_path / "secret.xml", tmp_path / "odd"
    secret.write_text("<a>kingfisher</a>", encoding="utf-8")
    folder.mkdir()
    (folder / "a.odd").write_text(odd('<xi:include href="../secret.xml"/>\n<xi:include href="http://example.org/a"/>'))
    reporter = Reporter()
    read_odd(str(folder / "a.odd"), None, FileLoader((folder,)), reporter)
    outside, remote = reporter.diagnostics
    assert "--allow-read" in outside.message
    assert "--allow-network" in remote.message
    assert "--catalog" in remote.message


def test_all_files_together_have_a_limit_of_bytes() -> None:
    with limits_set(odd_bytes=2_000), pytest.raises(LimitExceededError, match="--limit odd-bytes"):
        read(odd('<xi:include href="b.xml"/>'), {"b.xml": tei("a" * 2_000)})
