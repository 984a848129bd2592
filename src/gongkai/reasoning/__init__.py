"""Equations at work: proving what the text has lost, and finding what is wrong."""
