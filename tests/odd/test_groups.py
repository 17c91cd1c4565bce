"""The content of a specGrp stands in for the references to it, across files."""

import time

import pytest

from support.made_odds import odd, read, tei
from teikit.p5.nodes import TEI
from teikit.relaxng.syntax.faults import SchemaSyntaxError

_CORE = '<moduleRef key="core"/>'


def _group(name: str, content: str) -> str:
    return f'<specGrp xml:id="{name}">{content}</specGrp>'


def test_a_group_stands_in_for_its_reference() -> None:
    done = read(odd('<moduleRef key="a"/><specGrpRef target="#g"/><moduleRef key="b"/>', around=_group("g", _CORE)))
    assert (done.items, done.reported) == (["a", "core", "b"], [])


def test_groups_may_refer_to_groups_and_have_groups() -> None:
    around = _group("g", f'{_CORE}<specGrpRef target="#h"/><specGrp><moduleRef key="b"/></specGrp>')
    done = read(odd('<specGrpRef target=" #g "/>', around=around + _group("h", '<moduleRef key="a"/>')))
    assert (done.items, done.reported) == (["core", "a", "b"], [])


def test_a_group_without_a_reference_does_nothing() -> None:
    assert read(odd(_CORE, around=_group("g", '<elementSpec ident="hi" mode="delete"/>'))).items == ["core"]


def test_a_group_in_a_schema_spec_counts_where_it_is_once() -> None:
    done = read(odd(_group("g", _CORE) + '<moduleRef key="a"/>'))
    assert (done.items, done.reported) == (["core", "a"], [])


def test_a_group_in_another_schema_spec_may_be_referred_to() -> None:
    other = f'<schemaSpec ident="other">{_group("g", _CORE)}</schemaSpec>'
    assert read(odd('<specGrpRef target="#g"/>', around=other), ident="test").items == ["core"]


def test_specifications_within_prose_are_found() -> None:
    listed = '<list><item><elementSpec ident="a" mode="change"/></item></list>'
    prose = f"<p>a <gi>b</gi>{_CORE}</p>{listed}<div><ab>c</ab></div>"
    done = read(odd('<specGrpRef target="#g"/>', around=_group("g", prose)))
    assert (done.items, done.reported) == (["core", "change a"], [])


def test_prose_of_a_group_that_looks_like_a_specification_is_reported() -> None:
    prose = '<specDesc key="p"/><elementSpecs ident="p"/>'
    done = read(odd('<specGrpRef target="#g"/>', around=_group("g", prose)))
    message = "unknown element 'elementSpecs' in specGrp, did you mean 'elementSpec'?"
    assert done.items == ["p"]
    assert done.reported == [("odd/unknown-part", "main.odd", 3, message)]


@pytest.mark.parametrize(
    ("target", "content"),
    [
        ("b.odd#g", tei(_group("h", '<moduleRef key="no"/>') + _group("g", _CORE))),
        ("b.odd", f'<specGrp xmlns="{TEI}">{_CORE}</specGrp>'),
        ("b.odd", tei(_group("h", "<p>a</p>") + f"<div>{_group('g', _CORE)}</div>")),
        ("b.odd", f'<div xmlns="{TEI}"><head>a</head>{_CORE}</div>'),
        ("b.odd#g", f'<div xmlns="{TEI}"><p xml:id="g">{_CORE}</p></div>'),
        ("./b.odd#g", f'<moduleRef xmlns="{TEI}" key="core" xml:id="g"/>'),
        ("b.odd", f'<moduleRef xmlns="{TEI}" key="core"/>'),
    ],
)
def test_groups_of_other_files_are_read(target: str, content: str) -> None:
    done = read(odd(f'<specGrpRef target="{target}"/>'), {"b.odd": content})
    assert (done.items, done.reported) == (["core"], [])


def test_references_in_another_file_are_resolved_there() -> None:
    files: dict[str, str | bytes] = {
        "sub/b.odd": tei(_group("g", '<specGrpRef target="#h"/><specGrpRef target="c.odd"/>') + _group("h", _CORE)),
        "sub/c.odd": f'<specGrp xmlns="{TEI}"><moduleRef key="c"/></specGrp>',
    }
    done = read(odd('<specGrpRef target="sub/b.odd#g"/>', around=_group("h", '<moduleRef key="no"/>')), files)
    assert (done.items, done.reported) == (["core", "c"], [])


def test_a_reference_that_was_included_may_mean_a_group_of_its_own_file() -> None:
    part = tei(f'<p xml:id="p"><specGrpRef target="#h"/></p>{_group("h", _CORE)}')
    done = read(odd('<xi:include href="b.odd" xpointer="p"/>'), {"b.odd": part})
    assert (done.items, done.reported) == (["core"], [])


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("#letter", "there is no group 'letter', did you mean 'letters'?"),
        ("#", "there is no group ''"),
        ("b.odd#x", "there is no group 'x' in /odd/b.odd"),
    ],
)
def test_a_group_that_is_not_there_is_a_warning(target: str, message: str) -> None:
    main = odd(f'{_CORE}\n<specGrpRef target="{target}"/>', around=_group("letters", ""))
    done = read(main, {"b.odd": tei("")})
    assert done.reported == [("odd/unknown-group", "main.odd", 5, message)]
    assert (done.items, done.errors) == (["core"], [])


def test_a_file_that_is_not_there_is_an_error() -> None:
    done = read(odd('\n<specGrpRef target="no.odd#a"/><specGrpRef/>'))
    assert done.reported == [
        ("odd/group-not-found", "main.odd", 5, "the group 'no.odd#a' cannot be read: there is no schema /odd/no.odd"),
        ("odd/missing-ident", "main.odd", 5, "specGrpRef has no @target"),
    ]


def test_a_file_that_is_not_well_formed_is_an_error_in_it_with_a_note() -> None:
    with pytest.raises(SchemaSyntaxError) as raised:
        read(odd('<specGrpRef target="b.odd"/>'), {"b.odd": "<a>\n<b>"})
    (found,) = raised.value.diagnostics
    assert (found.file, found.notes[-1].message, found.notes[-1].file) == (
        "/odd/b.odd",
        "referred to here",
        "/odd/main.odd",
    )


@pytest.mark.parametrize(
    ("around", "files"),
    [
        (_group("g", '<specGrpRef target="#g"/>'), {}),
        (_group("g", '<specGrpRef target="#h"/>') + _group("h", '<specGrpRef target="#g"/>'), {}),
        (_group("g", _group("h", '<specGrpRef target="#g"/>')), {}),
        (
            _group("g", '<specGrpRef target="b.odd#h"/>'),
            {"b.odd": tei(_group("h", '<specGrpRef target="main.odd#g"/>'))},
        ),
        (_group("g", '<specGrpRef target="b.odd"/>'), {"b.odd": tei('<specGrpRef target="b.odd"/>')}),
    ],
)
def test_a_group_that_contains_itself_is_one_error(around: str, files: dict[str, str | bytes]) -> None:
    done = read(odd('<specGrpRef target="#g"/>', around=around), files)
    assert [each for each, _ in done.rules] == ["odd/group-cycle"]
    assert done.errors == ["odd/group-cycle"]


def test_a_group_counts_once_with_a_warning() -> None:
    done = read(
        odd(
            '<specGrpRef target="#g"/>\n<specGrpRef target="#g"/>\n<specGrpRef target="#g"/>', around=_group("g", _CORE)
        )
    )
    message = "the group '#g' is referred to again, and counts once"
    assert (done.items, done.reported) == (["core"], [("odd/group-repeated", "main.odd", 5, message)])


def test_groups_that_refer_to_others_twice_take_no_time() -> None:
    doubled = "".join(_group(f"g{i}", f'<specGrpRef target="#g{i + 1}"/>' * 2) for i in range(1_000))
    done = read(odd('<specGrpRef target="#g0"/>', around=doubled + _group("g1000", _CORE)))
    assert (done.items, done.errors) == (["core"], [])


def test_many_references_to_one_group_and_a_long_chain_of_groups_take_linear_time() -> None:
    started = time.process_time()
    done = read(odd('<specGrpRef target="b.odd#g"/>' * 20_000), {"b.odd": tei(_group("g", _CORE))})
    assert (done.items, len(done.reported)) == (["core"], 1)
    done = read(odd('<specGrpRef target="b.odd#g"/>' * 20_000))
    assert done.errors == ["odd/group-not-found"]
    chain = "".join(_group(f"g{i}", f'<specGrpRef target="#g{i + 1}"/>') for i in range(20_000))
    done = read(odd('<specGrpRef target="#g0"/>', around=chain + _group("g20000", _CORE)))
    assert (done.items, done.reported) == (["core"], [])
    assert time.process_time() - started < 60
