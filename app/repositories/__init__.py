"""The only place that writes SQL: one class per table, each given the session of a unit of work."""
