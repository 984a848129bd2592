"""Rows → cells: readings, the search among them, and how a figure is known."""
