"""The grammar of a criterion: clauses, phrases, terms, and the typed requirements they make."""
