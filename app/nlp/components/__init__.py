"""One spaCy component per module; `pipeline.py` states their order."""
