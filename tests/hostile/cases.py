"""All cases, area by area."""

from hostile import (
    archive_cases,
    export_cases,
    network_cases,
    office_cases,
    place_cases,
    schema_cases,
    schematron_cases,
    setting_cases,
    source_cases,
    xml_cases,
)

CASES = (
    *xml_cases.CASES,
    *schema_cases.CASES,
    *schematron_cases.CASES,
    *setting_cases.CASES,
    *source_cases.CASES,
    *office_cases.CASES,
    *archive_cases.CASES,
    *export_cases.CASES,
    *place_cases.CASES,
    *network_cases.CASES,
)
