"""The stream of tokens: reads annotations among them, and makes the elements of the tree."""

from dataclasses import dataclass, replace

from teikit.relaxng.syntax.compact.declarations import Declarations
from teikit.relaxng.syntax.compact.tokens import CompactToken, CompactTokens
from teikit.relaxng.syntax.tree import COMPATIBILITY, Annotation, SchemaElement
from teikit.shallow_repr import ShallowRepr

MAX_DEPTH = 100


@dataclass(slots=True, repr=False)
class LeadingAnnotations(ShallowRepr):
    """Annotations and documentation before a pattern, which become part of it."""

    annotations: list[Annotation]
    comments: list[Annotation]


class TokenStream:
    """Reads tokens; the comments of consumed tokens are collected in `waiting` for the next element."""

    def __init__(self, text: str, file: str) -> None:
        self.file = file
        self.tokens = CompactTokens(text, file)
        self.at = 0
        self.depth = 0
        self.pending_comments: list[Annotation] = []
        self.declarations = Declarations(self.tokens)
        self.namespaces: dict[str, str] = {}

    @property
    def token(self) -> CompactToken:
        """The token that comes next."""
        return self.tokens.all[self.at]

    def peek(self, ahead: int = 1) -> CompactToken:
        """Return a later token."""
        return self.tokens.all[min(self.at + ahead, len(self.tokens.all) - 1)]

    def next(self) -> CompactToken:
        """Consume a token."""
        token = self.token
        self.at += token.kind != "end"
        self.pending_comments += [Annotation("comment", text=each) for each in token.comments]
        token.comments = []
        return token

    def is_sign(self, *signs: str) -> bool:
        """Return whether one of some signs comes next."""
        return self.token.kind == "sign" and self.token.text in signs

    def is_keyword(self, *words: str) -> bool:
        """Return whether one of some keywords comes next."""
        return self.token.kind == "keyword" and self.token.text in words

    def expect_sign(self, sign: str) -> CompactToken:
        """Consume a sign that must come next."""
        if not self.is_sign(sign):
            self.refuse_token(f"'{sign}'")
        return self.next()

    def expect_identifier(self, what: str, *, keywords: bool = False) -> CompactToken:
        """Consume a name without colon that must come next."""
        if self.token.kind != "identifier" and not (keywords and self.token.kind == "keyword"):
            self.refuse_token(what)
        return self.next()

    def expect_literal(self) -> str:
        """Consume a literal, which may be several joined by `~`."""
        if self.token.kind != "literal":
            self.refuse_token("a literal in quotes")
        text = self.next().text
        while self.is_sign("~"):
            self.next()
            if self.token.kind != "literal":
                self.refuse_token("a literal in quotes")
            text += self.next().text
        return text

    def refuse_token(self, wanted: str) -> None:
        """Refuse the token that comes next."""
        token = self.token
        found = "the end of the schema" if token.kind == "end" else f"'{token.text}'"
        is_name = token.kind == "keyword" and wanted.startswith("a name")
        hint = f" (a keyword; write '\\{token.text}' to use it as a name)" if is_name else ""
        self.tokens.refuse(token, f"expected {wanted}, found {found}{hint}")

    def enter(self) -> None:
        """Go one level deeper."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            self.tokens.refuse(self.token, f"patterns are nested more than {MAX_DEPTH} deep", "limit-exceeded")

    def make(
        self, name: str, token: CompactToken, attributes: dict[str, str] | None = None, text: str = ""
    ) -> SchemaElement:
        """Return an element of the schema that begins with a token."""
        span = self.tokens.span(token)
        return SchemaElement(name, attributes or {}, [], text, self.file, span, self.namespaces, self.file, [])

    def add(self, parent: SchemaElement, child: SchemaElement, lead: LeadingAnnotations | None = None) -> None:
        """Put a child into an element, after the waiting comments and its own."""
        self.flush_comments(parent)
        if lead is not None:
            self.add_annotations(parent, lead.comments)
        parent.children.append(child)

    def flush_comments(self, parent: SchemaElement) -> None:
        """Put the waiting comments into an element."""
        self.add_annotations(parent, self.pending_comments)
        self.pending_comments = []

    def add_annotations(self, parent: SchemaElement, annotations: list[Annotation]) -> None:
        """Put annotations into an element after its last child."""
        parent.annotations += (replace(each, place=len(parent.children)) for each in annotations)

    def read_leading(self) -> LeadingAnnotations:
        """Read the annotations before a pattern: comments, documentation, annotations in brackets."""
        comments, self.pending_comments = self.pending_comments, []
        comments += [Annotation("comment", text=each) for each in self.token.comments]
        self.token.comments = []
        found = self._documentation()
        if self.is_sign("["):
            found += self._bracketed_annotations()
        return LeadingAnnotations(found, comments)

    def _documentation(self) -> list[Annotation]:
        lines, self.token.documentation = self.token.documentation, []
        if not lines:
            return []
        prefix = next((one for one, uri in self.namespaces.items() if uri == COMPATIBILITY), "a")
        text = Annotation("text", text="\n".join(lines))
        return [Annotation("element", f"{prefix}:documentation", COMPATIBILITY, "", (text,))]

    def _bracketed_annotations(self) -> list[Annotation]:
        """Read annotations in brackets: attributes first, then elements."""
        self.expect_sign("[")
        inner = self._content(nested=False)
        self.expect_sign("]")
        return inner

    def _content(self, *, nested: bool) -> list[Annotation]:
        """Read the content of brackets; `nested` within an annotation element, where text is allowed too."""
        found: list[Annotation] = []
        seen: set[tuple[str, str]] = set()
        while not self.is_sign("]"):
            found += self._documentation()
            if self.token.kind == "literal" and nested:
                found += self._with_comments(Annotation("text", text=self.expect_literal()))
            elif self.peek().kind == "sign" and self.peek().text == "=":
                found += self._with_comments(self._attribute(found, seen, nested=nested))
            else:
                found += self._with_comments(self.annotation_element(nested=nested))
        self.pending_comments += [Annotation("comment", text=each) for each in self.token.comments]
        self.token.comments = []
        found += self.pending_comments if nested else []
        self.pending_comments = [] if nested else self.pending_comments
        return found

    def _with_comments(self, annotation: Annotation) -> list[Annotation]:
        waiting, self.pending_comments = self.pending_comments, []
        return [*waiting, annotation]

    def _attribute(self, before: list[Annotation], seen: set[tuple[str, str]], *, nested: bool) -> Annotation:
        token, uri, local = self._annotation_name(attribute=True, nested=nested)
        if any(each.kind in {"element", "text"} for each in before):
            self.tokens.refuse(token, "attributes of an annotation come before its elements")
        if (uri, local) in seen:
            self.tokens.refuse(token, f"the attribute '{token.text}' is here twice")
        seen.add((uri, local))
        self.expect_sign("=")
        return Annotation("attribute", token.text, uri, self.expect_literal())

    def annotation_element(self, *, nested: bool = False) -> Annotation:
        """Read an annotation element: its name, then its content in brackets."""
        self.enter()
        token, uri, _ = self._annotation_name(attribute=False, nested=nested)
        before, self.pending_comments = self.pending_comments, []
        self.expect_sign("[")
        inner = self._content(nested=True)
        self.expect_sign("]")
        self.pending_comments = before + self.pending_comments
        self.depth -= 1
        return Annotation("element", token.text, uri, "", tuple(_join_texts(inner)), span=self.tokens.span(token))

    def _annotation_name(self, *, attribute: bool, nested: bool) -> tuple[CompactToken, str, str]:
        """Read and check the name of an annotation; return it with its namespace and local part."""
        if self.token.kind not in {"identifier", "keyword", "qname"}:
            self.refuse_token("the name of an annotation")
        token = self.next()
        prefix, _, local = token.text.rpartition(":")
        uri = self.declarations.check_annotation(token, prefix, local, attribute=attribute)
        if not nested:
            self.declarations.check_foreign(token, uri, attribute=attribute)
        return token, uri, local

    def read_following(self) -> list[Annotation]:
        """Read annotations that follow a pattern, each after `>>`."""
        found: list[Annotation] = []
        while self.is_sign(">>"):
            self.next()
            found.append(self.annotation_element())
        return found


def _join_texts(annotations: list[Annotation]) -> list[Annotation]:
    """Return annotations with adjacent texts joined."""
    found: list[Annotation] = []
    for each in annotations:
        if each.kind == "text" and found and found[-1].kind == "text":
            each = Annotation("text", text=found.pop().text + each.text)  # noqa: PLW2901  the longer takes its place
        found.append(each)
    return found
