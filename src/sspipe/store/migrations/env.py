"""The open connection that `sspipe.store.migrate` hands over, at the schema asked for."""

from alembic import context

from sspipe.store.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
with context.begin_transaction():
    context.run_migrations()
