"""The tables of the first migration, frozen."""

from sqlalchemy import MetaData

from migrations.first import people, record, texts
from migrations.first.columns import metadata

__all__ = ["copy_tables", "people", "record", "texts"]


def copy_tables() -> MetaData:
    """Return a copy of the tables for one run.

    Once SQLAlchemy has added a circular reference by ALTER, as PostgreSQL needs it, it leaves that out of every
    later CREATE TABLE, where SQLite needs it.
    """
    copy = MetaData(naming_convention=metadata.naming_convention)
    for table in metadata.tables.values():
        table.to_metadata(copy)
    return copy
