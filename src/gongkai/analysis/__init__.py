"""Cells → figures: indicators, comparison, aggregation, repair."""
