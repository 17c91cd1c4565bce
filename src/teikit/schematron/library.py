"""Compiles the functions that a schema declares itself, for the parser of its expressions."""

from dataclasses import replace

from teikit.schematron.faults import Faults, describe_fault
from teikit.schematron.model import SchematronModel
from teikit.schematron.xpath.errors import ExpressionError
from teikit.schematron.xpath.query import Language, variables
from teikit.schematron.xpath.user_functions import FunctionLibrary, UserFunction


def add_functions(language: Language, model: SchematronModel, faults: Faults) -> Language:
    """Return a language with the functions of a schema; what calls one with a fault is left out."""
    if not model.functions:
        return language
    made = [UserFunction(each.namespace, each.name, each.parameters) for each in model.functions]
    library = FunctionLibrary(made, language.binding, language.allowed)
    extended = replace(language, library=library)
    own: dict[UserFunction, frozenset[str]] = {}
    for function, declared in zip(made, model.functions, strict=True):
        try:
            function.body = extended.parse(declared.body)
            own[function] = frozenset(variables(function.body)) - frozenset(function.parameters)
        except ExpressionError as error:
            message = f"the value of the function '{declared.written}' {describe_fault(str(error))}"
            faults.add("sch-schema/expression", message, declared.element.origin)
            faults.leave_out("function", declared.written)
    library.complete_uses(own)
    return extended
