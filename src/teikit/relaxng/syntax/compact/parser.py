"""The compact syntax becomes a tree: the grammar of annex C.1 by recursive descent."""

from collections.abc import Callable

from teikit.diagnostics import Position
from teikit.relaxng.syntax.compact.name_classes import NameClassReader
from teikit.relaxng.syntax.compact.stream import Lead
from teikit.relaxng.syntax.compact.tokens import Token
from teikit.relaxng.syntax.faults import SchemaSyntaxError
from teikit.relaxng.syntax.full_syntax import check
from teikit.relaxng.syntax.tree import AFTER_ROOT, BEFORE_ROOT, COMPATIBILITY, Annotation, SchemaElement

_ASSIGNMENTS = {"=": "", "|=": "choice", "&=": "interleave"}
_OPERATORS = {",": "group", "|": "choice", "&": "interleave"}
_REPEATS = {"*": "zeroOrMore", "+": "oneOrMore", "?": "optional"}
# Elements that take patterns one after another as a group.
_TAKE_GROUPS = frozenset({"element", "define", "zeroOrMore", "oneOrMore", "optional", "mixed", "list"})
# A pattern, and the annotations that follow it in what holds it.
_Read = tuple[SchemaElement, list[Annotation]]


def read_compact(text: str, file: str) -> SchemaElement:
    """Return the root of a schema in the compact syntax.

    Raises:
        SchemaSyntaxError: The text is not in the compact syntax, or breaks clause 3.
    """
    root = _Parser(text, file).schema()
    faults = list(check(root, lambda element, _attribute: element.span))
    if faults:
        raise SchemaSyntaxError(sorted(faults, key=lambda each: each.span.start if each.span else Position(1, 1)))
    return root


class _Parser(NameClassReader):
    """Reads patterns and grammars.

    `_bare_excepts` knows the datatypes with an except that stand in no parentheses, by identity; `_followed` what
    follows a pattern within its parentheses.
    """

    def __init__(self, text: str, file: str) -> None:
        super().__init__(text, file)
        self._bare_excepts: set[int] = set()
        self._followed: dict[int, list[Annotation]] = {}

    def schema(self) -> SchemaElement:
        """Read the whole schema."""
        self._declarations()
        before, self.waiting = self.waiting, []
        self.namespaces = self.declared.namespaces()
        if self._is_component():
            root = self.make("grammar", self.token)
            self._components(root, "end")
        else:
            lead = self.lead()
            before += lead.comments
            root, follow = self._operands(lead)
            if follow:
                self.tokens.refuse(self.token, "an annotation cannot follow the whole schema")
        if self.token.kind != "end":
            self.unexpected("the end of the schema")
        self.next()
        self._set_root(root, before)
        return root

    def _set_root(self, root: SchemaElement, before: list[Annotation]) -> None:
        if self.declared.default is not None and not self.declared.inherits:
            root.attributes.setdefault("ns", self.declared.default)
        outside = [Annotation("comment", text=each.text, place=BEFORE_ROOT) for each in before]
        behind = [Annotation("comment", text=each.text, place=AFTER_ROOT) for each in self.waiting]
        root.annotations = outside + root.annotations + behind

    def _declarations(self) -> None:
        while self.is_keyword("namespace", "default", "datatypes"):
            word = self.next()
            if word.text == "datatypes":
                name = self.identifier("a name for the library", keywords=True)
                self.sign("=")
                self.declared.bind_library(name, self.literal())
                continue
            if word.text == "default":
                if not self.is_keyword("namespace"):
                    self.unexpected("'namespace'")
                self.next()
            named = self.token.kind in {"identifier", "keyword"}
            name = self.next() if named else word
            self.sign("=")
            uri = self._namespace_uri()
            if word.text == "default":
                self.declared.set_default(word, uri)
            elif not named:
                self.tokens.refuse(word, "a namespace is declared without a prefix")
            if named:
                self.declared.bind(name, uri)

    def _namespace_uri(self) -> str | None:
        if self.is_keyword("inherit"):
            self.next()
            return None
        return self.literal()

    def _is_component(self) -> bool:
        """Tell whether a grammar comes next and not a pattern, looking past annotations in brackets."""
        ahead = 0
        if self.is_sign("["):
            ahead = self._behind_brackets(0)
        token, then = self.peek(ahead), self.peek(ahead + 1)
        if token.kind == "end":
            return ahead == 0
        if token.kind == "keyword" and token.text in {"start", "div", "include"}:
            return True
        if token.kind not in {"identifier", "qname"}:
            return token.kind == "keyword" and then.kind == "sign" and then.text == "["
        return then.kind == "sign" and then.text in {*_ASSIGNMENTS, "["}

    def _behind_brackets(self, ahead: int) -> int:
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
                self.unexpected(f"'{end}'")
            self._component(parent, included=included)
        self.depth -= 1

    def _component(self, parent: SchemaElement, *, included: bool) -> None:
        lead = self.lead()
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
            name = self.identifier("a name to define, 'start', 'div' or 'include'")
            made = self._definition(self.make("define", token, {"name": name.text}))
        self._lead_in(made, lead)
        waiting, self.waiting = self.waiting, []
        self.add(parent, made, lead)
        self.waiting = waiting

    def _grammar_annotation(self, parent: SchemaElement, lead: Lead) -> None:
        if lead.annotations:
            self.unexpected("a definition behind annotations")
        self.note(parent, lead.comments)
        self.note(parent, [self.annotation_element()])

    def _lead_in(self, made: SchemaElement, lead: Lead) -> None:
        """Put the annotations before a pattern into it, in front of what it holds."""
        made.annotations = [*lead.annotations, *made.annotations]

    def _definition(self, made: SchemaElement) -> SchemaElement:
        if not self.is_sign(*_ASSIGNMENTS):
            self.unexpected("'=', '|=' or '&='")
        combine = _ASSIGNMENTS[self.next().text]
        if combine:
            made.attributes["combine"] = combine
        self._hold(made, *self._led_pattern())
        return made

    def _include(self) -> SchemaElement:
        made = self._reference("include", self.next())
        if self.is_sign("{"):
            self._braced_components(made, included=True)
        return made

    def _reference(self, name: str, token: Token) -> SchemaElement:
        """Read the rest of an include or external: the literal, and the prefix whose namespace it inherits."""
        made = self.make(name, token, {"href": self.literal()})
        if self.is_keyword("inherit"):
            self.next()
            self.sign("=")
            prefix = self.identifier("a prefix", keywords=True)
            uri = self.declared.namespace(prefix, prefix.text)
        else:
            uri = self.declared.default if self.declared.inherits else None
        if uri is not None:
            made.attributes["ns"] = uri
        return made

    def _braced_components(self, made: SchemaElement, *, included: bool) -> None:
        self.sign("{")
        self._components(made, "}", included=included)
        self.sign("}")
        self.settle(made)

    def _hold(self, parent: SchemaElement, pattern: SchemaElement, lead: Lead, follow: list[Annotation]) -> None:
        """Put a pattern into an element; a bare group gives its members to an element that takes several."""
        bare = pattern.name == "group" and not pattern.attributes and not lead.annotations
        if bare and parent.name in _TAKE_GROUPS and not any(_leads(each) for each in pattern.annotations):
            self.settle(parent)
            self.note(parent, lead.comments)
            before = len(parent.children)
            parent.children += pattern.children
            parent.annotations += (
                Annotation(each.kind, each.name, each.namespace, each.text, each.children, each.place + before)
                for each in pattern.annotations
            )
        else:
            self.add(parent, pattern, lead)
        self.note(parent, follow)

    def _led_pattern(self) -> tuple[SchemaElement, Lead, list[Annotation]]:
        lead = self.lead()
        pattern, follow = self._operands(lead)
        # Where operators follow, the annotations have gone to the first operand.
        return pattern, Lead([], lead.comments), follow

    def _operands(self, lead: Lead) -> _Read:
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
        self._hold(made, first, Lead([], []), follow)
        while self.is_sign(operator.text):
            self.next()
            lead_of = self.lead()
            operand, follow = self._particle(lead_of)
            self._refuse_except(operand, operator)
            self.add(made, operand, lead_of)
            self.note(made, follow)
        if self.is_sign(*_OPERATORS):
            message = f"'{operator.text}' and '{self.token.text}' cannot be mixed without parentheses"
            self.tokens.refuse(self.token, message)
        self.depth -= 1
        return made, []

    def _refuse_except(self, operand: SchemaElement, operator: Token) -> None:
        if id(operand) in self._bare_excepts:
            self.tokens.refuse(
                operator, f"a datatype with '-' must stand in parentheses before or behind '{operator.text}'"
            )

    def _particle(self, lead: Lead) -> _Read:
        """Read a pattern with its sign of repetition, and what follows it."""
        primary, follow = self._primary(lead)
        while self.is_sign(*_REPEATS):
            sign = self.next()
            self._refuse_except(primary, sign)
            repeat = self.make(_REPEATS[sign.text], sign)
            repeat.span = primary.span
            waiting, self.waiting = self.waiting, []
            self._hold(repeat, primary, Lead(primary.annotations[:0], []), follow)
            self.note(repeat, waiting)
            primary, follow = repeat, self.follow()
            if self.is_sign(*_REPEATS):
                self.tokens.refuse(self.token, "a repetition of a repetition needs parentheses")
        return primary, follow

    def _primary(self, lead: Lead) -> _Read:
        token = self.token
        if self.is_sign("("):
            made, follow = self._parenthesised()
        else:
            made, follow = self._simple(token), []
        if made.name == "value":
            # A value holds text only: what documents it stands behind it.
            follow = [*follow, *self._documentation_of(token, lead)]
        self._lead_in(made, lead)
        if made.name == "data":
            made, follow = self._data_except(made)
        return made, [*follow, *self.follow()]

    def _documentation_of(self, token: Token, lead: Lead) -> list[Annotation]:
        elements = [each for each in lead.annotations if each.kind == "element"]
        if any(each.namespace != COMPATIBILITY for each in elements):
            self.tokens.refuse(token, "a value takes no annotation elements")
        lead.annotations = [each for each in lead.annotations if each.kind != "element"]
        return elements

    def _parenthesised(self) -> _Read:
        self.next()
        lead = self.lead()
        waiting = self._set_aside(lead)
        made, follow = self._operands(lead)
        self.sign(")")
        self._bare_excepts.discard(id(made))
        if made.name != "value" and self.waiting:
            self.settle(made)
        self.waiting = waiting + self.waiting
        if follow:
            # The annotation follows what is in the parentheses, so that must be held by something.
            self._followed[id(made)] = follow
        return made, follow

    def _set_aside(self, lead: Lead) -> list[Annotation]:
        comments, lead.comments = lead.comments, []
        return comments

    def _simple(self, token: Token) -> SchemaElement:
        if token.kind == "keyword" and token.text in self._readers:
            return self._readers[token.text](self.next())
        if token.kind == "identifier":
            return self.make("ref", token, {"name": self.next().text})
        if token.kind == "literal":
            return self.make("value", token, {}, self.literal())
        if token.kind == "qname":
            prefix, _, local = self.next().text.partition(":")
            return self._typed(token, local, self.declared.library(token, prefix))
        self.unexpected("a pattern")
        raise AssertionError

    def _typed(self, token: Token, name: str, library: str) -> SchemaElement:
        """Read what follows the name of a datatype: a literal, or params."""
        attributes = {"type": name, "datatypeLibrary": library}
        if self.token.kind == "literal":
            return self.make("value", token, attributes, self.literal())
        made = self.make("data", token, attributes)
        if self.is_sign("{"):
            self.next()
            while not self.is_sign("}"):
                self._param(made)
            self.next()
            self.settle(made)
        return made

    def _param(self, data: SchemaElement) -> None:
        lead = self.lead()
        token = self.identifier("the name of a param", keywords=True)
        self.sign("=")
        param = self.make("param", token, {"name": token.text}, self.literal())
        self._lead_in(param, lead)
        self.add(data, param, lead)

    def _data_except(self, data: SchemaElement) -> _Read:
        if not self.is_sign("-"):
            return data, []
        excepted = self.make("except", self.next())
        lead = self.lead()
        inner, follow = self._primary_in_except(lead)
        self._hold(excepted, inner, Lead([], lead.comments), follow)
        self.add(data, excepted)
        self._bare_excepts.add(id(data))
        return data, []

    def _primary_in_except(self, lead: Lead) -> _Read:
        """Read the pattern behind `-`; an annotation that follows without parentheses belongs further out."""
        token = self.token
        if self.is_sign("("):
            made, _ = self._parenthesised()
            follow = self._followed.pop(id(made), [])
        else:
            made, follow = self._simple(token), []
        self._lead_in(made, lead)
        return made, follow

    def _keyword_data(self, token: Token) -> SchemaElement:
        return self._typed(token, token.text, "")

    def _leaf(self, token: Token) -> SchemaElement:
        return self.make(token.text, token)

    def _parent_ref(self, token: Token) -> SchemaElement:
        made = self.make("parentRef", token)
        made.attributes["name"] = self.identifier("a name defined in the grammar around").text
        self.settle(made)
        return made

    def _external(self, token: Token) -> SchemaElement:
        return self._reference("externalRef", token)

    def _grammar(self, token: Token) -> SchemaElement:
        made = self.make("grammar", token)
        self._braced_components(made, included=False)
        return made

    def _braced(self, token: Token) -> SchemaElement:
        return self._fill(self.make(token.text, token))

    def _named(self, token: Token) -> SchemaElement:
        made = self.make(token.text, token)
        self.read_names(made)
        return self._fill(made)

    def _fill(self, made: SchemaElement) -> SchemaElement:
        """Read a pattern in braces into an element."""
        self.sign("{")
        self._hold(made, *self._led_pattern())
        self.sign("}")
        self.settle(made)
        return made

    @property
    def _readers(self) -> dict[str, Callable[[Token], SchemaElement]]:
        return {
            "element": self._named, "attribute": self._named, "list": self._braced, "mixed": self._braced,
            "empty": self._leaf, "notAllowed": self._leaf, "text": self._leaf, "parent": self._parent_ref,
            "external": self._external, "grammar": self._grammar, "string": self._keyword_data,
            "token": self._keyword_data,
        }  # fmt: skip


def _leads(annotation: Annotation) -> bool:
    """Tell whether an annotation stands before the pattern that it belongs to."""
    return annotation.kind != "comment" and annotation.place == 0
