"""Writes a schema's tree in the compact syntax (annex C), with comments and annotations."""

import re

from teikit.relaxng.syntax.compact.tokens import KEYWORDS
from teikit.relaxng.syntax.name_table import NameTable
from teikit.relaxng.syntax.tree import AFTER_ROOT, BEFORE_ROOT, COMPATIBILITY, Annotation, SchemaElement, SchemaSource
from teikit.relaxng.syntax.write_xml import Rename

_STEP = "  "
_WIDTH = 100
_ASSIGNMENT = {"": "=", "choice": "|=", "interleave": "&="}
_OPERATOR = {"group": ", ", "choice": " | ", "interleave": " & "}
_SIGN = {"optional": "?", "zeroOrMore": "*", "oneOrMore": "+"}
_NAME_CLASSES = frozenset({"name", "anyName", "nsName"})
_LONG, _OTHER_LONG = '"""', "'''"
# What begins a literal of several lines, and what may contain the same quotes: literals of one line, and comments.
_QUOTED = re.compile(r"\"{3}|'{3}|\"[^\"]*\"|'[^']*'|#.*")


def write_compact(source: SchemaSource, rename: Rename = str) -> str:
    """Return a schema in the compact syntax; `rename` changes the hrefs of what it includes."""
    table = NameTable(source.root)
    writer = _CompactWriter(table, rename)
    root = source.root
    outside = {place: [each for each in root.annotations if each.place == place] for place in (BEFORE_ROOT, AFTER_ROOT)}
    body = writer.whole_grammar(root) if root.name == "grammar" else writer.pattern(root)
    parts = [_comments(outside[BEFORE_ROOT]), table.declarations(), body, _comments(outside[AFTER_ROOT])]
    return _tidy("\n".join(part for part in parts if part))


class _CompactWriter:
    """Writes patterns, components and name classes."""

    def __init__(self, table: NameTable, rename: Rename) -> None:
        self._table = table
        self._rename = rename

    def whole_grammar(self, root: SchemaElement) -> str:
        """Return a grammar that is the whole schema; its own attributes can only be written as a comment."""
        pairs = [f"{each.name} = {_literal(each.text)}" for each in root.annotations if each.kind == "attribute"]
        comment = f"# {' '.join(pairs)}\n" if pairs else ""
        return comment + self.components(root)

    def components(self, parent: SchemaElement) -> str:
        """Return the components of a grammar, include or div."""
        parts = []
        by_place: dict[int, list[Annotation]] = {}
        for each in parent.annotations:
            by_place.setdefault(each.place, []).append(each)
        for index in range(len(parent.children) + 1):
            for each in by_place.get(index, ()):
                if each.kind == "comment":
                    parts.append(_comments([each]))
                elif each.kind == "element":
                    parts.append(self._annotation(each))
            if index < len(parent.children):
                parts.append(self._component(parent.children[index]))
        return _join_components(parts)

    def _component(self, element: SchemaElement) -> str:
        lead = self._lead(element)
        if element.name == "div":
            return f"{lead}div {_brace(self.components(element))}"
        if element.name == "include":
            inner = self.components(element)
            return f"{lead}include {self._reference(element)}" + (f" {_brace(inner)}" if inner else "")
        name = "start" if element.name == "start" else _identifier(element.attributes["name"])
        assignment = _ASSIGNMENT[element.attributes.get("combine", "").strip()]
        body = self._body(element)
        if "\n" in body or len(name) + len(body) > _WIDTH:
            return f"{lead}{name} {assignment}\n{_indent(body)}"
        return f"{lead}{name} {assignment} {body}"

    def _reference(self, element: SchemaElement) -> str:
        href = _literal(self._rename(element.attributes["href"]))
        inherit = self._table.inherited_prefix(element)
        return f"{href} inherit = {inherit}" if inherit else href

    def _body(self, element: SchemaElement, start: int = 0) -> str:
        """Return the patterns in an element, from one of its children on, as one pattern."""
        children = element.children[start:]
        if len(children) == 1:
            text = self.pattern(children[0], follow=self._follow(element, start + 1))
            return self._comments_before(element, start) + text + self._comments_after(element)
        return self._join_operands(element, ", ", start)

    def _join_operands(self, element: SchemaElement, operator: str, start: int = 0) -> str:
        """Return the children of an element as operands."""
        parts = []
        for index, each in enumerate(element.children[start:], start):
            follow = self._follow(element, index + 1)
            text = self.pattern(each, within=operator.strip(), follow=follow)
            parts.append(self._comments_before(element, index) + text)
        line = operator.join(parts)
        if "\n" not in line and len(line) <= _WIDTH:
            return line + self._comments_after(element)
        between = f"{operator.rstrip()}\n" if operator == ", " else f"\n{operator.lstrip()}"
        return between.join(parts) + self._comments_after(element)

    def _comments_before(self, element: SchemaElement, place: int) -> str:
        """Return the comments before a child, also before the first."""
        found = [each for each in element.annotations if each.kind == "comment" and each.place == place]
        return f"\n{_comments(found)}\n" if found else ""

    def _comments_after(self, element: SchemaElement) -> str:
        last = len(element.children)
        found = [each for each in element.annotations if each.kind == "comment" and each.place == last > 0]
        return f"\n{_comments(found)}\n" if found else ""

    def _follow(self, element: SchemaElement, place: int) -> list[Annotation]:
        return [each for each in element.annotations if each.kind == "element" and each.place == place]

    def pattern(self, element: SchemaElement, within: str = "", follow: list[Annotation] | None = None) -> str:
        """Return a pattern, in parentheses where an operator around it would split it."""
        documents, follow = _split_documentation(element, follow or [])
        lead = self._lead(element, documents)
        text = self._plain_pattern(element)
        needs_parentheses = element.name == "data" and self._except(element) and bool(within or lead)
        if element.name in _OPERATOR and len(element.children) > 1:
            needs_parentheses = bool(within or follow)
        if needs_parentheses or (lead and (element.name in _OPERATOR or element.name in _SIGN)):
            text = _parenthesise(text)
        after = "".join(f" >> {self._annotation(each)}" for each in follow)
        return self._inner_comments(element) + lead + text + after

    def _inner_comments(self, element: SchemaElement) -> str:
        """Return the comments in a pattern without children, which are written before it."""
        if element.children or element.name == "grammar":
            return ""
        found = [each for each in element.annotations if each.kind == "comment"]
        return f"\n{_comments(found)}\n" if found else ""

    def _plain_pattern(self, element: SchemaElement) -> str:
        name = element.name
        if name in _OPERATOR:
            return self._join_operands(element, _OPERATOR[name])
        if name in _SIGN:
            return self._repetition(element)
        if name in {"element", "attribute"}:
            return self._named_pattern(element)
        if name in {"mixed", "list"}:
            return f"{name} {_brace(self._body(element))}"
        if name == "grammar":
            return f"grammar {_brace(self.components(element))}"
        if name in {"ref", "parentRef"}:
            return ("parent " if name == "parentRef" else "") + _identifier(element.attributes["name"])
        if name == "externalRef":
            return f"external {self._reference(element)}"
        return self._data(element) if name in {"data", "value"} else name

    def _repetition(self, element: SchemaElement) -> str:
        sign = _SIGN[element.name]
        inner = self._body(element)
        only = element.children[0] if len(element.children) == 1 else None
        tight = only is not None and only.name not in {*_OPERATOR, *_SIGN} and not self._except(only)
        follow = any(each.kind != "attribute" for each in element.annotations)
        if tight and only is not None and not follow and not self._lead(only):
            return inner + sign
        return _parenthesise(inner) + sign

    def _except(self, element: SchemaElement) -> bool:
        return any(each.name == "except" for each in element.children)

    def _named_pattern(self, element: SchemaElement) -> str:
        if "name" in element.attributes:
            names, start = self._table.name(element), 0
        else:
            names, start = self._comments_before(element, 0) + self.names(element.children[0]), 1
        inner = self._body(element, start) if element.children[start:] else "text"
        if start:
            follow = "".join(f" >> {self._annotation(each)}" for each in self._follow(element, 1))
            names += follow if element.children[start:] and follow else ""
        return f"{element.name} {names} {_brace(inner)}"

    def names(self, element: SchemaElement) -> str:
        """Return a name class."""
        lead = self._lead(element)
        if element.name == "choice":
            return f"{lead}({self._names_of(element)})"
        text = self._table.name_class(element)
        for index, each in enumerate(element.children):
            inner = self._names_of(each)
            excepted = inner if len(each.children) == 1 else f"({inner})"
            text = f"{self._comments_before(element, index)}({text} - {excepted})"
        return self._inner_comments(element) + lead + text

    def _names_of(self, element: SchemaElement) -> str:
        """Return the name classes in an element as alternatives."""
        children = enumerate(element.children)
        parts = (self._comments_before(element, index) + self.names(each) for index, each in children)
        return " | ".join(parts) + self._comments_after(element)

    def _data(self, element: SchemaElement) -> str:
        kind = self._table.datatype(element)
        if element.name == "value":
            return f"{kind} {_literal(element.text)}" if kind else _literal(element.text)
        params = [each for each in element.children if each.name == "param"]
        text = kind
        if params:
            text += " " + _brace("\n".join(self._param(element, index) for index in range(len(params))))
        for each in element.children[len(params) :]:
            inner = self._join_operands(each, " | ")
            one = len(each.children) == 1 and not each.annotations
            one = one and each.children[0].name in {"data", "value", "ref"} and not each.children[0].children
            text += f" - {inner if one else _parenthesise(inner)}"
        return text

    def _param(self, data: SchemaElement, index: int) -> str:
        param = data.children[index]
        comments = self._comments_before(data, index) + self._inner_comments(param)
        return f"{comments}{self._lead(param)}{param.attributes['name']} = {_literal(param.text)}"

    def _lead(self, element: SchemaElement, documents: list[Annotation] | None = None) -> str:
        """Return the annotations before a pattern: documentation, then annotations in brackets."""
        first = [each for each in element.annotations if each.place == 0 and each.kind == "element"]
        if element.name in {"grammar", "include", "div"}:
            first = []
        attributes = [self._attribute(each) for each in element.annotations if each.kind == "attribute"]
        lines: list[str] = []
        elements: list[str] = []
        for each in (*(documents or ()), *first):
            text = _documentation(each)
            if text is not None and not elements:
                lines += [f"## {line}".rstrip() for line in text.strip().split("\n")]
            else:
                elements.append(self._annotation(each))
        if attributes or elements:
            lines.append(f"[ {' '.join(attributes + elements)} ]")
        return "\n" * bool(lines) + "".join(f"{line}\n" for line in lines)

    def _attribute(self, each: Annotation) -> str:
        return f"{self._table.annotation_name(each)} = {_literal(each.text)}"

    def _annotation(self, each: Annotation) -> str:
        """Return an annotation element."""
        parts = []
        # Space between elements is layout, and this syntax has its own; beside words it is not.
        has_elements = any(one.kind == "element" for one in each.children)
        is_layout = has_elements and not any(one.kind == "text" and one.text.strip() for one in each.children)
        for one in each.children:
            if is_layout and one.kind == "text":
                continue
            if one.kind == "attribute":
                parts.append(self._attribute(one))
            elif one.kind == "text":
                parts.append(_literal(one.text))
            elif one.kind == "comment":
                parts.append(f"\n{_comments([one])}\n")
            else:
                parts.append(self._annotation(one))
        return " ".join((self._table.annotation_name(each), "[", *parts, "]"))


def _split_documentation(element: SchemaElement, follow: list[Annotation]) -> tuple[list[Annotation], list[Annotation]]:
    """Return the annotations after a pattern that are written before it, and the others.

    The documentation of a value follows it in the XML syntax and precedes it in the compact syntax.
    """
    if element.name != "value":
        return [], follow
    documents = [each for each in follow if _documentation(each) is not None]
    return documents, [each for each in follow if _documentation(each) is None]


def _documentation(each: Annotation) -> str | None:
    """Return the text of a plain documentation element, None where it is none."""
    if each.namespace != COMPATIBILITY or each.name.rpartition(":")[2] != "documentation":
        return None
    texts = [one.text for one in each.children if one.kind == "text"]
    text = "".join(texts)
    plain = len(texts) == len(each.children) and text.strip() and "\r" not in text
    return text if plain and all(not line.startswith((" ", "\t", "#")) for line in text.strip().split("\n")) else None


def _join_components(parts: list[str]) -> str:
    """Return components with an empty line between those that are long; a comment stays with what follows it."""
    text = ""
    for before, part in zip(["", *parts], parts, strict=False):
        is_comment = part.startswith("#")
        close = not before or (before.startswith("#") and not is_comment)
        close = close or not (is_comment or "\n" in part.strip("\n") or "\n" in before.strip("\n"))
        text += part.strip("\n") if not before else ("\n" if close else "\n\n") + part.strip("\n")
    return text


def _comments(annotations: list[Annotation]) -> str:
    # A second `#` would make a comment documentation.
    texts = ("\n".join(f"#{' ' * line.startswith('#')}{line}" for line in one.text.split("\n")) for one in annotations)
    return "\n\n".join(texts)


def _identifier(name: str) -> str:
    name = name.strip()
    return f"\\{name}" if name in KEYWORDS else name


def _literal(text: str) -> str:
    """Return a string as a literal, or as several joined where it contains both kinds of quotes."""
    text = text.replace("\\x{", "\\x{5C}x{").replace("\r", "\\x{D}")
    quotes = '"""' if "\n" in text else '"'
    if quotes not in text and not text.endswith('"'):
        return quotes + text + quotes
    other = quotes.replace('"', "'")
    if other not in text and not text.endswith("'"):
        return other + text + other
    parts = text.replace('"', '\0"\0').split("\0")
    return " ~ ".join("'\"'" if part == '"' else _literal(part) for part in parts if part)


def _indent(text: str) -> str:
    """Return lines one step to the right, but for those within a literal of several lines."""
    lines = []
    literal = ""
    for line in text.strip("\n").split("\n"):
        lines.append(line if literal or not line else _STEP + line)
        literal = _open_literal(line, literal)
    return "\n".join(lines)


def _open_literal(line: str, literal: str) -> str:
    """Return the quotes of the literal of several lines that is open after a line, "" for none.

    `literal` is the one that is open before it.
    """
    rest = line
    while True:
        if literal:
            _, is_closed, rest = rest.partition(literal)
            if not is_closed:
                return literal
        found = next((each for each in _QUOTED.finditer(rest) if each[0] in {_LONG, _OTHER_LONG}), None)
        if found is None:
            return ""
        literal, rest = found[0], rest[found.end() :]


def _brace(text: str) -> str:
    return f"{{ {text} }}" if "\n" not in text and len(text) < _WIDTH else f"{{\n{_indent(text)}\n}}"


def _parenthesise(text: str) -> str:
    return f"({text})" if "\n" not in text else f"(\n{_indent(text)}\n)"


def _tidy(text: str) -> str:
    """Return lines without space at their ends and without two empty ones together, but for those of literals."""
    lines: list[str] = []
    literal = ""
    for line in text.strip("\n").split("\n"):
        before, literal = literal, _open_literal(line, literal)
        kept = line if literal else line.rstrip()
        if kept or before or (lines and lines[-1]):
            lines.append(kept)
    return "\n".join(lines) + "\n"
