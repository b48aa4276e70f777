-- name: find
-- The properties of this server and database, the permissions of this role, and how many more connections it may open.
WITH backends AS (SELECT usename, datname FROM pg_stat_activity WHERE backend_type = 'client backend')
SELECT current_user::text AS role, d.datname::text AS database, current_schema()::text AS schema,
       current_setting('search_path') AS search_path,
       current_setting('server_encoding') AS encoding,
       current_setting('transaction_read_only')::boolean AS is_read_only,
       coalesce(has_schema_privilege(current_schema(), 'CREATE'), false) AS may_create,
       greatest(0, least(
           current_setting('max_connections')::integer - (SELECT count(*) FROM backends)
           - CASE WHEN r.rolsuper THEN 0 ELSE current_setting('superuser_reserved_connections')::integer
                                              + coalesce(current_setting('reserved_connections', true)::integer, 0) END,
           CASE WHEN NOT r.rolsuper AND r.rolconnlimit >= 0
                THEN r.rolconnlimit - (SELECT count(*) FROM backends WHERE usename = r.rolname) END,
           CASE WHEN NOT r.rolsuper AND d.datconnlimit >= 0
                THEN d.datconnlimit - (SELECT count(*) FROM backends WHERE datname = d.datname) END))::integer
           AS connections_left
FROM pg_roles r, pg_database d WHERE r.rolname = session_user AND d.datname = current_database()
