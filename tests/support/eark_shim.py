"""Run by the interpreter of eark-validator's own environment: a package to what the validator finds wrong, as JSON.

The validator asks the web for its vocabularies when it is imported, though it brings them along; here it gets its own.
"""

import importlib.util
import json
import sys
import urllib.request
from pathlib import Path

VOCABULARIES = Path(importlib.util.find_spec("eark_validator").origin).parent / "ipxml" / "resources" / "vocabs"
urllib.request.urlopen = lambda address: (VOCABULARIES / address.rpartition("/")[2]).open("rb")

from eark_validator.packages import PackageValidator  # noqa: E402

report = PackageValidator(Path(sys.argv[1])).validation_report
metadata = [report.metadata.schema_results, report.metadata.schematron_results] if report.metadata else []
results = [one for part in (report.structure, *metadata) for one in part.messages]
print(json.dumps([[one.severity.value, one.rule_id, one.message, one.location] for one in results]))
