"""What a document says of its own schemas before its content."""

import pytest

from teikit.document.prolog import read_prolog

RNG = 'schematypens="http://relaxng.org/ns/structure/1.0"'
SCH = 'schematypens="http://purl.oclc.org/dsdl/schematron"'


def models(prolog: str) -> list[tuple[str, str, str]]:
    return [(each.href, each.kind, each.phase) for each in read_prolog([f"{prolog}<a/>".encode()]).references]


@pytest.mark.parametrize(
    ("instruction", "expected"),
    [
        (f'href="a.rng" type="application/xml" {RNG}', ("a.rng", "relaxng", "")),
        ("href='a.rnc' type='application/relax-ng-compact-syntax'", ("a.rnc", "relaxng", "")),
        (f'href="a.rng" {SCH}', ("a.rng", "schematron", "")),
        (f'href="a.sch" phase="draft" {SCH}', ("a.sch", "schematron", "draft")),
        (f'href = "a&amp;b.rng?c=&quot;"\n{RNG}', ('a&b.rng?c="', "relaxng", "")),
        ('href="a&#38;amp;b&#x20;c.rng"', ("a&amp;b c.rng", "relaxng", "")),
        ('href="a.odd"', ("a.odd", "odd", "")),
        ('href="a.xml" schematypens="http://www.tei-c.org/ns/1.0"', ("a.xml", "odd", "")),
        ('href="a.xsd" schematypens="http://www.w3.org/2001/XMLSchema"', ("a.xsd", "xsd", "")),
        ('href="a.dtd" type="application/xml-dtd"', ("a.dtd", "dtd", "")),
        ('href="a.rng"', ("a.rng", "relaxng", "")),
        ('href="a.RNC#x"', ("a.RNC", "relaxng", "")),
    ],
)
def test_an_instruction_names_a_schema_and_its_kind(instruction: str, expected: tuple[str, str, str]) -> None:
    assert models(f"<?xml-model {instruction}?>") == [expected]


@pytest.mark.parametrize(
    "prolog",
    [
        "<?xml-model?>",
        "<?xml-model nothing?>",
        '<?xml-model href=""?>',
        '<?xml-models href="a.rng"?>',
        "<!-- <?xml-model href='a'?> -->",
    ],
)
def test_what_names_nothing_is_passed_over(prolog: str) -> None:
    assert models(prolog) == []


def test_instructions_within_the_content_do_not_count() -> None:
    assert read_prolog([b'<a><?xml-model href="a.rng"?></a>']).references == ()


def test_a_root_that_comes_late_hides_no_instruction() -> None:
    comment = [b"<!--", *([b"-" + b"x" * 65_535] * 40), b"-->"]
    prolog = read_prolog([b'<!DOCTYPE a SYSTEM "a.dtd">', *comment, b'<?xml-model href="a.rng"?>', *comment, b"<a/>"])
    assert (prolog.root, [each.kind for each in prolog.references]) == ("a", ["relaxng", "dtd"])


def test_the_root_is_known_by_its_key_and_places_count_from_one() -> None:
    prolog = read_prolog([b'<?xml version="1.0"?>\n <?xml-model ', b'href="a.rng"?>\n<a xmlns="urn:a">'])
    assert prolog.root == "urn:a a"
    assert prolog.references[0].at == (2, 2)


@pytest.mark.parametrize(
    "data", [b"", b"\0\1", b"<", b"%PDF", b'<!DOCTYPE a SYSTEM "x.dtd">', b'<?xml encoding="no"?>', b"\xff\xfe<"]
)
def test_what_is_no_document_says_nothing(data: bytes) -> None:
    assert read_prolog([data]) == ((), "")
