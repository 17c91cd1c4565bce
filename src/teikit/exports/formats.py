"""The registry of export formats: the name of each, and the functions that make it."""

from teikit.exports.format import Format
from teikit.exports.metadata import (
    citation,
    cmif,
    datacite,
    datacite_xml,
    dublin_core,
    ead,
    iiif,
    invenio_rdm,
    mods,
    table,
    zenodo,
)
from teikit.exports.packages import archivematica, bagit, dspace, e_ark, mets, ocfl, ro_crate
from teikit.exports.reading import canonical, docx, epub, html, latex, markdown, pdf, text
from teikit.exports.verification.package_kinds import ARCHIVEMATICA, BAG, DSPACE, E_ARK, METS, OCFL, RO_CRATE

_BAG_SUMMARY = "a bag (BagIt 1.0): a folder, or a file where OUT ends in .zip, .tar or .tar.gz"
_ALL_FORMATS = (
    Format(
        "tei",
        ".xml",
        "canonical TEI: indented, Canonical XML 2.0",
        write_each=canonical.write,
        keeps_corpora=True,
        reports_references=False,
    ),
    Format("text", ".txt", "plain text, the inverse of encode", write_each=text.write, reports_references=False),
    Format("bag", "", _BAG_SUMMARY, pack=bagit.pack, kind=BAG),
    Format(
        "html",
        ".html",
        "a page to read, in one file: the letter and its metadata",
        write_each=html.write,
        has_index=True,
    ),
    Format("site", "", "a static edition of all letters: indexes, search, map, network", is_site=True),
    Format(
        "markdown",
        ".md",
        "Markdown, with the metadata in YAML and notes as footnotes",
        write_each=markdown.write,
        reports_references=False,
    ),
    Format("epub", ".epub", "a book to read (EPUB 3.3), a chapter for each letter", write_all=epub.write),
    Format("pdf", ".pdf", "the page as PDF, by WeasyPrint: teikit[pdf]", write_each=pdf.write),
    Format("docx", ".docx", "a Word document to print, with footnotes", write_each=docx.write),
    Format("latex", ".tex", "LaTeX to print, with footnotes, for LuaLaTeX or XeLaTeX", write_each=latex.write),
    Format("ro-crate", "", "an RO-Crate, a package described in JSON-LD", pack=ro_crate.pack, kind=RO_CRATE),
    Format("mets", "", "a package that METS describes, with MODS and PREMIS", pack=mets.pack, kind=METS),
    Format("e-ark", "", "an E-ARK SIP (CSIP 2.1): METS, MODS, PREMIS", pack=e_ark.pack, kind=E_ARK),
    Format("archivematica", "", "a transfer for Archivematica", pack=archivematica.pack, kind=ARCHIVEMATICA),
    Format("dspace", "", "items for DSpace in its simple archive format", pack=dspace.pack, kind=DSPACE),
    Format("ocfl", "", "an OCFL object with one version", pack=ocfl.pack, kind=OCFL),
    Format(
        "cmif",
        ".xml",
        "CMIF, an index of letters for correspSearch",
        write_all=cmif.write,
        reports_references=False,
    ),
    Format("oai_dc", ".xml", "Dublin Core as in OAI-PMH", write_each=dublin_core.write),
    Format("mods", ".xml", "MODS 3.8, a record for library catalogues", write_each=mods.write),
    Format("ead3", ".xml", "an EAD3 finding aid with a component for each letter", write_all=ead.write),
    Format("csv", ".csv", "a table of the letters, one row each", write_all=table.write_csv),
    Format("json", ".json", "the records of all letters", write_all=table.write_json),
    Format("datacite", ".xml", "DataCite 4.7 as XML", write_each=datacite_xml.write_xml),
    Format("datacite-json", ".json", "DataCite 4.7 as JSON", write_each=datacite.write_json),
    Format("inveniordm", ".json", "a record for a repository with InvenioRDM", write_each=invenio_rdm.write),
    Format("zenodo", ".json", "the metadata of a deposit on Zenodo (.zenodo.json)", write_all=zenodo.write),
    Format("iiif", ".json", "a IIIF manifest of the letter's pictures (Presentation 3.0)", write_each=iiif.write),
    Format("citation", ".cff", "CITATION.cff, how to cite the letter", write_each=citation.write),
)
FORMATS = {each.name: each for each in _ALL_FORMATS}
