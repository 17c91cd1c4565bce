"""Letters to the packages of archives, one format a module, and the registry of the kinds of packages."""
