-- name: try_lock
-- Take a session advisory lock if it is free.
SELECT pg_try_advisory_lock(%(lock_class)s, %(key)s)

-- name: try_any
-- Take the first free lock of a class with the keys from 0 to the last; the function is called row by row until one is got.
SELECT key FROM generate_series(0, %(last)s) AS key WHERE pg_try_advisory_lock(%(lock_class)s, key) LIMIT 1

-- name: lock
-- Take a session advisory lock, waiting for whoever holds it.
SELECT pg_advisory_lock(%(lock_class)s, %(key)s)

-- name: unlock
-- Release a session advisory lock.
SELECT pg_advisory_unlock(%(lock_class)s, %(key)s)

-- name: is_held
-- Whether any session holds an advisory lock; objsubid 2 marks a lock with two keys.
SELECT EXISTS (
    SELECT FROM pg_locks
    WHERE locktype = 'advisory' AND granted AND objsubid = 2
      AND classid::bigint = %(lock_class)s AND objid::bigint = %(key)s
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))

-- name: lock_to_end
-- Take an advisory lock that ends with the transaction.
SELECT pg_advisory_xact_lock(%(lock_class)s, %(key)s)
