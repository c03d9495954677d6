"""Rows of the published tables, shaped from a statement without reading or writing anything."""
