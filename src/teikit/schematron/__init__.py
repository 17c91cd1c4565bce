"""ISO Schematron (ISO/IEC 19757-3:2016 and 2020): validates documents, and returns diagnostics or SVRL."""

from pathlib import Path
from typing import TYPE_CHECKING

from teikit.schematron.rules import RULES

if TYPE_CHECKING:
    from teikit.relaxng.syntax.loading import Loader
    from teikit.schematron.schema import Engine, Schematron

__all__ = ["RULES", "load"]


def load(  # noqa: PLR0913  what a schema is read with
    path: Path | str,
    data: bytes | None = None,
    *,
    loader: "Loader | None" = None,
    allow: frozenset[str] = frozenset(),
    fast: bool = True,
    engine: "Engine" = "elementpath",
    lenient: bool = False,
) -> "Schematron":
    """Read and compile a Schematron schema, or the one that is embedded in a RELAX NG schema or in an ODD.

    Args:
        path: The file; also the base of what it includes.
        data: Its content, if the caller has it.
        loader: Fetches what the schema includes; by default files in its own folder and below.
        allow: Functions that may read what the loader permits: `doc`, `document`. None may by default.
        fast: Let libxml2 evaluate expressions that it evaluates to the same values.
        engine: Runs the rules: `elementpath`, or `saxon`, which needs the extra `saxon`.
        lenient: Return an incorrect schema without the parts that are wrong: an assertion, a
            pattern. Its `faults` list them.

    Raises:
        SchemaSyntaxError: The schema is not correct, or with `lenient` nothing of it can be used; has a diagnostic
            for each fault.
        SchemaNotFoundError: It cannot be read.
        IncorrectSchemaError: `allow` names a function that cannot be allowed.
    """
    # elementpath takes 75 ms to import, and is not needed for the rules.
    from teikit.schematron.loading import load_schematron  # noqa: PLC0415

    return load_schematron(path, data, loader=loader, allow=allow, fast=fast, engine=engine, lenient=lenient)
