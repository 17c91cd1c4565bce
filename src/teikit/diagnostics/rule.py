"""A rule as a frozen value: what a kind of problem is called, what it means, and how it looks failing and passing."""

from typing import NamedTuple

from teikit.diagnostics.diagnostic import Severity


class Rule(NamedTuple):
    """A kind of problem that teikit finds.

    `id` is family/what-is-wrong in kebab case and is never reused. `summary` is one sentence on what is checked, `why`
    some on why it matters, `source` the clause or text that the rule follows. `failing` and `passing` are examples as
    XML; `within` says where they stand in an otherwise valid letter: `TEI` (they are the whole document), `teiHeader`,
    `profileDesc`, `body` or `div` (they are its children); `schema` where they are a RELAX NG schema, `idref` where
    they are a document of a schema with references; `schematron` where they are a Schematron schema, or its children.
    """

    id: str
    severity: Severity
    summary: str
    why: str
    failing: str
    passing: str
    source: str = ""
    within: str = "div"
