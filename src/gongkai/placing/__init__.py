"""Tree → rows with places: borders, running text, alignment, table four."""
