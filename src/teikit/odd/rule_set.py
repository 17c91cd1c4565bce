"""Makes Schematron's patterns of the constraints in effect in an ODD (TEI P5, 22.5.2)."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from teikit.odd.constraints import ConstraintUse, Deprecation, Owner, ParameterList, Subject, collect_constraints
from teikit.odd.contexts import ContextWriter, Prefixes
from teikit.odd.expressions import EXPRESSIONS, rename_prefixes, string_literal, used_prefixes
from teikit.odd.node_writing import XSL
from teikit.odd.reporting import Reporter
from teikit.odd.rules import RULES_BY_NAME
from teikit.odd.schema import OddSchema
from teikit.p5.nodes import NOWHERE, SCHEMATRON, TEI, Node, Place
