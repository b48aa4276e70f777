-- name: try_lock
-- Take a session advisory lock if it is free.
SELECT pg_try_advisory_lock(%(lock_class)s, %(key)s)

-- name: try_any
-- Take the first free lock of a class, of `count` keys from 0. PostgreSQL calls the function row by row until it gets one.
SELECT (%(first)s + step) %% %(count)s AS key FROM generate_series(0, %(count)s - 1) AS step
WHERE pg_try_advisory_lock(%(lock_class)s, (%(first)s + step) %% %(count)s) LIMIT 1

-- name: unlock
-- Release a session advisory lock.
SELECT pg_advisory_unlock(%(lock_class)s, %(key)s)

-- name: is_held
-- Whether any session holds an advisory lock. objsubid 2 marks a lock with two keys.
SELECT EXISTS (
    SELECT FROM pg_locks
    WHERE locktype = 'advisory' AND granted AND objsubid = 2
      AND classid::bigint = %(lock_class)s AND objid::bigint = %(key)s
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))

-- name: try_to_end
-- Take an advisory lock that is released when the transaction ends, if it is free.
SELECT pg_try_advisory_xact_lock(%(lock_class)s, %(key)s)

-- name: lock_to_end
-- Take an advisory lock that is released when the transaction ends.
SELECT pg_advisory_xact_lock(%(lock_class)s, %(key)s)
