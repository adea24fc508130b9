"""The routes: typed dependencies in, one call, return. No decisions."""
