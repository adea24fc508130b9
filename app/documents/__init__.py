"""Documents in: PDF, Word, OpenDocument, RTF, HTML, e-mail and plain text to one text. Imports nothing of ours."""
