"""Commands for who must be able to check and repeat: the log of decisions, and erasures after a restore."""
