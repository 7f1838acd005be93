"""Steps from one schema to the next, run by Alembic through `server.storage.migration`."""
