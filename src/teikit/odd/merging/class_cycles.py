"""Finds classes that are members of themselves."""

from teikit.messages import quote
from teikit.odd.reporting import Reporter
from teikit.odd.schema import OddSchema
from teikit.odd.schema_rules import CLASS_CYCLE
from teikit.p5.specs import Membership

# A membership, and the class that has it.
_Step = tuple[str, Membership]


def check_cycles(schema: OddSchema, reporter: Reporter) -> None:
    """Report each cycle of classes once, at the last membership in it that the ODD itself has."""
    finished: set[str] = set()
    for ident in schema.classes:
        for cycle in _cycles(ident, schema, finished):
            member, step = next((each for each in reversed(cycle) if each[1].place.span), cycle[-1])
            words = f"the class {quote(member)} is a member of itself, by way of {quote(step.key)}"
            if step.key == member:
                words = f"the class {quote(member)} is a member of itself"
            reporter.report(CLASS_CYCLE, words, step.place.of("key"))


def _cycles(start: str, schema: OddSchema, finished: set[str]) -> list[list[_Step]]:
    """Return the cycles that a walk from a class to its superclasses closes, each as its memberships in order."""
    found: list[list[_Step]] = []
    path: list[_Step] = []
    position = {start: 0}
    waiting = [iter(_memberships(start, schema))] if start not in finished else []
    idents = [start]
    while waiting:
        step = next(waiting[-1], None)
        if step is None:
            waiting.pop()
            done = idents.pop()
            finished.add(done)
            del position[done]
            if path:
                path.pop()
        elif step.key in position:
            found.append([*path[position[step.key] :], (idents[-1], step)])
        elif step.key not in finished:
            path.append((idents[-1], step))
            position[step.key] = len(idents)
            idents.append(step.key)
            waiting.append(iter(_memberships(step.key, schema)))
    return found


def _memberships(ident: str, schema: OddSchema) -> list[Membership]:
    classes = schema.classes[ident].classes
    return [each for each in classes.members if each.key in schema.classes] if classes else []
