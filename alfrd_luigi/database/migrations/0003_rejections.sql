-- A rejection that was cut off, by a crash, before the entry was moved away is repeated by the next scan: it is the same one.

ALTER TABLE rejections ADD COLUMN entry text UNIQUE;  -- which entry of the inbox it was, as it lay there
