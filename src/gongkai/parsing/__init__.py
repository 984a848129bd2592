"""Text → tree of the form: the outline of sections, what the report says of itself."""
