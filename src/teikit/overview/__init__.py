"""What a corpus contains: collects facts from files, adds them up, and formats them as text, HTML or JSON."""
