"""Foreign formats: one module for each, through which all input of that format is read.

Whatever the library of a format raises becomes one sentence with the file and the place; what an input may cost is
limited (`teikit.limits`).
"""
