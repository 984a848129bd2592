"""Cells → findings: the rules and what they say."""
