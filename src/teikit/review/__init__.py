"""A local page in the browser to review encoded letters: a server, its sessions, and the page."""
