"""Clients in Python and TypeScript, generated from the document, type-checked, and run against the service."""
