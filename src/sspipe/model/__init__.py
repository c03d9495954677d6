"""The words: money, periods, councils, posts, agreements, ledger lines, findings and statements; standard library only."""
