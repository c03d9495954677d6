"""The steps by which the shared database reached its present schema."""
