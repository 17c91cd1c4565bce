"""Finds the libraries that @source names: TEI P5, compiled ODDs, and ODDs that must be compiled first."""

import re
from collections.abc import Callable
from dataclasses import replace

from teikit.diagnostics import Severity
from teikit.messages import quote
from teikit.odd.customisation import Customisation
from teikit.odd.reading.documents import OddDocuments
from teikit.odd.reading.files import OddFiles, fatal_error, limit_error, with_reference
from teikit.odd.reading.library_reading import library_of_customisation, library_of_document
from teikit.odd.reading.odd import choose_schema, read_schema
from teikit.odd.reading.traversal import XML_ID
from teikit.odd.reporting import Reporter
from teikit.odd.rules import RULE
from teikit.p5.nodes import Node, Place
from teikit.p5.specs import Library
from teikit.relaxng.syntax.faults import SchemaNotFoundError, SchemaSyntaxError
from teikit.relaxng.syntax.loading import Loader
from teikit.storage.references import is_remote, without_credentials

_VERSION = re.compile(r"\d+\.\d+\.\d+")
_TEI_SCHEME = re.compile(r"tei:(?:current|\d+\.\d+\.\d+[a-z]?)")
_TEI_ADDRESS = re.compile(
    r"https?://(?:(?:[\w-]+\.)*tei-c\.org|vault\.tei-c\.de)(?::\d+)?/(?:[^?#]*/)?p5subset\.xml(?:[?#].*)?",
    re.IGNORECASE,
)
_P5_NAME = re.compile(r"(?:.*[/\\])?p5subset\.xml", re.IGNORECASE)
_LONGEST = 200


class Sources:
    """The libraries of one compilation, each read once; ODDs that are compiled for it ask the same object.

    Args:
        default: the library where nothing is named, which is TEI P5.
        loader: reads files.
        reporter: where problems are reported.
        compile_chained: compiles an ODD that another is based on, with this object for its own sources.
    """

    def __init__(
        self,
        default: Library,
        loader: Loader,
        reporter: Reporter,
        compile_chained: Callable[[Customisation], Library],
    ) -> None:
        self._default, self._loader, self._reporter, self._compile = default, loader, reporter, compile_chained
        self._files: OddFiles | None = None
        self._libraries: dict[tuple[str, str], Library | None] = {}
        # By the name of a file and a fragment.
        self._read: dict[tuple[str, str], Library | None] = {}
        # The files of the ODDs that are being compiled, each based on the next.
        self._chain: list[str] = []
        self._noted: set[str] = set()

    @property
    def files(self) -> list[tuple[str, str]]:
        """The files that were read, with their SHA-256 digests in hexadecimal."""
        return list(self._files.digests.items()) if self._files else []

    def library(self, source: str, base: str, place: Place) -> Library | None:
        """Return the library that @source at a place names; None if there is none, which is reported once.

        Raises:
            LimitExceededError: the files are too large, or have too many elements.
        """
        written = source.strip()
        if not written:
            return self._default
        if _TEI_SCHEME.fullmatch(written) or _TEI_ADDRESS.fullmatch(written):
            self._note_version(written, place)
            return self._default
        key = written, base
        if key not in self._libraries:
            place = Place(place.file, self._reporter.places.span(place.of("source")))
            try:
                self._libraries[key] = self._find(written, base, place)
            except SchemaSyntaxError as error:
                self._libraries[key] = None
                self._report(error, place)
        return self._libraries[key]

    def _report(self, error: SchemaSyntaxError, place: Place) -> None:
        """Report the faults of a source, with the place that refers to it, unless they are reported already."""
        reported = self._reporter.diagnostics
        referring = error if error.diagnostics[0].file == place.file else with_reference(error, "named here", place)
        span = self._reporter.places.span(place.of("source"))
        referring = SchemaSyntaxError(
            [
                replace(each, span=span) if (each.file, each.span) == (place.file, place.span) else each
                for each in referring.diagnostics
            ]
        )
        for plain, each in zip(error.diagnostics, referring.diagnostics, strict=True):
            if plain not in reported:
                reported.setdefault(each)

    def _note_version(self, written: str, place: Place) -> None:
        """Note once for each version that another one is used."""
        match = _VERSION.search(written)
        used = _VERSION.match(self._default.version)
        if match and match[0] not in self._noted and not (used and used[0] == match[0]):
            self._noted.add(match[0])
            message = f"@source asks for TEI P5 {match[0]}, and {self._default.version or 'another'} is used"
            self._reporter.report(RULE["odd/source-version"], message, place.of("source"))

    def _find(self, written: str, base: str, place: Place) -> Library | None:
        href, _, ident = (written if is_remote(written) else written.replace("\\", "/")).partition("#")
        shown = quote(without_credentials(written), _LONGEST)
        if href.lower().endswith(".json"):
            raise _not_found(f"@source {shown} is JSON, and only XML is read", place)
        if written.lower().startswith("tei:"):
            raise _not_found(f"@source {shown} is no version of TEI P5, such as 'tei:current' or 'tei:4.9.0'", place)
        files = self._opened_files(place)
        try:
            name = files.find(href or base, base if href else "", place)
        except SchemaNotFoundError as error:
            if not _P5_NAME.fullmatch(href):
                raise _not_found(f"@source {shown} cannot be read: {error}", place) from None
            message = f"@source {shown} is not there, and TEI P5 {self._default.version} is used ({error})"
            self._reporter.report(RULE["odd/source-replaced"], message, place.of("source"))
            return self._default
        if name in self._chain:
            raise fatal_error("odd/source-cycle", f"@source {shown} names an ODD that is based on this one", place)
        if (name, ident) not in self._read:
            if len(self._chain) >= files.budget.limit("odd-chain"):
                raise limit_error("odd-chain", place)
            if files.content(name).lstrip()[:1] in {b"{", b"["}:
                raise _not_found(f"@source {shown} is JSON, and only XML is read", place)
            library = self._read[name, ident] = self._read_library(files, name, ident)
            if library and not library.specs:
                raise _not_found(f"@source {shown} has no specifications", place)
        return self._read[name, ident]

    def _opened_files(self, place: Place) -> OddFiles:
        """Return the files of all sources; their limits are those of the ODD that names the first one."""
        if self._files is None:
            self._files = OddFiles(place.file, self._loader)
            self._reporter.places.add(self._files.contents)
        return self._files

    def _read_library(self, files: OddFiles, name: str, ident: str) -> Library | None:
        """Return the library in a file; None if something that it needs is not there, which is reported."""
        # What is doubtful in a library does not concern the ODD that is based on it.
        aside = Reporter()
        documents = OddDocuments(files, aside)
        document = documents.document(name)
        schemas = list(document.elements("schemaSpec"))
        if not schemas:
            library = library_of_document(document, aside)
            self._pass_on(aside, Severity.ERROR)
            return library
        made = read_schema(_choose(schemas, ident, aside), document, documents, aside)
        if made.is_compiled:
            self._pass_on(aside, Severity.ERROR)
            return library_of_customisation(made)
        self._pass_on(aside)
        return self._compile_first(name, made)

    def _compile_first(self, name: str, made: Customisation) -> Library | None:
        self._chain.append(name)
        library = self._compile(made)
        self._chain.pop()
        # What is missing from an incomplete library would be reported by all ODDs that are based on it.
        return None if self._reporter.has_errors else library

    def _pass_on(self, aside: Reporter, severity: Severity | None = None) -> None:
        """Report what was reported aside, or what of it has a severity."""
        chosen = [each for each in aside.diagnostics if severity in {None, each.severity}]
        self._reporter.diagnostics.update(dict.fromkeys(chosen))


def _not_found(message: str, place: Place) -> SchemaSyntaxError:
    return fatal_error("odd/source-not-found", message, place)


def _choose(schemas: list[Node], ident: str, reporter: Reporter) -> Node:
    """Return the schemaSpec that a fragment names, by its xml:id or ident; the first if there is no fragment."""
    identified = next((each for each in schemas if ident and each.attributes.get(XML_ID, "").strip() == ident), None)
    return identified or choose_schema(schemas, ident, reporter)
