"""Dated rules read from files: national rates, and everything that a site's own files say."""
