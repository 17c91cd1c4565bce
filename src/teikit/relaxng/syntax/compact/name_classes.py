"""Reads name classes of the compact syntax to elements of the XML syntax."""

from teikit.relaxng.syntax.compact.stream import LeadingAnnotations, TokenStream
from teikit.relaxng.syntax.compact.tokens import CompactToken
from teikit.relaxng.syntax.tree import Annotation, SchemaElement


class NameClassReader(TokenStream):
    """Reads the names of elements and attributes; `_bare` has the ids of those with `-` and no parentheses."""

    def __init__(self, text: str, file: str) -> None:
        super().__init__(text, file)
        self._bare_name_classes: set[int] = set()

    def read_names(self, made: SchemaElement) -> None:
        """Read the name class of an element or attribute: a single plain name becomes its attribute `name`."""
        if self._is_plain(made):
            made.attributes["name"] = self.next().text
            return
        lead = self.read_leading()
        names, follow = self._choice(made, lead)
        self.add(made, names, lead)
        self.add_annotations(made, follow)

    def _is_plain(self, made: SchemaElement) -> bool:
        token, then = self.token, self.peek()
        if token.comments or token.documentation or then.kind != "sign" or then.text != "{":
            return False
        if token.kind == "qname":
            prefix = token.text.partition(":")[0]
            # The XML syntax has no prefix for no namespace.
            return bool(self.declarations.namespace(token, prefix))
        if token.kind not in {"identifier", "keyword"}:
            return False
        return made.name == "attribute" or not self.declarations.has_inherited_prefix

    def _choice(self, owner: SchemaElement, lead: LeadingAnnotations) -> tuple[SchemaElement, list[Annotation]]:
        self.enter()
        first, follow = self._primary_name(owner, lead)
        if self.is_sign("|"):
            self._refuse_bare_except(first)
            made = self.make("choice", self.token)
            self.add(made, first)
            self.add_annotations(made, follow)
            while self.is_sign("|"):
                self.next()
                lead_of = self.read_leading()
                other, follow = self._primary_name(owner, lead_of)
                self._refuse_bare_except(other)
                self.add(made, other, lead_of)
                self.add_annotations(made, follow)
            first, follow = made, []
        self.depth -= 1
        return first, follow

    def _refuse_bare_except(self, names: SchemaElement) -> None:
        if id(names) in self._bare_name_classes:
            self.tokens.refuse(self.token, "a name class with '-' must stand in parentheses beside '|'")

    def _primary_name(self, owner: SchemaElement, lead: LeadingAnnotations) -> tuple[SchemaElement, list[Annotation]]:
        token = self.token
        if self.is_sign("("):
            self.next()
            inner_lead = self.read_leading()
            made, follow = self._choice(owner, inner_lead)
            self.add_annotations(made, inner_lead.comments)
            self.expect_sign(")")
            self._bare_name_classes.discard(id(made))
        else:
            made, follow = self._single_name(owner, token), []
        made.annotations = [*lead.annotations, *made.annotations]
        if self.is_sign("-") and made.name in {"anyName", "nsName"} and not made.children:
            self._except(owner, made)
        elif self.is_sign("-"):
            self.tokens.refuse(self.token, "'-' may stand behind '*' or 'prefix:*' only, once")
        return made, [*follow, *self.read_following()]

    def _except(self, owner: SchemaElement, made: SchemaElement) -> None:
        excepted = self.make("except", self.next())
        lead = self.read_leading()
        inner, follow = self._primary_name(owner, lead)
        if id(inner) in self._bare_name_classes:
            self.tokens.refuse(self.token, "a second '-' needs parentheses")
        self.add(excepted, inner, lead)
        self.add_annotations(excepted, follow)
        self.add(made, excepted)
        self._bare_name_classes.add(id(made))

    def _single_name(self, owner: SchemaElement, token: CompactToken) -> SchemaElement:
        if self.is_sign("*"):
            return self.make("anyName", self.next())
        if token.kind == "nsname":
            uri = self.declarations.namespace(token, self.next().text)
            return self.make("nsName", token, {} if uri is None else {"ns": uri})
        if token.kind == "qname":
            prefix, _, local = self.next().text.partition(":")
            uri = self.declarations.namespace(token, prefix)
            return self.make("name", token, {"ns": ""} if uri == "" else {}, token.text if uri else local)
        self.expect_identifier("a name", keywords=True)
        is_attribute = owner.name == "attribute"
        has_namespace = is_attribute or self.declarations.has_inherited_prefix
        uri = "" if is_attribute else self.declarations.default or ""
        return self.make("name", token, {"ns": uri} if has_namespace else {}, token.text)
