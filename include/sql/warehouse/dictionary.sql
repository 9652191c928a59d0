-- One row a column of every table and view of the warehouse, with the comments of its schema, table and column.

WITH schema (name, position) AS (
    VALUES ('landing', 1), ('staging', 2), ('quality', 3), ('core', 4), ('reconciliation', 5), ('mart', 6), ('audit', 7)
)

SELECT
    s.name AS schema_name,
    obj_description(n.oid, 'pg_namespace') AS schema_comment,
    c.relname AS table_name,
    c.relkind AS kind,
    obj_description(c.oid, 'pg_class') AS table_comment,
    a.attname AS column_name,
    format_type(a.atttypid, a.atttypmod) AS type,
    col_description(c.oid, a.attnum) AS column_comment
FROM schema AS s
INNER JOIN pg_namespace AS n ON s.name = n.nspname
INNER JOIN pg_class AS c ON n.oid = c.relnamespace AND c.relkind IN ('r', 'v')
INNER JOIN pg_attribute AS a ON c.oid = a.attrelid AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY s.position, c.relname, a.attnum;
