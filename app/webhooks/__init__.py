"""Sending webhooks: where to, signed how, when again. Knows nothing of what is told; no SQL, no framework."""
