"""The committed export of the API's document."""
