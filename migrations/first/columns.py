"""The columns that tables share. These modules are frozen: a change of the schema is a new migration."""

from sqlalchemy import BigInteger, Column, ForeignKey, MetaData, String

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def id_column(name: str = "id") -> Column[str]:
    """Return a primary key: a UUIDv7 as text."""
    return Column(name, String(36), primary_key=True)


def reference(name: str, target: str, *, null: bool = False) -> Column[str]:
    """Return a foreign key to a table's id."""
    return Column(name, String(36), ForeignKey(f"{target}.id"), nullable=null)


def moment(name: str, *, null: bool = False) -> Column[int]:
    """Return a time in Unix milliseconds."""
    return Column(name, BigInteger, nullable=null)
