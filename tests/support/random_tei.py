"""Random TEI documents that are valid against tei_all, made by walking its patterns; rare elements first."""

import random
from collections import Counter

from lxml import etree

RNG = "{http://relaxng.org/ns/structure/1.0}"
TEI = "http://www.tei-c.org/ns/1.0"
HEADER = (
    "<teiHeader><fileDesc><titleStmt><title>T</title></titleStmt><publicationStmt><p>P</p></publicationStmt>"
    "<sourceDesc><p>S</p></sourceDesc></fileDesc></teiHeader>"
)
# Required attributes whose values no list in the schema gives.
_VALUES = {"target": "#a", "url": "a.png", "key": "p", "ident": "a", "include": "p", "name": "a", "scheme": "#a"}
# Attributes that decide what is read.
_TOLD = (("break", "no"), ("rend", "left"), ("place", "foot"), ("type", "gloss"), ("wit", "#A #B"), ("n", "7"))
_FEW = 0.06
# Python's own stack ends at some forty.
DEEPEST = 20


def _children(pattern: etree._Element) -> list[etree._Element]:
    return [child for child in pattern if isinstance(child.tag, str)]


class TeiMaker:
    """Makes documents; `used` counts the elements in them by name, `mixed` are the elements that may hold text."""

    def __init__(self, schema: etree._ElementTree, seed: int) -> None:
        self.defines: dict[str, etree._Element] = {}
        for one in schema.getroot().iter(f"{RNG}define"):
            # Definitions of one name are alternatives, but in tei_all there is one of each.
            self.defines[one.get("name", "")] = one
        self.elements = {one.get("name"): one for one in schema.getroot().iter(f"{RNG}element") if one.get("name")}
        self.chance = random.Random(seed)
        self.used: Counter[str] = Counter()
        self.costs = self._costs()
        self.firsts: dict[etree._Element, frozenset[str]] = {}
        self.mixed = frozenset(name for name in self.elements if self._has(self.elements[name], set()))
        self.inside = {name: self._first(one, inside=True) for name, one in self.elements.items()}
        self.holders: dict[str, list[str]] = {}
        for name, held in self.inside.items():
            for each in held:
                self.holders.setdefault(each, []).append(name)
        # The way to an element that is wanted: by how many steps others reach it, and how many are left.
        self.nearness: dict[str, int] = {}
        self.steps_left = 0
        self.words, self.left, self.depth = 0, 0, 0

    def below(self, name: str) -> set[str]:
        """Return the elements that may stand below one."""
        found, todo = set[str](), [name]
        while todo:
            for each in self.inside[todo.pop()]:
                if each not in found:
                    found.add(each)
                    todo.append(each)
        return found

    def holds_elements(self, name: str) -> bool:
        """Say whether an element may hold others."""
        return bool(self.inside[name])

    def document(self, size: int, wanted: str = "") -> etree._Element:
        """Return a document whose text has about so many elements at most, and a certain one if that can be."""
        root = etree.fromstring(f'<TEI xmlns="{TEI}">{HEADER}</TEI>')
        self.left, self.depth, self.nearness = size, 0, self._steps_to(wanted)
        self.steps_left = self.nearness.get("text", 0)
        self._element(self.elements["text"], root)
        return root

    def header(self, size: int, wanted: str = "") -> etree._Element:
        """Return a document whose header has about so many elements at most, and a certain one if that can be."""
        root = etree.fromstring(f'<TEI xmlns="{TEI}"/>')
        self.left, self.depth, self.nearness = size, 0, self._steps_to(wanted)
        self.steps_left = self.nearness.get("teiHeader", 0)
        self._element(self.elements["teiHeader"], root)
        root.append(etree.fromstring(f'<text xmlns="{TEI}"><body><p/></body></text>'))
        return root

    def _steps_to(self, wanted: str) -> dict[str, int]:
        """Return by how many steps down an element is reached from the others."""
        steps, reached = {wanted: 0} if wanted else {}, [wanted]
        for name in reached:
            above = [one for one in self.holders.get(name, ()) if one not in steps]
            steps.update(dict.fromkeys(above, steps.get(name, 0) + 1))
            reached += above
        return steps

    def _is_nearer(self, pattern: etree._Element) -> bool:
        return any(self.nearness.get(name, self.steps_left) < self.steps_left for name in self._first(pattern))

    def _has(self, pattern: etree._Element, seen: set[str]) -> bool:
        for child in _children(pattern):
            kind = etree.QName(child).localname
            if kind in {"text", "data", "value", "list", "mixed"}:
                return True
            if kind == "ref" and child.get("name") not in seen:
                seen.add(child.get("name", ""))
                if self._has(self.defines[child.get("name", "")], seen):
                    return True
            elif kind not in {"element", "attribute", "ref"} and self._has(child, seen):
                return True
        return False

    def _costs(self) -> dict[etree._Element, float]:
        """Return how many elements the smallest content of each pattern needs (a fixed point)."""
        everything = [one for root in self.defines.values() for one in root.iter() if isinstance(one.tag, str)]
        costs = dict.fromkeys(everything, float("inf"))
        changed = True
        while changed:
            changed = False
            for one in reversed(everything):
                new = self._cost(one, costs)
                if new < costs[one]:
                    costs[one], changed = new, True
        return costs

    def _cost(self, one: etree._Element, costs: dict[etree._Element, float]) -> float:
        kind = etree.QName(one).localname
        inner = [costs.get(child, 0.0) for child in _children(one)]
        if kind == "ref":
            return costs.get(self.defines[one.get("name", "")], 0.0)
        if kind in {"optional", "zeroOrMore", "empty", "text", "data", "value", "attribute", "list"}:
            return 0.0
        if kind == "notAllowed" or (kind == "element" and not one.get("name")):
            return float("inf")
        return min(inner, default=0.0) if kind == "choice" else sum(inner) + (kind == "element")

    def _first(self, pattern: etree._Element, *, inside: bool = False) -> frozenset[str]:
        """Return the elements that a pattern may hold, not those in them."""
        if pattern in self.firsts and not inside:
            return self.firsts[pattern]
        kind = etree.QName(pattern).localname
        if kind == "element" and not inside:
            found = frozenset({pattern.get("name", "")} - {""})
        elif kind == "attribute":
            found = frozenset()
        elif kind == "ref":
            found = self._first(self.defines[pattern.get("name", "")])
        else:
            found = frozenset().union(*map(self._first, _children(pattern)))
        if not inside:
            self.firsts[pattern] = found
        return found

    def _make(self, pattern: etree._Element, parent: etree._Element) -> None:
        kind = etree.QName(pattern).localname
        make = getattr(self, f"_{kind}", None)
        if make:
            make(pattern, parent)
        else:
            for child in _children(pattern):
                self._make(child, parent)

    def _element(self, pattern: etree._Element, parent: etree._Element) -> None:
        name = pattern.get("name", "")
        self.used[name] += 1
        self.left -= 1
        self.depth += 1
        self.steps_left = min(self.steps_left, self.nearness.get(name, self.steps_left))
        made = etree.SubElement(parent, f"{{{pattern.get('ns') or TEI}}}{name}")
        for child in _children(pattern):
            self._make(child, made)
        self._space(made, name)
        self.depth -= 1

    def _space(self, made: etree._Element, name: str) -> None:
        """Add white space as programs do that indent, and now and then what no reader sees."""
        if self.chance.random() < _FEW:
            made.insert(self.chance.randint(0, len(made)), etree.Comment(" unseen "))
        if len(made) and name not in self.mixed and self.chance.random() < 0.7:
            made.text = "\n  "
            for child in made:
                child.tail = self.chance.choice(["\n  ", "\n", " ", None])

    def _ref(self, pattern: etree._Element, parent: etree._Element) -> None:
        self._make(self.defines[pattern.get("name", "")], parent)

    def _attribute(self, pattern: etree._Element, parent: etree._Element) -> None:
        name = pattern.get("name", "").replace("xml:", "{http://www.w3.org/XML/1998/namespace}")
        values = [one.text or "" for one in pattern.iter(f"{RNG}value")]
        parent.set(name, values[0] if values else _VALUES.get(name, "1"))

    def _optional(self, pattern: etree._Element, parent: etree._Element) -> None:
        attribute = next(iter(_children(pattern)), None)
        if attribute is not None and attribute.tag == f"{RNG}attribute":
            told = dict(_TOLD).get(attribute.get("name", ""))
            allowed = {one.text for one in attribute.iter(f"{RNG}value")}
            if told and self.chance.random() < 0.4 and (told in allowed or not allowed):
                parent.set(attribute.get("name", ""), told)
        elif self._wants(pattern):
            self._all(pattern, parent)

    def _wants(self, pattern: etree._Element) -> bool:
        if self._is_nearer(pattern):
            return True
        cost = sum(self.costs.get(child, 0.0) for child in _children(pattern))
        if self.left <= cost or self.depth > DEEPEST:
            return False
        first = self._first(pattern)
        rare = bool(first) and min(self.used[name] for name in first) < 3
        return self.chance.random() < (0.75 if rare else 0.45)

    def _all(self, pattern: etree._Element, parent: etree._Element) -> None:
        for child in _children(pattern):
            self._make(child, parent)

    def _zeroOrMore(self, pattern: etree._Element, parent: etree._Element) -> None:  # noqa: N802  RELAX NG's name
        while self._wants(pattern):
            self._all(pattern, parent)

    def _oneOrMore(self, pattern: etree._Element, parent: etree._Element) -> None:  # noqa: N802  RELAX NG's name
        self._all(pattern, parent)
        self._zeroOrMore(pattern, parent)

    def _choice(self, pattern: etree._Element, parent: etree._Element) -> None:
        options = [one for one in _children(pattern) if self.costs.get(one, 0.0) < float("inf")]
        nearer = [one for one in options if self._is_nearer(one)]
        options = (
            nearer
            or [one for one in options if self.costs.get(one, 0.0) <= max(self.left, 0)]
            or [min(options, key=lambda one: self.costs.get(one, 0.0))]
        )

        def weigh(one: etree._Element) -> float:
            return min((self.used[name] for name in self._first(one)), default=5.0) * self.chance.random()

        self._make(min(options, key=weigh), parent)

    def _text(self, _pattern: etree._Element, parent: etree._Element) -> None:
        self.words += 1
        word = f"w{self.words}"
        shape = self.chance.choice(["{}", "{} ", " {}", " {} ", "\n  {}\n", "{}x {}y", " ", "{}.", ", {}"])
        self._add(parent, shape.format(word, word))

    def _data(self, pattern: etree._Element, parent: etree._Element) -> None:
        self._add(
            parent, {"anyURI": "#a", "Name": "p", "NCName": "p", "NMTOKEN": "p"}.get(pattern.get("type", ""), "1")
        )

    def _value(self, pattern: etree._Element, parent: etree._Element) -> None:
        self._add(parent, pattern.text or "")

    def _add(self, parent: etree._Element, text: str) -> None:
        if len(parent):
            parent[-1].tail = (parent[-1].tail or "") + text
        else:
            parent.text = (parent.text or "") + text
