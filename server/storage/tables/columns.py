"""What all tables share: the metadata with its naming rules, and the columns that recur."""

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


def key(name: str = "id") -> Column[str]:
    """Return a primary key of one UUIDv7."""
    return Column(name, String(36), primary_key=True)


def ref(name: str, target: str, *, null: bool = False) -> Column[str]:
    """Return a reference to another table's id."""
    return Column(name, String(36), ForeignKey(f"{target}.id"), nullable=null)


def time(name: str, *, null: bool = False) -> Column[int]:
    """Return a column for a time in Unix milliseconds."""
    return Column(name, BigInteger, nullable=null)
