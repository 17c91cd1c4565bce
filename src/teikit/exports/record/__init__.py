"""A letter's TEI to one frozen record of what its header says: people, places, dates, rights, sources."""
