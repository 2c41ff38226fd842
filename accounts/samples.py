"""PostgreSQL plans with samples of each column's values; of what people write it keeps none.

A sample outlives its row: that of a table which has become empty is never taken anew.
"""

from __future__ import annotations

from typing import Any

from django.db import connections

TAKE_NONE = """
DO $$
DECLARE each record;
BEGIN
  FOR each IN
    SELECT c.oid::regclass::text AS place, c.relkind = 'i' AS is_index,
           quote_ident(a.attname) AS name, a.attnum AS number,
           format_type(a.atttypid, a.atttypmod) AS kind,
           EXISTS (SELECT 1 FROM pg_stats s WHERE s.schemaname = current_schema()
                   AND s.tablename = c.relname AND s.attname = a.attname) AS sampled
    FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_type t ON t.oid = a.atttypid AND a.attcollation = t.typcollation
    LEFT JOIN pg_index i ON i.indexrelid = c.oid
    WHERE c.relnamespace = current_schema()::regnamespace
      AND (c.relkind = 'r' OR i.indkey[a.attnum - 1] = 0)  -- an index samples its expressions
      AND (t.typcategory = 'S' OR t.typname IN ('jsonb', 'bytea'))
      AND a.attstattarget IS DISTINCT FROM 0
    ORDER BY is_index
  LOOP
    IF each.is_index THEN
      EXECUTE format('ALTER INDEX %s ALTER COLUMN %s SET STATISTICS 0', each.place, each.number);
      CONTINUE;
    END IF;
    IF each.sampled THEN  -- naming its type anew lets go of a sample, and builds its indexes anew
      EXECUTE format('ALTER TABLE %s ALTER COLUMN %s TYPE %s', each.place, each.name, each.kind);
    END IF;
    EXECUTE format('ALTER TABLE %s ALTER COLUMN %s SET STATISTICS 0', each.place, each.name);
  END LOOP;
END $$
"""


def take_none(*, using: str, **_: Any) -> None:
    """Let PostgreSQL sample no column of words; called after migrations, for new columns too."""
    connection = connections[using]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(TAKE_NONE)
