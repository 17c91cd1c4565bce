"""Writes a folder of letters as a static edition: pages, indexes, pictures and a search that need no server.

`parts` makes of each letter what its page has of itself, in a worker; `collection` puts the letters in order; `pages`
makes all files from both; `manifest` remembers what was made, so that the next run makes only what changed.
"""
