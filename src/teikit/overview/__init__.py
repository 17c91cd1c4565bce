"""What a corpus contains: files to facts that add up, and facts to a page, a table or JSON."""
