"""Findings on canonical tables: guards first, then each table's suite of expectations."""
