"""Clark's derivative algorithm as his paper has it: slow, obviously right, the twin of the automaton.

A pattern is a tuple; nothing is interned, reduced or remembered. Documents are trees of (name, attributes, children).
"""

from teikit.relaxng.grammar import patterns as simple
from teikit.relaxng.grammar.name_classes import contains

EMPTY, NOT_ALLOWED, TEXT = ("empty",), ("notAllowed",), ("text",)


def convert(pattern):  # noqa: C901  a case for each pattern
    """A pattern of the simple form as tuples; an element stays what it is, since its content may lead back to it."""
    match pattern:
        case simple.Empty():
            return EMPTY
        case simple.NotAllowed():
            return NOT_ALLOWED
        case simple.Text():
            return TEXT
        case simple.Choice(_, members):
            return _fold("choice", members)
        case simple.Group(_, members):
            return _fold("group", members)
        case simple.Interleave(_, members):
            return _fold("interleave", members)
        case simple.OneOrMore(_, of):
            return ("more", convert(of))
        case simple.List(_, of):
            return ("list", convert(of))
        case simple.Attribute(_, names, of):
            return ("attribute", names, convert(of))
        case simple.Data(_, _, datatype, excepted):
            return ("data", datatype, convert(excepted) if excepted else None)
        case simple.Value(_, _, datatype, text):
            return ("value", datatype, text)
    return ("element", pattern)


def _fold(kind, members):
    made = convert(members[-1])
    for each in reversed(members[:-1]):
        made = (kind, convert(each), made)
    return made


def nullable(p):
    match p:
        case ("empty",) | ("text",):
            return True
        case ("choice", a, b):
            return nullable(a) or nullable(b)
        case ("group" | "interleave", a, b):
            return nullable(a) and nullable(b)
        case ("more", a):
            return nullable(a)
    return False


def choice(a, b):
    return b if a == NOT_ALLOWED else a if b == NOT_ALLOWED else ("choice", a, b)


def group(a, b):
    return NOT_ALLOWED if NOT_ALLOWED in (a, b) else b if a == EMPTY else a if b == EMPTY else ("group", a, b)


def interleave(a, b):
    return NOT_ALLOWED if NOT_ALLOWED in (a, b) else b if a == EMPTY else a if b == EMPTY else ("interleave", a, b)


def after(a, b):
    return NOT_ALLOWED if NOT_ALLOWED in (a, b) else ("after", a, b)


def apply_after(f, p):
    match p:
        case ("after", a, b):
            return after(a, f(b))
        case ("choice", a, b):
            return choice(apply_after(f, a), apply_after(f, b))
    return NOT_ALLOWED


def text_deriv(p, s):  # noqa: C901  a case for each pattern
    match p:
        case ("choice", a, b):
            return choice(text_deriv(a, s), text_deriv(b, s))
        case ("interleave", a, b):
            return choice(interleave(text_deriv(a, s), b), interleave(a, text_deriv(b, s)))
        case ("group", a, b):
            x = group(text_deriv(a, s), b)
            return choice(x, text_deriv(b, s)) if nullable(a) else x
        case ("after", a, b):
            return after(text_deriv(a, s), b)
        case ("more", a):
            return group(text_deriv(a, s), choice(p, EMPTY))
        case ("text",):
            return TEXT
        case ("value", datatype, value):
            return EMPTY if datatype.parse(value, None) == datatype.parse(s, None) else NOT_ALLOWED
        case ("data", datatype, excepted):
            bad = not datatype.is_valid(s, None) or (excepted and nullable(text_deriv(excepted, s)))
            return NOT_ALLOWED if bad else EMPTY
        case ("list", a):
            for token in s.split():
                a = text_deriv(a, token)
            return EMPTY if nullable(a) else NOT_ALLOWED
    return NOT_ALLOWED


def start_tag_open_deriv(p, name):
    match p:
        case ("choice", a, b):
            return choice(start_tag_open_deriv(a, name), start_tag_open_deriv(b, name))
        case ("element", element):
            return after(convert(element.content), EMPTY) if contains(element.names, name) else NOT_ALLOWED
        case ("interleave", a, b):
            return choice(
                apply_after(lambda x: interleave(x, b), start_tag_open_deriv(a, name)),
                apply_after(lambda x: interleave(a, x), start_tag_open_deriv(b, name)),
            )
        case ("more", a):
            return apply_after(lambda x: group(x, choice(p, EMPTY)), start_tag_open_deriv(a, name))
        case ("group", a, b):
            x = apply_after(lambda y: group(y, b), start_tag_open_deriv(a, name))
            return choice(x, start_tag_open_deriv(b, name)) if nullable(a) else x
        case ("after", a, b):
            return apply_after(lambda x: after(x, b), start_tag_open_deriv(a, name))
    return NOT_ALLOWED


def att_deriv(p, name, value):
    match p:
        case ("after", a, b):
            return after(att_deriv(a, name, value), b)
        case ("choice", a, b):
            return choice(att_deriv(a, name, value), att_deriv(b, name, value))
        case ("group", a, b):
            return choice(group(att_deriv(a, name, value), b), group(a, att_deriv(b, name, value)))
        case ("interleave", a, b):
            return choice(interleave(att_deriv(a, name, value), b), interleave(a, att_deriv(b, name, value)))
        case ("more", a):
            return group(att_deriv(a, name, value), choice(p, EMPTY))
        case ("attribute", names, a):
            fits = (nullable(a) and not value.strip()) or nullable(text_deriv(a, value))
            return EMPTY if contains(names, name) and fits else NOT_ALLOWED
    return NOT_ALLOWED


def start_tag_close_deriv(p):
    match p:
        case ("after", a, b):
            return after(start_tag_close_deriv(a), b)
        case ("choice", a, b):
            return choice(start_tag_close_deriv(a), start_tag_close_deriv(b))
        case ("group", a, b):
            return group(start_tag_close_deriv(a), start_tag_close_deriv(b))
        case ("interleave", a, b):
            return interleave(start_tag_close_deriv(a), start_tag_close_deriv(b))
        case ("more", a):
            x = start_tag_close_deriv(a)
            return x if x == NOT_ALLOWED else ("more", x)
        case ("attribute", _, _):
            return NOT_ALLOWED
    return p


def end_tag_deriv(p):
    match p:
        case ("choice", a, b):
            return choice(end_tag_deriv(a), end_tag_deriv(b))
        case ("after", a, b):
            return b if nullable(a) else NOT_ALLOWED
    return NOT_ALLOWED


def child_deriv(p, child):
    if isinstance(child, str):
        return text_deriv(p, child)
    name, attributes, children = child
    p = start_tag_open_deriv(p, name)
    for each in attributes.items():
        p = att_deriv(p, *each)
    return end_tag_deriv(children_deriv(start_tag_close_deriv(p), children))


def children_deriv(p, children):
    """Strings are never neighbours in `children`."""
    if len(children) == 0:
        children = [""]
    if len(children) == 1 and isinstance(children[0], str):
        x = child_deriv(p, children[0])
        return choice(p, x) if not children[0].strip() else x
    for each in children:
        if not (isinstance(each, str) and not each.strip()):
            p = child_deriv(p, each)
    return p


def is_valid(grammar, root) -> bool:
    return nullable(child_deriv(convert(grammar.start), root))
