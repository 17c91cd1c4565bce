"""All cases, area by area."""

import os
import zlib

from hostile import (
    bag_cases,
    cache_cases,
    decision_cases,
    environment_cases,
    export_cases,
    kind_cases,
    list_cases,
    metadata_cases,
    model_cases,
    network_cases,
    odd_cases,
    office_cases,
    output_cases,
    package_cases,
    page_cases,
    reference_cases,
    report_cases,
    review_cases,
    schema_cases,
    schematron_cases,
    setting_cases,
    tar_cases,
    text_cases,
    xml_cases,
)
from hostile.case import Case

_AREAS = (
    *(xml_cases, schema_cases, schematron_cases, odd_cases, setting_cases, metadata_cases, reference_cases),
    *(text_cases, page_cases, office_cases, decision_cases, bag_cases, tar_cases, package_cases, export_cases),
    *(report_cases, kind_cases, list_cases, environment_cases, output_cases, cache_cases, network_cases, review_cases),
    model_cases,
)
CASES = tuple(case for area in _AREAS for case in area.CASES)
# All cases take a quarter of an hour: by default one in four runs, always the same, and all with HOSTILE=all.
_SHARE = 4


def chosen_cases() -> list[Case]:
    """Return the cases that the environment asks for, by default a share of those that are not slow."""
    if os.environ.get("HOSTILE") == "all":
        return list(CASES)
    return [case for case in CASES if not case.slow and zlib.crc32(case.name.encode()) % _SHARE == 0]
