-- The tier of the service that served a call. A service without tiers has none, and neither has a call without an answer.
ALTER TABLE calls ADD COLUMN tier text CHECK (tier IN ('default', 'flex'));
