"""Files from the councils, unchanged, kept under the hash of their content."""
