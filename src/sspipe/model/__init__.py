"""The words: money, periods, councils, posts, agreements, ledger lines, findings, statements; plain Python alone."""
