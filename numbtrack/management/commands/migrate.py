"""Django's migrate, in which a migration and the note that it was made are one transaction.

Django notes a migration that has deferred statements, such as indexes, only after its transaction:
who is killed between the two cannot run it again, since its tables are there already.
"""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate
from django.db.migrations.executor import MigrationExecutor


class WholeExecutor(MigrationExecutor):
    """Makes each migration, its deferred statements and its note in one transaction."""

    def apply_migration(
        self,
        state: Any,
        migration: Any,
        fake: bool = False,
        fake_initial: bool = False,
    ) -> Any:
        if fake or fake_initial or not migration.atomic:
            return super().apply_migration(state, migration, fake, fake_initial)
        if self.progress_callback:
            self.progress_callback("apply_start", migration, fake)
        with self.connection.schema_editor(atomic=True) as editor:
            state = migration.apply(state, editor)
            for statement in editor.deferred_sql:
                editor.execute(statement, None)
            editor.deferred_sql.clear()
            self.record_migration(migration)  # type: ignore[call-arg]  # the stubs are older
        if self.progress_callback:
            self.progress_callback("apply_success", migration, fake)
        return state


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        vars(migrate)["MigrationExecutor"] = WholeExecutor
        super().handle(*args, **options)
