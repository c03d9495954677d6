"""Labelled synthetic months: made and worked out without the rest of the house."""
