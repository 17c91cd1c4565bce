"""Finds references in content models and datatypes of an ODD to what exists neither in it nor in its sources."""

from collections.abc import Iterator

from teikit.messages import format_suggestion, quote
from teikit.odd.customisation import Customisation
from teikit.odd.merging.attribute_merging import attributes_in
from teikit.odd.merging.selection import Selection
from teikit.odd.reporting import Reporter
from teikit.odd.rules import RULE
from teikit.p5.nodes import RELAXNG, TEI, Node, Place
from teikit.p5.specs import Spec
from teikit.relaxng.datatypes.xsd import KINDS

_KINDS = {"elementRef": "element", "classRef": "class", "macroRef": "macro", "dataRef": "data"}
# What names of patterns have after the name of a class.
_ENDINGS = (
    *("_alternation", "_sequence", "_sequenceOptional", "_sequenceRepeatable", "_sequenceOptionalRepeatable"),
    ".attributes",
)
_WORDS = {"element": "element", "class": "class", "macro": "macro or datatype", "data": "datatype or macro"}


def check_references(customisation: Customisation, selection: Selection, reporter: Reporter) -> None:
    """Report references to what exists nowhere, which content models are written without.

    What exists but is not selected is left out on purpose. The names of grammars that are taken in are not known here.
    """
    known = _Names(customisation, selection)
    for item in customisation.items:
        if isinstance(item, Spec) and item.mode != "delete":
            for node in _references(item):
                known.check(node, reporter)


def _references(spec: Spec) -> Iterator[Node]:
    """Yield all elements of the content model of a specification, and of the datatypes of its attributes."""
    attributes = attributes_in(spec.attributes) if spec.attributes else ()
    datatypes = (each.datatype.content for each in attributes if each.datatype)
    for content in (spec.content or (), *datatypes):
        for node in content:
            yield node
            yield from node.descendants()


class _Names:
    def __init__(self, customisation: Customisation, selection: Selection) -> None:
        self._prefix = customisation.prefix
        self._has_foreign = bool(selection.foreign)
        self._names: dict[str, set[str]] = {"element": set(), "class": set(), "macro": set(), "data": set()}
        for library in selection.libraries:
            self._add(library.specs)
        self._add([each for each in customisation.items if isinstance(each, Spec)])
        # A specification may have a prefix of its own for the name of its pattern.
        self._patterns = {f"{each.prefix}{each.ident}" for each in customisation.items if isinstance(each, Spec)}
        self._names["macro"] = self._names["data"] = self._names["macro"] | self._names["data"]

    def _add(self, specs: list[Spec]) -> None:
        for spec in specs:
            self._names[spec.kind].add(spec.ident)

    def check(self, node: Node, reporter: Reporter) -> None:
        """Report an element of a content model that refers to what exists nowhere."""
        if node.namespace == TEI and node.name in _KINDS:
            self._check_key(node, _KINDS[node.name], reporter)
            for attribute in ("include", "except"):
                self._check_members(node, attribute, reporter)
        elif node.namespace == RELAXNG and node.name == "ref" and not self._has_foreign:
            self._check_pattern(node, reporter)

    def _check_key(self, node: Node, kind: str, reporter: Reporter) -> None:
        # @name of a dataRef is that of a datatype of XML Schema.
        key = node.get("key").strip() or ("" if kind == "data" else node.get("name").strip())
        if not key or key in self._names[kind] or (self._has_foreign and kind != "class"):
            return
        if kind == "data" and key in KINDS:
            message = f"there is no {_WORDS[kind]} '{key}'; datatypes of XML Schema are named by @name"
            reporter.report(RULE["odd/unknown-name"], message, _place_of_key(node))
        else:
            self._report(node, _WORDS[kind], key, reporter.suggest(key, self._names[kind]), reporter)

    def _check_members(self, node: Node, attribute: str, reporter: Reporter) -> None:
        known = self._names["element"] | self._names["class"]
        for name in node.get(attribute).split():
            if name not in known:
                near = reporter.suggest_names(name, known)
                words = f"there is no element or class {quote(name)}{near}"
                reporter.report(RULE["odd/unknown-name"], words, node.place.of(attribute, name))

    def _check_pattern(self, node: Node, reporter: Reporter) -> None:
        written = node.get("name").strip()
        names = self._patterns.union(*self._names.values())
        forms = {_without_ending(each) for each in (written, written.removeprefix(self._prefix))}
        if written and not forms & names:
            self._report(node, "pattern", written, reporter.suggest(written, names), reporter)

    def _report(self, node: Node, kind: str, key: str, near: str | None, reporter: Reporter) -> None:
        hint = format_suggestion([near] if near else [])
        reporter.report(RULE["odd/unknown-name"], f"there is no {kind} {quote(key)}{hint}", _place_of_key(node))


def _place_of_key(node: Node) -> Place:
    return node.place.of("key" if "key" in node.attributes else "name")


def _without_ending(name: str) -> str:
    name = name.partition(".attribute.")[0]
    return next((name.removesuffix(each) for each in _ENDINGS if name.endswith(each)), name)
