"""The variable by which libxml2 gets the node that XSLT calls the current one."""

CURRENT = "teikit-current"
