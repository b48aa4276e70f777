-- How a page lies in its file, so that it is shown as it was read and the boxes of its words match: the direction of its writing
-- if the boxes are on the page turned upright. NULL: not known, of pages that were read before.
ALTER TABLE pages ADD COLUMN turn text CHECK (turn IN ('upright', 'down', 'upside_down', 'up'));
