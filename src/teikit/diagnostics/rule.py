"""A rule as a frozen value: its id, what it checks and why, with a failing and a passing example."""

from typing import NamedTuple

from teikit.diagnostics.diagnostic import Severity


class Rule(NamedTuple):
    """A kind of problem that teikit finds.

    `id` is family/what-is-wrong in kebab case and is never reused. `summary` is one sentence on what is checked, `why`
    some on why it matters, `source` the clause or text that the rule follows. `failing` and `passing` are examples in
    XML; `within` says where they belong: `TEI` (they are the whole document), `teiHeader`, `profileDesc`, `body` or
    `div` (they are its children, in an otherwise valid letter); `schema` if they are a RELAX NG schema, `idref` if they
    are a document of a schema with references; `schematron` if they are a Schematron schema, or its children.
    """

    id: str
    severity: Severity
    summary: str
    why: str
    failing: str
    passing: str
    source: str = ""
    within: str = "div"
