"""Canonical tables out of raw files, by a layout that declares every column it takes."""
