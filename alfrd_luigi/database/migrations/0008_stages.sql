-- The statuses and stages of a document, which were checked by lists before. alfrd_luigi/stages/graph.py declares them.

-- `position` is the order in which a document comes to them. A failed document has left it.
CREATE TABLE statuses (
    status   text PRIMARY KEY,
    position smallint NOT NULL UNIQUE
);

INSERT INTO statuses (status, position)
VALUES ('pending', 1), ('ocr_completed', 2), ('classified', 3), ('summarized', 4), ('filed', 5), ('failed', 6);

-- `leaves` is the status that the completion of a stage gives its document. A scoring gives none: it judges the result of
-- the stage that it `scores`.
CREATE TABLE stages (
    stage    text PRIMARY KEY,
    position smallint NOT NULL UNIQUE,
    leaves   text REFERENCES statuses,
    scores   text REFERENCES stages,
    CHECK ((leaves IS NULL) = (scores IS NOT NULL))
);

INSERT INTO stages (stage, position, leaves, scores)
VALUES ('ocr', 1, 'ocr_completed', NULL), ('classify', 2, 'classified', NULL), ('score_classification', 3, NULL, 'classify'),
       ('summarize', 4, 'summarized', NULL), ('score_summary', 5, NULL, 'summarize'), ('file', 6, 'filed', NULL);

ALTER TABLE documents DROP CONSTRAINT documents_status_check, ADD FOREIGN KEY (status) REFERENCES statuses;
ALTER TABLE stage_results DROP CONSTRAINT stage_results_stage_check, ADD FOREIGN KEY (stage) REFERENCES stages;
