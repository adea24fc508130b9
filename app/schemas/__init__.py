"""What goes over the wire: input and output models of the API."""
