"""Reduces specifications to facts: removes their prose, and puts messages in teikit's own words into constraints."""

import re
from collections.abc import Iterator, Mapping, Sequence

from teikit.errors import TeikitError
from teikit.p5.nodes import NOWHERE, RELAXNG, SCHEMATRON, TEI, XML, Node

Messages = Mapping[str, Sequence[str]]
# What has only prose, or only concerns a documentation.
_PROSE = frozenset(
    {
        *("gloss", "desc", "exemplum", "remarks", "listRef", "equiv", "valDesc", "respStmt"),
        *("model", "modelGrp", "modelSequence"),
    }
)
_MODELS = frozenset({"content", "datatype"})
_KEPT_NAMESPACES = frozenset({TEI, RELAXNG, SCHEMATRON})
_LANGUAGE = f"{{{XML}}}lang"
_DROPPED_ATTRIBUTES = frozenset({f"{{{XML}}}id", f"{{{XML}}}base", "predeclare", "rend", "resp", "cert", "versionDate"})
# Schematron's own prose.
_TITLES = frozenset({"title", "p", "diagnostics", "properties"})
_TESTS = frozenset({"assert", "report"})
_EXPRESSIONS = frozenset({"test", "context", "value", "select"})
_NAMES = frozenset({"include", "except", "exclude"})
# A string literal, or white space outside of one.
_LITERAL_OR_SPACE = re.compile(r"""("[^"]*"|'[^']*')|\s+""")
_PREFIX = re.compile(r"(?<![\w.$-])([A-Za-z_][\w.-]*):(?!:)")
_INSERTION = re.compile(r"\{([^}]*)\}")


class MessagesError(TeikitError):
    """A constraint has no messages, or another number of them than it has tests."""


def select_facts(node: Node, messages: Messages, prefixes: Mapping[str, str] | None = None) -> Node:
    """Return a specification, or an element with such, without its prose; raise MessagesError.

    The parts of a content model or datatype share the prefixes that some of them use.
    """
    if node.namespace == TEI and node.name == "constraintSpec":
        return _reduce_constraint(node, messages)
    if node.name in _MODELS and prefixes is None:
        prefixes = _all_used_prefixes(node)
    children = [
        child if isinstance(child, str) else select_facts(child, messages, prefixes)
        for child in node.children
        if (child.strip() if isinstance(child, str) else _is_fact(child))
    ]
    return _copy(node, children, prefixes or {})


def _is_fact(node: Node) -> bool:
    return node.namespace in _KEPT_NAMESPACES and not (node.namespace == TEI and node.name in _PROSE)


def _copy(node: Node, children: list[Node | str], prefixes: Mapping[str, str]) -> Node:
    kept = {
        key: _collapse(value) if key in _EXPRESSIONS | _NAMES else value
        for key, value in node.attributes.items()
        if key not in _DROPPED_ATTRIBUTES and (key != _LANGUAGE or node.name == "constraintSpec")
    }
    return Node(node.namespace, node.name, kept, children, NOWHERE, prefixes)


def _collapse(expression: str) -> str:
    return _LITERAL_OR_SPACE.sub(lambda found: found[1] or " ", expression).strip()


def _all_used_prefixes(node: Node) -> Mapping[str, str]:
    """Return the prefixes in scope that values of attributes use in an element."""
    found: dict[str, str] = {}
    for each in (node, *node.descendants()):
        used = {prefix for value in each.attributes.values() for prefix in _PREFIX.findall(value)}
        found |= {prefix: each.prefixes[prefix] for prefix in used if prefix in each.prefixes}
    return dict(sorted(found.items()))


def _reduce_constraint(node: Node, messages: Messages) -> Node:
    ident = node.get("ident").strip()
    if ident not in messages:
        raise MessagesError(f"constraint '{ident}' has no messages of teikit's own")
    lets = _used_variables(node)
    left = iter(messages[ident])
    prefixes = _all_used_prefixes(node)
    made = [_reduce_rules(each, left, lets, prefixes) for each in node.elements("constraint")]
    if next(left, None) is not None:
        raise MessagesError(f"constraint '{ident}' has fewer tests than messages")
    return _copy(node, [*made], {})


def _used_variables(node: Node) -> frozenset[str]:
    """Return the names of variables that tests, contexts and the values of variables refer to."""
    used: set[str] = set()
    for each in node.descendants():
        if each.name != "value-of":
            for key in _EXPRESSIONS:
                used |= set(re.findall(r"\$([\w.-]+)", each.get(key)))
    return frozenset(used)


def _reduce_rules(node: Node, messages: Iterator[str], lets: frozenset[str], prefixes: Mapping[str, str]) -> Node:
    if node.namespace == SCHEMATRON and node.name in _TESTS:
        message = next(messages, None)
        if message is None:
            raise MessagesError(f"test '{node.get('test')}' has no message of teikit's own")
        return _copy(node, list(_message_parts(message, prefixes)), prefixes)
    children = [
        _reduce_rules(child, messages, lets, prefixes)
        for child in node.all_elements()
        if not (child.namespace == SCHEMATRON and child.name in _TITLES)
        and (child.name != "let" or child.get("name") in lets)
    ]
    return _copy(node, [*children], prefixes)


def _message_parts(message: str, prefixes: Mapping[str, str]) -> Iterator[Node | str]:
    for index, part in enumerate(_INSERTION.split(message)):
        if index % 2 == 0:
            if part:
                yield part
        elif part:
            yield Node(SCHEMATRON, "value-of", {"select": part}, [], NOWHERE, prefixes)
        else:
            yield Node(SCHEMATRON, "name", {}, [], NOWHERE, prefixes)
