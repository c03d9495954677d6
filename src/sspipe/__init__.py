"""The cost of posts that two councils share, proved month by month against what was charged, billed and booked.

A stage is a folder and a noun is a file: `extract` brings files from the councils unchanged, `conform` turns them into
canonical tables, `validate` checks these, `reconcile` does the sums, `publish` shapes rows for readers and `store`
keeps them. `model` holds the words that all stages speak, `terms` the dated rules. No stage imports another: only the
package `flows` knows their order.
"""
