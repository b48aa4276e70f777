-- name: take
-- Give the transaction one snapshot of the database. It must be the first statement of the transaction.
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY
