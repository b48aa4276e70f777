-- In these queries, {role}, {schema} and {database} are quoted names.

-- name: place
-- The schema of the views for analysts, as the function analyst_schema names it, which may not be there yet; and whether this role
-- may make views there.
WITH wanted AS (
    SELECT CASE current_schema() WHEN 'public' THEN 'alfrd' ELSE left(current_schema(), 57) || '_views' END AS name
)
SELECT w.name AS schema, n.oid IS NOT NULL AS is_there,
       CASE WHEN n.oid IS NULL THEN has_database_privilege(current_database(), 'CREATE')
            ELSE has_schema_privilege(n.oid, 'CREATE') END AS may_make, current_database()::text AS database
FROM wanted w LEFT JOIN pg_namespace n ON n.nspname = w.name

-- name: role
-- Whether there is such a role, and whether this one may make roles.
SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = %(role)s) AS is_there, rolsuper OR rolcreaterole AS may_create
FROM pg_roles WHERE rolname = current_user

-- name: create
-- Make a role that may connect. It has no password: where the server asks for one, it cannot connect before it is given one.
CREATE ROLE {role} LOGIN

-- name: allow
-- Let a role read the views, and nothing else.
GRANT USAGE ON SCHEMA {schema} TO {role};
GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {role}

-- name: forbid
-- Take these rights away.
REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {role};
REVOKE ALL ON SCHEMA {schema} FROM {role}

-- name: excess
-- A table of the archive that a role may read or write, the schema of the archive or of its views in which it may make something, or
-- a role by which it can get such a right. A member may SET ROLE to a role whose rights it does not inherit.
WITH roles AS (
    SELECT oid, rolname, rolcreaterole OR rolreplication
           OR rolname IN ('pg_read_server_files', 'pg_write_server_files', 'pg_execute_server_program') AS is_mighty
    FROM pg_roles WHERE pg_has_role(%(role)s::name, oid, 'MEMBER')
)
SELECT what FROM (
    SELECT 1 AS place, format('use the table %%I.%%I', n.nspname, c.relname) AS what
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace CROSS JOIN roles r
    WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'v')
      AND (has_table_privilege(r.oid, c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, TRIGGER, REFERENCES')
           OR has_any_column_privilege(r.oid, c.oid, 'SELECT, INSERT, UPDATE, REFERENCES'))
    UNION ALL
    SELECT 2, format('make tables in the schema %%I', n.nspname) FROM pg_namespace n CROSS JOIN roles r
    WHERE n.nspname IN (current_schema(), %(schema)s) AND has_schema_privilege(r.oid, n.oid, 'CREATE')
    UNION ALL
    SELECT 3, format('make roles, replicate, or use files of the server, as the role %%I', rolname) FROM roles WHERE is_mighty
) found
ORDER BY place, what LIMIT 1

-- name: may_limit
-- Whether this role may change the settings of another one.
SELECT o.rolsuper OR o.rolcreaterole AND NOT r.rolsuper
       AND (current_setting('server_version_num')::integer < 160000 OR pg_has_role(o.oid, r.oid, 'MEMBER WITH ADMIN OPTION')) AS may_limit
FROM pg_roles o, pg_roles r WHERE o.rolname = current_user AND r.rolname = %(role)s

-- name: limits
-- The settings of an analyst's sessions, as statements.
SELECT format('ALTER ROLE %%I IN DATABASE %%I SET %%s', %(role)s, current_database(), setting) AS statement
FROM unnest(ARRAY['default_transaction_read_only = on', 'statement_timeout = ''60s''',
                  'idle_in_transaction_session_timeout = ''5min''', format('search_path = %%I', %(schema)s)]) AS setting

-- name: limit
-- Transactions of the role are read-only, its statements short, and idle transactions ended, unless it says otherwise: an open one
-- keeps a migration from its tables. It finds the views without their schema.
ALTER ROLE {role} IN DATABASE {database} SET default_transaction_read_only = on;
ALTER ROLE {role} IN DATABASE {database} SET statement_timeout = '60s';
ALTER ROLE {role} IN DATABASE {database} SET idle_in_transaction_session_timeout = '5min';
ALTER ROLE {role} IN DATABASE {database} SET search_path = {schema}

-- name: unlimit
-- Remove the settings.
ALTER ROLE {role} IN DATABASE {database} RESET ALL
