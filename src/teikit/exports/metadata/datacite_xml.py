"""Writes DataCite metadata, kernel 4.7, as XML made from the values of its JSON."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from lxml import etree

from teikit.exports.metadata.datacite import KERNEL, Value, datacite, unsupported_fields
from teikit.exports.metadata.xml import XML_LANG, XSI, any_uri, maker, xml_bytes
from teikit.exports.record.source import ExportedFile, Settings, TeiFile

_LOCATION = f"{KERNEL} https://schema.datacite.org/meta/kernel-4.7/metadata.xsd"
_datacite = maker(KERNEL, {None: KERNEL, "xsi": XSI})


# Attributes in XML whose keys in JSON are not their own name.
_KEYS = {XML_LANG: "lang", "rightsURI": "rightsUri", "schemeURI": "schemeUri"}


def _elements(values: Sequence[Value], name: str, *attributes: str) -> list[etree._Element]:
    """Return an element for each value: its text and its attributes are from the keys of their names."""
    keys = {attribute: _KEYS.get(attribute, attribute) for attribute in attributes}
    return [_datacite(name, one[name], **_attributes(one, keys)) for one in values]


def _attributes(value: Value, keys: Mapping[str, str]) -> dict[str, str]:
    found = {attribute: value.get(key, "") for attribute, key in keys.items()}
    return {name: any_uri(one) if name.endswith("URI") else one for name, one in found.items()}


def _optional(value: Value, *names: str) -> list[etree._Element]:
    return [_datacite(name, value[name]) for name in names if name in value]


def _people(values: Sequence[Value], name: str) -> Iterator[etree._Element]:
    for value in values:
        called = _datacite(f"{name}Name", value["name"], nameType=value.get("nameType", ""))
        identifiers = value.get("nameIdentifiers", ())
        known = _elements(identifiers, "nameIdentifier", "nameIdentifierScheme", "schemeURI")
        parts = _optional(value, "givenName", "familyName")
        yield _datacite(name, called, parts, known, contributorType=value.get("contributorType", ""))


def _related_items(values: Sequence[Value]) -> Iterator[etree._Element]:
    for one in values:
        known = [one["relatedItemIdentifier"]] if "relatedItemIdentifier" in one else []
        yield _datacite(
            "relatedItem",
            _elements(known, "relatedItemIdentifier", "relatedItemIdentifierType"),
            _datacite("titles", _elements(one["titles"], "title")),
            _optional(one, "volume"),
            relatedItemType=one["relatedItemType"],
            relationType=one["relationType"],
            relationTypeInformation=one.get("relationTypeInformation", ""),
        )


def _locations(values: Sequence[Value]) -> Iterator[etree._Element]:
    for one in values:
        point = one.get("geoLocationPoint", {})
        parts = [_datacite(name, str(point[name])) for name in ("pointLongitude", "pointLatitude") if name in point]
        place = _datacite("geoLocationPlace", one["geoLocationPlace"])
        yield _datacite("geoLocation", place, _datacite("geoLocationPoint", parts) if parts else None)


def _funding(values: Sequence[Value]) -> Iterator[etree._Element]:
    for one in values:
        known = [one] if "funderIdentifier" in one else []
        identifier = _elements(known, "funderIdentifier", "funderIdentifierType")
        yield _datacite("fundingReference", _datacite("funderName", one["funderName"]), identifier)


def _to_xml(value: Value) -> etree._Element:
    def wrapped(key: str, name: str, *attributes: str) -> etree._Element | None:
        return _datacite(key, _elements(value[key], name, *attributes)) if key in value else None

    def wrapped_elements(key: str, made: Iterable[etree._Element]) -> etree._Element | None:
        return _datacite(key, made) if key in value else None

    def texts(key: str, name: str) -> etree._Element | None:
        return _datacite(key, [_datacite(name, one) for one in value[key]]) if key in value else None

    root = _datacite(
        "resource",
        _datacite("identifier", value["doi"], identifierType="DOI"),
        _datacite("creators", _people(value["creators"], "creator")),
        wrapped("titles", "title", "titleType", XML_LANG),
        _datacite("publisher", value["publisher"]["name"]),
        _datacite("publicationYear", value["publicationYear"]),
        _datacite("resourceType", value["types"].get("resourceType", ""), resourceTypeGeneral="Text"),
        wrapped("subjects", "subject"),
        wrapped_elements("contributors", _people(value.get("contributors", ()), "contributor")),
        wrapped("dates", "date", "dateType", "dateInformation"),
        _datacite("language", value["language"]) if "language" in value else None,
        wrapped("alternateIdentifiers", "alternateIdentifier", "alternateIdentifierType"),
        texts("sizes", "size"),
        texts("formats", "format"),
        _datacite("version", value["version"]) if "version" in value else None,
        wrapped("rightsList", "rights", "rightsURI", "rightsIdentifier", "rightsIdentifierScheme", "schemeURI"),
        wrapped("descriptions", "description", "descriptionType"),
        wrapped_elements("geoLocations", _locations(value.get("geoLocations", ()))),
        wrapped_elements("fundingReferences", _funding(value.get("fundingReferences", ()))),
        wrapped_elements("relatedItems", _related_items(value.get("relatedItems", ()))),
    )
    root.set(f"{{{XSI}}}schemaLocation", _LOCATION)
    return root


def write_xml(source: TeiFile, settings: Settings) -> ExportedFile:  # noqa: ARG001  every format is called alike
    """Return a letter's DataCite metadata as XML."""
    return ExportedFile(xml_bytes(_to_xml(datacite(source.record, source.name))), unsupported_fields(source.record))
