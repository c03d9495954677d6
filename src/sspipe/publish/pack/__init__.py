"""The pack that finance reads: one workbook for each council, made from published rows and nothing else."""
