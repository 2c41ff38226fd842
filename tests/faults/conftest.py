"""Installations of their own, on the database that the tests run on."""

import pytest
from django.conf import settings

from tests.faults.installation import Cluster, Installation


@pytest.fixture
def install(tmp_path):
    """Make an empty installation; every one has a database of its own."""
    made = []

    def make(name="one", keys=None, migrated=True, on_postgres=None):
        if on_postgres is None:
            on_postgres = settings.DATABASES["default"]["ENGINE"].endswith("postgresql")
        cluster = Cluster(tmp_path / f"{name}-cluster") if on_postgres else None
        installation = Installation(tmp_path / name, keys, cluster)
        made.append(installation)
        if migrated:
            installation.manage("migrate", "-v", "0")
        return installation

    yield make
    for installation in made:
        installation.stop()
        if installation.cluster is not None:
            installation.cluster.stop()
