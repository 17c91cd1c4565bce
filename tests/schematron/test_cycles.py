"""What refers to itself is found, as a slow search finds it."""

import random

import pytest

from support.schematron_cases import Case
from teikit.schematron.cycles import find_cyclic


def reaches_itself(node: int, edges: dict[int, list[int]]) -> bool:
    seen, waiting = set(), list(edges[node])
    while waiting:
        each = waiting.pop()
        if each == node:
            return True
        if each not in seen:
            seen.add(each)
            waiting += edges[each]
    return False


@pytest.mark.parametrize("seed", range(50))
def test_cycles_of_random_graphs_are_found(seed: int) -> None:
    chance = random.Random(seed)
    size = chance.randrange(1, 15)
    edges = {node: [chance.randrange(size) for _ in range(chance.randrange(3))] for node in range(size)}
    expected = {each for each in edges if reaches_itself(each, edges)}
    assert find_cyclic(edges, edges.__getitem__) == expected


def test_a_long_chain_of_variables_is_read_in_linear_time() -> None:
    chain = "".join(f"<let name='v{number}' value='$v{number + 1}'/>" for number in range(5_000))
    rule = "<pattern><rule context='a'><assert test='$v5000 = 2' id='x'>x</assert></rule></pattern>"
    made = Case("", f"{chain}<let name='v5000' value='1'/>{rule}").load()
    assert [each.rule for each in made.validate(b"<a/>", "a.xml")] == ["sch/x"]


def test_a_function_that_is_nested_too_deeply_is_refused() -> None:
    xsl = "xmlns:xsl='http://www.w3.org/1999/XSL/Transform'"
    inside = "".join(f"<xsl:variable name='v{number}' select='1'/>" for number in range(3_000))
    function = f"<xsl:function {xsl} name='u:f'>{inside}<xsl:sequence select='1'/></xsl:function>"
    rule = "<pattern><rule context='a'><assert test='u:f()'>x</assert></rule></pattern>"
    made = Case("", f"<ns prefix='u' uri='urn:u'/>{function}{rule}").load(lenient=True)
    assert [each.message for each in made.faults] == ["the function 'u:f' is nested too deeply"]
