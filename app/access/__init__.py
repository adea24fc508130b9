"""Who may do what: principals and scopes, keys and tokens, and the gate before all routes."""
