"""TEI P5 as facts: what its specifications of elements, classes, macros and datatypes say, without their prose."""
