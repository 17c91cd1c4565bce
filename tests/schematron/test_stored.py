"""A schema that comes from a cache reports what the schema reports that it was stored from."""

import marshal
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teikit.document.document import from_bytes
from teikit.schematron import load
from teikit.schematron.on_demand import OnDemand
from teikit.schematron.schema import Schematron
from teikit.schematron.stored import ScreenedSchematron, StoredSchema, store

HEAD = '<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2"{}>'
SCHEMA = f"""{HEAD.format("")}
<let name="most" value="2"/>
<phase id="first"><active pattern="two"/></phase>
<pattern id="one" abstract="true"><rule context="$name"><assert test="count(*) le $most">many</assert></rule></pattern>
<pattern id="two" is-a="one"><param name="name" value="a"/></pattern>
<pattern id="three">
  <let name="ids" value="//@n"/>
  <rule context="b"><report test="@n = $ids[2]" diagnostics="more">second</report></rule>
  <rule context="*"><let name="own" value="string(@m)"/><report test="$own = 'x'">x: <value-of select="$own"/></report>
  </rule>
</pattern>
<diagnostics><diagnostic id="more">at <name/></diagnostic></diagnostics>
</schema>"""


def schema(text: str = SCHEMA) -> Schematron:
    return load(Path("rules.sch"), text.encode())


def from_cache(rules: Schematron) -> ScreenedSchematron:
    stored = store(rules)
    assert stored is not None
    plain = marshal.loads(marshal.dumps(tuple(stored)))  # noqa: S302  our own bytes
    return ScreenedSchematron(StoredSchema(*plain), {})


def documents(rng: random.Random, depth: int = 0) -> str:
    name = rng.choice("abc")
    attributes = "".join(f" {each}='{rng.choice('xyz')}'" for each in "nm" if rng.random() < 0.3)
    inside = "".join(documents(rng, depth + 1) for _ in range(rng.randrange(4)) if depth < 3)
    return f"<{name}{attributes}>{inside}</{name}>"


@given(seed=st.integers(0, 1 << 30))
def test_a_schema_from_a_cache_reports_the_same(seed: int) -> None:
    rng, rules = random.Random(seed), schema()
    cached = from_cache(rules)
    for _ in range(4):
        document = from_bytes(documents(rng).encode(), "a.xml")
        for phase in (None, "#ALL", "first"):
            assert cached.validate_document(document, phase) == rules.validate_document(document, phase)


def test_only_the_patterns_that_a_document_needs_are_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    cached, made = from_cache(schema()), []
    patterns = cached.compiled.schema.patterns
    assert isinstance(patterns, OnDemand)
    monkeypatch.setattr(patterns, "_make", lambda each, make=patterns._make: made.append(each[0].id) or make(each))
    assert cached.validate_document(from_bytes(b"<c/>", "a.xml")) == []
    assert made == []
    assert len(cached.validate_document(from_bytes(b"<a><c/><c/><c/></a>", "a.xml"))) == 1
    assert "two" in made


def test_the_phases_are_known_without_compilation() -> None:
    cached = from_cache(schema())
    assert (cached.phases, cached.has_phase("first"), cached.has_phase(""), cached.has_phase("x")) == (
        ("first",), True, True, False,
    )  # fmt: skip
    assert "compiled" not in vars(cached)


@pytest.mark.parametrize(
    "text",
    [
        SCHEMA.replace("@n = $ids[2]", "@n ="),
        SCHEMA.replace('<pattern id="three">', '<pattern id="three" documents="\'b.xml\'">'),
    ],
)
def test_what_is_not_correct_or_reads_documents_is_not_stored(text: str) -> None:
    assert store(load(Path("rules.sch"), text.encode(), lenient=True)) is None


def test_members_are_made_once_and_when_they_are_asked_for() -> None:
    made: list[int] = []
    numbers = OnDemand([1, 2, 3], lambda each: made.append(each) or each * 10)
    assert (len(numbers), numbers[2], numbers[-1], made) == (3, 30, 30, [3])
    assert (list(numbers), numbers[:2], made) == ([10, 20, 30], [10, 20], [3, 1, 2])
    with pytest.raises(IndexError):
        numbers[3]


def test_the_svrl_of_a_stored_schema_is_that_of_the_schema() -> None:
    rules = schema(SCHEMA.replace('id="more"', 'id="more" xml:lang="de" see="#s"').replace("many", "<emph>many</emph>"))
    data = b"<a><b n='x' m='x'/><b n='y'/><b n='y'/></a>"
    head, elements = from_cache(rules).svrl_part(from_bytes(data, "d.xml"))
    assert head == rules.svrl_part(from_bytes(data, "d.xml")).head
    written = "".join(text for _, text in elements)
    assert written == "".join(text for _, text in rules.svrl_part(from_bytes(data, "d.xml")).elements)
    assert 'xml:lang="de" see="#s"' in written
    assert "<svrl:emph>many</svrl:emph>" in written
