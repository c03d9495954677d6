"""The sums, pure: expected, actual, shares, due, causes, accruals and settlement of one period."""
