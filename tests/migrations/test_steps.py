"""The steps make exactly the tables that the code uses, and can be taken back."""

from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, MetaData, inspect

from server.domain.errors import Conflict
from server.storage.engine import open_migrator
from server.storage.migration import current, downgrade, upgrade
from server.storage.tables import metadata
from tests.postgres import running_server

STAMP = "alembic_version"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def addresses(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, str]:
    """The addresses of two empty databases of one kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'a.sqlite'}", f"sqlite:///{tmp_path / 'b.sqlite'}"
    server = running_server()
    if server is None:
        pytest.skip("PostgreSQL 15 is not installed here")
    return server.url(server.make_database()), server.url(server.make_database())


def describe(connection: Connection) -> dict[str, Any]:
    """Return every table with its columns, keys, indexes and checks, as the database has them."""
    inspector = inspect(connection)
    return {
        table: {
            "columns": [(c["name"], str(c["type"]), c["nullable"]) for c in inspector.get_columns(table)],
            "primary": inspector.get_pk_constraint(table),
            "foreign": sorted(map(str, inspector.get_foreign_keys(table))),
            "indexes": sorted(map(str, inspector.get_indexes(table))),
            "unique": sorted(map(str, inspector.get_unique_constraints(table))),
            "checks": sorted(map(str, inspector.get_check_constraints(table))),
        }
        for table in inspector.get_table_names()
        if table != STAMP
    }


def tables(url: str) -> dict[str, Any]:
    engine = open_migrator(url)
    with engine.connect() as connection:
        found = describe(connection)
    engine.dispose()
    return found


def test_the_steps_go_up_down_and_up_again(addresses: tuple[str, str]) -> None:
    url = addresses[0]
    assert current(url) is None
    upgrade(url)
    made = tables(url)
    newest = current(url)
    assert newest is not None
    downgrade(url, "base")
    assert (tables(url), current(url)) == ({}, None)
    upgrade(url)
    assert (tables(url), current(url)) == (made, newest)
    upgrade(url)
    assert current(url) == newest


def test_the_steps_make_the_tables_that_the_code_uses(addresses: tuple[str, str]) -> None:
    stepped, direct = addresses
    upgrade(stepped)
    engine = open_migrator(direct)
    copy = MetaData(naming_convention=metadata.naming_convention)
    for table in metadata.tables.values():
        table.to_metadata(copy)
    with engine.begin() as connection:
        copy.create_all(connection)
    engine.dispose()
    made = tables(stepped)
    assert set(made) == set(metadata.tables)
    assert made == tables(direct)


def test_nothing_is_left_for_a_further_step(addresses: tuple[str, str]) -> None:
    url = addresses[0]
    upgrade(url)
    engine = open_migrator(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_a_step_that_leaves_references_dangling_is_undone(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a.sqlite'}"
    upgrade(url)
    engine = open_migrator(url)
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO clauses (id, agenda, kind, created_at) VALUES ('c', 'nowhere', 'operative', 1)"
        )
    engine.dispose()
    with pytest.raises(Conflict) as refusal:
        upgrade(url)
    assert refusal.value.code == "dangling_references"
    assert refusal.value.detail == {"tables": ["clauses"]}
