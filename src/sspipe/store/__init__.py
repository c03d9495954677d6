"""The shared database: tables, migrations, releases, runs and the audit chain."""
