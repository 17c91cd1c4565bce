"""Random documents that are valid against a RELAX NG schema in XML syntax, made by walking its patterns."""

import random
from collections import Counter
from collections.abc import Callable

from lxml import etree

RNG = "{http://relaxng.org/ns/structure/1.0}"
XML = "http://www.w3.org/XML/1998/namespace"
# Python's own stack ends at about a hundred.
DEEPEST = 40
_WORDS = ["Dear", "friend", "été", "—", "1890", "&", "<x>", "]]>"]
_DATES = {
    "date": ["1890-05-03", "2000-02-29", "1890-05-03Z"],
    "gYearMonth": ["1890-05"],
    "gYear": ["1890", "-0044"],
    "gMonthDay": ["--05-03"],
    "gMonth": ["--05"],
    "dateTime": ["1890-05-03T12:00:00", "1890-05-03T12:00:00+01:00"],
}
_VALUES = {
    "double": ("0", "0.25", "1.0"),
    **_DATES,
    "language": ["en", "de-AT", "zh-Hant"],
    "Name": ["teikit", "a:b", "_x.1-2"],
    "nonNegativeInteger": ["0", "17", "+3"],
    "token": ["one", " two words ", "d'été"],
}
_PATTERNS = {
    r"-?[0-9]+(\.[0-9]+)?": ["0", "12", "340"],
    r"[0-9]+(\.[0-9]+)?px": ["1200px"],
    r"-?[0-9]+(\.[0-9]+)?,-?[0-9]+(\.[0-9]+)?": ["0,0", "12,340", "7,8"],
    r"[0-9]+(\.[0-9]+){0,2}": ["1", "0.1.0", "4.9"],
    r"\S+": ["#a", "https://example.org/x?y=z", "../a.xml#b", "urn:x:y"],
    r"[A-Za-z0-9\-]+": ["underline", "double-underline", "2"],
}


class DocumentMaker:
    """Makes documents; `used` counts each definition, choice and value that went into one."""

    def __init__(self, schema: etree._ElementTree, seed: int) -> None:
        root = schema.getroot()
        self.defines = {one.get("name"): one for one in root.iter(f"{RNG}define")}
        self.start = root.find(f"{RNG}start")
        self.namespace = root.get("ns", "")
        self.chance = random.Random(seed)
        self.used: Counter[etree._Element] = Counter()
        self.ids = 0
        self.left = 0
        self.depth = 0
        # Looked up a million times: what each pattern is, and its parts.
        patterns = [one for one in root.iter() if isinstance(one.tag, str)]
        self.kinds = {one: etree.QName(one).localname for one in patterns}
        self.parts = {one: [child for child in one if isinstance(child.tag, str)] for one in patterns}
        self.cheap = self._costs()
        self.needs = {one: sum(self.cheap.get(part, 0.0) for part in parts) for one, parts in self.parts.items()}

    def _costs(self) -> dict[etree._Element, float]:
        """Return how many elements the smallest content of each pattern needs (a fixed point)."""
        everything = [one for root in self.defines.values() for one in root.iter() if isinstance(one.tag, str)]
        costs = dict.fromkeys(everything, float("inf"))
        changed = True
        while changed:
            changed = False
            for one in everything:
                new = self._cost(one, costs)
                if new < costs[one]:
                    costs[one], changed = new, True
        return costs

    def _cost(self, one: etree._Element, costs: dict[etree._Element, float]) -> float:
        kind = self.kinds[one]
        inner = [costs.get(part, 0.0) for part in self.parts[one]]
        if kind == "ref":
            return costs[self.defines[one.get("name")]]
        if kind in {"optional", "zeroOrMore", "empty", "text", "data", "value", "attribute", "list"}:
            return 0.0
        if kind == "choice":
            return min(inner, default=0.0)
        return sum(inner) + (kind == "element")

    def document(self, size: int) -> etree._Element:
        """Return a document of about so many elements at most."""
        self.left, self.ids = size, 0
        holder = etree.Element("holder")
        assert self.start is not None
        self._children(self.start, holder)
        return holder[0]

    def _children(self, pattern: etree._Element, parent: etree._Element) -> None:
        for part in self.parts[pattern]:
            self._make(part, parent)

    def _make(self, pattern: etree._Element, parent: etree._Element) -> None:
        self.used[pattern] += 1
        make: Callable[[etree._Element, etree._Element], None]
        make = getattr(self, f"_{self.kinds[pattern]}", self._children)
        make(pattern, parent)

    def _element(self, pattern: etree._Element, parent: etree._Element) -> None:
        self.left -= 1
        self.depth += 1
        made = etree.SubElement(parent, f"{{{self.namespace}}}{pattern.get('name')}", nsmap={None: self.namespace})
        self._children(pattern, made)
        self.depth -= 1

    def _attribute(self, pattern: etree._Element, parent: etree._Element) -> None:
        name = pattern.get("name", "").replace("xml:", f"{{{XML}}}")
        content = pattern[-1] if isinstance(pattern[-1].tag, str) else None
        parent.set(name, self._text(content))

    def _ref(self, pattern: etree._Element, parent: etree._Element) -> None:
        self._make(self.defines[pattern.get("name")], parent)

    def _define(self, pattern: etree._Element, parent: etree._Element) -> None:
        self._children(pattern, parent)

    def _wants(self, pattern: etree._Element) -> bool:
        return self.left > self.needs[pattern] and self.depth < DEEPEST and self.chance.random() < 0.4

    def _optional(self, pattern: etree._Element, parent: etree._Element) -> None:
        if self._wants(pattern):
            self._children(pattern, parent)

    def _zeroOrMore(self, pattern: etree._Element, parent: etree._Element) -> None:  # noqa: N802  RELAX NG's name
        while self._wants(pattern):
            self._children(pattern, parent)

    def _oneOrMore(self, pattern: etree._Element, parent: etree._Element) -> None:  # noqa: N802  RELAX NG's name
        self._children(pattern, parent)
        self._zeroOrMore(pattern, parent)

    def _mixed(self, pattern: etree._Element, parent: etree._Element) -> None:
        before = len(parent)
        self._children(pattern, parent)
        for child in parent[before:]:
            child.tail = self.chance.choice([None, " ", *_WORDS])

    def _choice(self, pattern: etree._Element, parent: etree._Element) -> None:
        options = self.parts[pattern]
        fitting = [one for one in options if self.cheap[one] < self.left and self.depth < DEEPEST]
        least = min(self.cheap[one] for one in options)
        chosen = self.chance.choice(fitting or [one for one in options if self.cheap[one] == least])
        self._make(chosen, parent)

    def _data(self, pattern: etree._Element, parent: etree._Element) -> None:
        parent.text = self._sample(pattern)

    def _text(self, pattern: etree._Element | None) -> str:
        """Return the text of an attribute or of a part of a list."""
        if pattern is None:
            return self.chance.choice(_WORDS)
        self.used[pattern] += 1
        kind, children = self.kinds[pattern], self.parts[pattern]
        if kind == "data":
            return self._sample(pattern)
        if kind == "value":
            return pattern.text or ""
        if kind == "ref":
            return self._text(self.defines[pattern.get("name")])
        if kind == "choice":
            return self._text(self.chance.choice(children))
        times = self.chance.choice([1, 1, 2, 3]) if kind == "oneOrMore" else 1
        return " ".join(self._text(one) for _ in range(times) for one in children)

    def _sample(self, pattern: etree._Element) -> str:
        kind = pattern.get("type", "")
        if kind == "ID":
            self.ids += 1
            return f"id{self.ids}"
        for param in pattern.iter(f"{RNG}param"):
            if param.get("name") == "pattern":
                return self.chance.choice(_PATTERNS[param.text or ""])
        return self.chance.choice(_VALUES[kind])
