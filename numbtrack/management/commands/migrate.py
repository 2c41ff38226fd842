"""Django's migrate, in which a migration and the note that it was made are one transaction.

Django notes a migration that has deferred statements, such as indexes, only after its transaction:
who is killed between the two cannot run it again, since its tables are there already.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.core.management.commands import migrate
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone as clock

from accounts.models import User
from numbtrack.backups import CannotBackUp, back_up
from numbtrack.health import is_migrated


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
    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--no-backup", action="store_true", help="trust a backup that was made by other means"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        vars(migrate)["MigrationExecutor"] = WholeExecutor
        only_asked = options["plan"] or options["check_unapplied"] or options["no_backup"]
        changes = bool(options["app_label"]) or not is_migrated()  # one that is named may go back
        if not (only_asked or options["fake"]) and changes and somebody_lives_here():
            self._back_up_first()
        super().handle(*args, **options)

    def _back_up_first(self) -> None:
        """Make a backup where there is something that migrations would change."""
        try:
            file = back_up(Path(settings.VAR) / "backups", clock.now())
        except CannotBackUp as error:
            raise CommandError(
                f"Nothing was migrated: a backup is made first, and {error}. Mend that, or say "
                "--no-backup if you have one."
            ) from None
        told = f"A backup was made before the database is brought up to date: {file}"
        self.stdout.write(told)


def somebody_lives_here() -> bool:
    """Tell whether the database has an account; one without tables has none."""
    if User._meta.db_table not in connection.introspection.table_names():
        return False
    return User.objects.only("pk").exists()
