"""The vocabulary that reading (nlp), judging (matching) and the API share. Imports nothing else of ours."""
