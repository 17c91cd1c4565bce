"""For developers: reduces TEI P5, and the ODDs that ship, to facts without prose."""
