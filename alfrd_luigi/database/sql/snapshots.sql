-- name: take
-- From here on the transaction sees one state of the database; it must be the first thing that the transaction does.
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY
