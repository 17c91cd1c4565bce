"""TEI to formats that people read: text, HTML, Markdown, EPUB and PDF, and canonical XML."""
