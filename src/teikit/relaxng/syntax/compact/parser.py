"""Parses the compact syntax by recursive descent over the grammar of annex C.1."""

from collections.abc import Callable
from dataclasses import replace

from teikit.diagnostics import Position
from teikit.relaxng.syntax.compact.name_classes import NameClassReader
from teikit.relaxng.syntax.compact.stream import LeadingAnnotations
from teikit.relaxng.syntax.compact.tokens import CompactToken
from teikit.relaxng.syntax.faults import SchemaSyntaxError
from teikit.relaxng.syntax.full_syntax import check
from teikit.relaxng.syntax.tree import AFTER_ROOT, BEFORE_ROOT, COMPATIBILITY, Annotation, SchemaElement

_ASSIGNMENTS = {"=": "", "|=": "choice", "&=": "interleave"}
_OPERATORS = {",": "group", "|": "choice", "&": "interleave"}
_REPEATS = {"*": "zeroOrMore", "+": "oneOrMore", "?": "optional"}
# Elements that take patterns one after another as a group.
_TAKE_GROUPS = frozenset({"element", "define", "zeroOrMore", "oneOrMore", "optional", "mixed", "list"})
# A pattern, and the annotations that follow it in its parent.
_ReadPattern = tuple[SchemaElement, list[Annotation]]


def read_compact(text: str, file: str) -> SchemaElement:
    """Return the root of a schema in the compact syntax; SchemaSyntaxError if it is not in it, or violates clause 3."""
    root = _CompactParser(text, file).schema()
    if faults := list(check(root, lambda element, _attribute: element.span)):
        raise SchemaSyntaxError(sorted(faults, key=lambda each: each.span.start if each.span else Position(1, 1)))
    return root


class _CompactParser(NameClassReader):
    """Reads patterns and grammars.

    `_bare_excepts` has the ids of datatypes with an except that are not in parentheses; `_inner_annotations` what
    follows a pattern within its parentheses.
    """

    def __init__(self, text: str, file: str) -> None:
        super().__init__(text, file)
        self._bare_excepts: set[int] = set()
        self._inner_annotations: dict[int, list[Annotation]] = {}

    def schema(self) -> SchemaElement:
        """Read the whole schema."""
        self._declarations()
        before, self.pending_comments = self.pending_comments, []
        self.namespaces = self.declarations.namespaces()
        if self._is_component():
            root = self.make("grammar", self.token)
            self._components(root, "end")
        else:
            lead = self.read_leading()
            before += lead.comments
            root, follow = self._operands(lead)
            if follow:
                self.tokens.refuse(self.token, "an annotation cannot follow the whole schema")
        if self.token.kind != "end":
            self.refuse_token("the end of the schema")
        self.next()
        if self.declarations.default is not None and not self.declarations.has_inherited_prefix:
            root.attributes.setdefault("ns", self.declarations.default)
        outside = [Annotation("comment", text=each.text, place=BEFORE_ROOT) for each in before]
        after = [Annotation("comment", text=each.text, place=AFTER_ROOT) for each in self.pending_comments]
        root.annotations = outside + root.annotations + after
        return root

    def _declarations(self) -> None:
        while self.is_keyword("namespace", "default", "datatypes"):
            word = self.next()
            if word.text == "datatypes":
                name = self.expect_identifier("a name for the library", keywords=True)
                self.expect_sign("=")
                self.declarations.bind_library(name, self.expect_literal())
                continue
            if word.text == "default":
                if not self.is_keyword("namespace"):
                    self.refuse_token("'namespace'")
                self.next()
            named = self.token.kind in {"identifier", "keyword"}
            name = self.next() if named else word
            self.expect_sign("=")
            uri = self._namespace_uri()
            if word.text == "default":
                self.declarations.set_default(word, uri)
            elif not named:
                self.tokens.refuse(word, "a namespace is declared without a prefix")
            if named:
                self.declarations.bind(name, uri)

    def _namespace_uri(self) -> str | None:
        if self.is_keyword("inherit"):
            self.next()
            return None
        return self.expect_literal()

    def _is_component(self) -> bool:
        """Return whether a grammar comes next and not a pattern, looking past annotations in brackets."""
        ahead = self._skip_brackets(0) if self.is_sign("[") else 0
        token, then = self.peek(ahead), self.peek(ahead + 1)
        if token.kind == "end":
            return ahead == 0
        if token.kind == "keyword" and token.text in {"start", "div", "include"}:
            return True
        if token.kind not in {"identifier", "qname"}:
            return token.kind == "keyword" and then.kind == "sign" and then.text == "["
        return then.kind == "sign" and then.text in {*_ASSIGNMENTS, "["}

    def _skip_brackets(self, ahead: int) -> int:
        depth = 0
        while True:
            token = self.peek(ahead)
            if token.kind == "sign":
                depth += (token.text == "[") - (token.text == "]")
            ahead += 1
            if depth == 0 or token.kind == "end":
                return ahead

    def _components(self, parent: SchemaElement, end: str, *, included: bool = False) -> None:
        self.enter()
        while not (self.token.kind == end or self.is_sign(end)):
            if self.token.kind == "end":
                self.refuse_token(f"'{end}'")
            self._component(parent, included=included)
        self.depth -= 1

    def _component(self, parent: SchemaElement, *, included: bool) -> None:
        lead = self.read_leading()
        token = self.token
        if self.is_keyword("start"):
            made = self._definition(self.make("start", self.next()))
        elif self.is_keyword("div"):
            made = self.make("div", self.next())
            self._braced_components(made, included=included)
        elif self.is_keyword("include") and not included:
            made = self._include()
        elif self.peek().kind == "sign" and self.peek().text == "[":
            self._grammar_annotation(parent, lead)
            return
        else:
            name = self.expect_identifier("a name to define, 'start', 'div' or 'include'")
            made = self._definition(self.make("define", token, {"name": name.text}))
        self._insert_leading(made, lead)
        waiting, self.pending_comments = self.pending_comments, []
        self.add(parent, made, lead)
        self.pending_comments = waiting

    def _grammar_annotation(self, parent: SchemaElement, lead: LeadingAnnotations) -> None:
        if lead.annotations:
            self.refuse_token("a definition behind annotations")
        self.add_annotations(parent, lead.comments)
        self.add_annotations(parent, [self.annotation_element()])

    def _insert_leading(self, made: SchemaElement, lead: LeadingAnnotations) -> None:
        """Put the annotations before a pattern into it, before its content."""
        made.annotations = [*lead.annotations, *made.annotations]

    def _definition(self, made: SchemaElement) -> SchemaElement:
        if not self.is_sign(*_ASSIGNMENTS):
            self.refuse_token("'=', '|=' or '&='")
        combine = _ASSIGNMENTS[self.next().text]
        if combine:
            made.attributes["combine"] = combine
        self._add_pattern(made, *self._annotated_pattern())
        return made

    def _include(self) -> SchemaElement:
        made = self._reference("include", self.next())
        if self.is_sign("{"):
            self._braced_components(made, included=True)
        return made

    def _reference(self, name: str, token: CompactToken) -> SchemaElement:
        """Read the rest of an include or external: the literal, and the prefix whose namespace it inherits."""
        made = self.make(name, token, {"href": self.expect_literal()})
        if self.is_keyword("inherit"):
            self.next()
            self.expect_sign("=")
            prefix = self.expect_identifier("a prefix", keywords=True)
            uri = self.declarations.namespace(prefix, prefix.text)
        else:
            uri = self.declarations.default if self.declarations.has_inherited_prefix else None
        if uri is not None:
            made.attributes["ns"] = uri
        return made

    def _braced_components(self, made: SchemaElement, *, included: bool) -> None:
        self.expect_sign("{")
        self._components(made, "}", included=included)
        self.expect_sign("}")
        self.flush_comments(made)

    def _add_pattern(
        self, parent: SchemaElement, pattern: SchemaElement, lead: LeadingAnnotations, follow: list[Annotation]
    ) -> None:
        """Put a pattern into an element; a bare group gives its members to an element that takes several."""
        bare = pattern.name == "group" and not pattern.attributes and not lead.annotations
        has_leading = any(each.kind != "comment" and each.place == 0 for each in pattern.annotations)
        if bare and parent.name in _TAKE_GROUPS and not has_leading:
            self.flush_comments(parent)
            self.add_annotations(parent, lead.comments)
            before = len(parent.children)
            parent.children += pattern.children
            parent.annotations += (replace(each, place=each.place + before) for each in pattern.annotations)
        else:
            self.add(parent, pattern, lead)
        self.add_annotations(parent, follow)

    def _annotated_pattern(self) -> tuple[SchemaElement, LeadingAnnotations, list[Annotation]]:
        lead = self.read_leading()
        pattern, follow = self._operands(lead)
        # Where operators follow, the annotations have gone to the first operand.
        return pattern, LeadingAnnotations([], lead.comments), follow

    def _operands(self, lead: LeadingAnnotations) -> _ReadPattern:
        """Read operands joined by one kind of operator; `lead` belongs to the first of them."""
        self.enter()
        first, follow = self._particle(lead)
        operator = self.token
        if not self.is_sign(*_OPERATORS):
            self.depth -= 1
            return first, follow
        self._refuse_except(first, operator)
        made = self.make(_OPERATORS[operator.text], operator)
        made.span = first.span
        self._add_pattern(made, first, LeadingAnnotations([], []), follow)
        while self.is_sign(operator.text):
            self.next()
            lead_of = self.read_leading()
            operand, follow = self._particle(lead_of)
            self._refuse_except(operand, operator)
            self.add(made, operand, lead_of)
            self.add_annotations(made, follow)
        if self.is_sign(*_OPERATORS):
            message = f"'{operator.text}' and '{self.token.text}' cannot be mixed without parentheses"
            self.tokens.refuse(self.token, message)
        self.depth -= 1
        return made, []

    def _refuse_except(self, operand: SchemaElement, operator: CompactToken) -> None:
        if id(operand) in self._bare_excepts:
            place = f"before or behind '{operator.text}'"
            self.tokens.refuse(operator, f"a datatype with '-' must stand in parentheses {place}")

    def _particle(self, lead: LeadingAnnotations) -> _ReadPattern:
        """Read a pattern with its sign of repetition, and what follows it."""
        primary, follow = self._primary(lead)
        while self.is_sign(*_REPEATS):
            sign = self.next()
            self._refuse_except(primary, sign)
            repeat = self.make(_REPEATS[sign.text], sign)
            repeat.span = primary.span
            waiting, self.pending_comments = self.pending_comments, []
            self._add_pattern(repeat, primary, LeadingAnnotations(primary.annotations[:0], []), follow)
            self.add_annotations(repeat, waiting)
            primary, follow = repeat, self.read_following()
            if self.is_sign(*_REPEATS):
                self.tokens.refuse(self.token, "a repetition of a repetition needs parentheses")
        return primary, follow

    def _primary(self, lead: LeadingAnnotations) -> _ReadPattern:
        token = self.token
        if self.is_sign("("):
            made, follow = self._parenthesised_pattern()
        else:
            made, follow = self._simple_pattern(token), []
        if made.name == "value":
            # A value contains only text: its documentation follows it.
            follow = [*follow, *self._documentation_of(token, lead)]
        self._insert_leading(made, lead)
        if made.name == "data":
            made, follow = self._data_except(made)
        return made, [*follow, *self.read_following()]

    def _documentation_of(self, token: CompactToken, lead: LeadingAnnotations) -> list[Annotation]:
        elements = [each for each in lead.annotations if each.kind == "element"]
        if any(each.namespace != COMPATIBILITY for each in elements):
            self.tokens.refuse(token, "a value takes no annotation elements")
        lead.annotations = [each for each in lead.annotations if each.kind != "element"]
        return elements

    def _parenthesised_pattern(self) -> _ReadPattern:
        self.next()
        lead = self.read_leading()
        waiting, lead.comments = lead.comments, []
        made, follow = self._operands(lead)
        self.expect_sign(")")
        self._bare_excepts.discard(id(made))
        if made.name != "value" and self.pending_comments:
            self.flush_comments(made)
        self.pending_comments = waiting + self.pending_comments
        if follow:
            # The annotation follows what is in the parentheses, so that needs a parent.
            self._inner_annotations[id(made)] = follow
        return made, follow

    def _simple_pattern(self, token: CompactToken) -> SchemaElement:
        if token.kind == "keyword" and token.text in self._readers:
            return self._readers[token.text](self.next())
        if token.kind == "identifier":
            return self.make("ref", token, {"name": self.next().text})
        if token.kind == "literal":
            return self.make("value", token, {}, self.expect_literal())
        if token.kind == "qname":
            prefix, _, local = self.next().text.partition(":")
            return self._typed_pattern(token, local, self.declarations.library(token, prefix))
        self.refuse_token("a pattern")
        raise AssertionError

    def _typed_pattern(self, token: CompactToken, name: str, library: str) -> SchemaElement:
        """Read what follows the name of a datatype: a literal, or params."""
        attributes = {"type": name, "datatypeLibrary": library}
        if self.token.kind == "literal":
            return self.make("value", token, attributes, self.expect_literal())
        made = self.make("data", token, attributes)
        if self.is_sign("{"):
            self.next()
            while not self.is_sign("}"):
                self._param(made)
            self.next()
            self.flush_comments(made)
        return made

    def _param(self, data: SchemaElement) -> None:
        lead = self.read_leading()
        token = self.expect_identifier("the name of a param", keywords=True)
        self.expect_sign("=")
        param = self.make("param", token, {"name": token.text}, self.expect_literal())
        self._insert_leading(param, lead)
        self.add(data, param, lead)

    def _data_except(self, data: SchemaElement) -> _ReadPattern:
        if not self.is_sign("-"):
            return data, []
        excepted = self.make("except", self.next())
        lead = self.read_leading()
        inner, follow = self._primary_in_except(lead)
        self._add_pattern(excepted, inner, LeadingAnnotations([], lead.comments), follow)
        self.add(data, excepted)
        self._bare_excepts.add(id(data))
        return data, []

    def _primary_in_except(self, lead: LeadingAnnotations) -> _ReadPattern:
        """Read the pattern after `-`; an annotation that follows without parentheses belongs further out."""
        if self.is_sign("("):
            made, _ = self._parenthesised_pattern()
            follow = self._inner_annotations.pop(id(made), [])
        else:
            made, follow = self._simple_pattern(self.token), []
        self._insert_leading(made, lead)
        return made, follow

    def _keyword_data(self, token: CompactToken) -> SchemaElement:
        return self._typed_pattern(token, token.text, "")

    def _leaf(self, token: CompactToken) -> SchemaElement:
        return self.make(token.text, token)

    def _parent_ref(self, token: CompactToken) -> SchemaElement:
        made = self.make("parentRef", token)
        made.attributes["name"] = self.expect_identifier("a name defined in the grammar around").text
        self.flush_comments(made)
        return made

    def _external(self, token: CompactToken) -> SchemaElement:
        return self._reference("externalRef", token)

    def _grammar(self, token: CompactToken) -> SchemaElement:
        made = self.make("grammar", token)
        self._braced_components(made, included=False)
        return made

    def _braced_pattern(self, token: CompactToken) -> SchemaElement:
        return self._fill(self.make(token.text, token))

    def _named_pattern(self, token: CompactToken) -> SchemaElement:
        made = self.make(token.text, token)
        self.read_names(made)
        return self._fill(made)

    def _fill(self, made: SchemaElement) -> SchemaElement:
        """Read a pattern in braces into an element."""
        self.expect_sign("{")
        self._add_pattern(made, *self._annotated_pattern())
        self.expect_sign("}")
        self.flush_comments(made)
        return made

    @property
    def _readers(self) -> dict[str, Callable[[CompactToken], SchemaElement]]:
        return {
            "element": self._named_pattern, "attribute": self._named_pattern, "list": self._braced_pattern,
            "mixed": self._braced_pattern, "empty": self._leaf, "notAllowed": self._leaf, "text": self._leaf,
            "parent": self._parent_ref, "external": self._external, "grammar": self._grammar,
            "string": self._keyword_data, "token": self._keyword_data,
        }  # fmt: skip
