-- Says in plain English what each table, view and column holds: units, what NULL means, and the values of an enumeration.
-- docs/schema.md is written from these comments.

COMMENT ON TABLE acts IS 'The acts of persons. One command or one form of the desk is one act.';
COMMENT ON COLUMN acts.id IS 'Number of the act, ascending in time.';
COMMENT ON COLUMN acts.at IS 'When the act was done.';
COMMENT ON COLUMN acts.person IS 'Who did it: the setting `person`, or the name of the operating-system user.';
COMMENT ON COLUMN acts.act IS 'What was done, as the command names it, such as `set`, `approve` or `series merge`.';
COMMENT ON COLUMN acts.details IS 'What undoing the act needs besides the revisions, as an object; its keys depend on `act`.';
COMMENT ON COLUMN acts.undone_by IS 'The act that took this one back. NULL: it counts.';
COMMENT ON COLUMN acts.is_purged IS 'Whether documents of the act were deleted for good. Such an act cannot be undone.';

COMMENT ON TABLE answers IS 'Valid answers of paid services, saved before they are used, so that the same question is paid for once.';
COMMENT ON COLUMN answers.question_key IS 'SHA-256 (hex) of the question: prompt, text, facts and schema.';
COMMENT ON COLUMN answers.service IS 'Service that answered, such as `bedrock` or `textract`.';
COMMENT ON COLUMN answers.operation IS 'Kind of question, such as `classify`.';
COMMENT ON COLUMN answers.answer IS 'The answer as JSON.';
COMMENT ON COLUMN answers.saved_at IS 'When the answer was saved.';
COMMENT ON COLUMN answers.answer_md5 IS 'MD5 (hex) of the text of `answer`, by which `alfrd check` finds damage. NULL: not known.';

COMMENT ON TABLE asked_anew IS 'Stages for which a rerun wants new answers. Answers saved before `since` do not serve them.';
COMMENT ON COLUMN asked_anew.subject IS 'Id of the document, or of the file.';
COMMENT ON COLUMN asked_anew.stage IS 'Stage that is asked anew.';
COMMENT ON COLUMN asked_anew.since IS 'Only answers that are saved later count.';

COMMENT ON TABLE audit_draws IS 'Draws of documents for audits. The candidates, in the order of md5(seed || id), were drawn from the first on.';
COMMENT ON COLUMN audit_draws.id IS 'Number of the draw.';
COMMENT ON COLUMN audit_draws.at IS 'When it was made.';
COMMENT ON COLUMN audit_draws.week IS 'Monday of its ISO week (UTC).';
COMMENT ON COLUMN audit_draws.seed IS 'What decided the order of the candidates.';
COMMENT ON COLUMN audit_draws.candidates IS 'Number of documents that could be drawn.';
COMMENT ON COLUMN audit_draws.drawn IS 'Number of documents that were drawn, at least 1.';
COMMENT ON COLUMN audit_draws.is_for_trial IS 'true: drawn from all documents of a prompt that is tried. false: drawn from what was filed in the last seven days.';
COMMENT ON COLUMN audit_draws.trial_id IS 'Trial for which it was drawn. NULL: for none, or the trial was removed.';

COMMENT ON TABLE audits IS 'Documents that were drawn for an audit, with the verdicts of the person who checked them.';
COMMENT ON COLUMN audits.document_id IS 'The document. A document is audited at most once.';
COMMENT ON COLUMN audits.draw_id IS 'The draw.';
COMMENT ON COLUMN audits.place IS 'Its place in the order of the draw, from 1.';
COMMENT ON COLUMN audits.shown_at IS 'When its paper was first shown to a person. NULL: never.';
COMMENT ON COLUMN audits.act_id IS 'Act that closed the audit. NULL: it is not closed.';
COMMENT ON COLUMN audits.verdicts IS 'By the name of each value: `right` (whether it was right), `found` (what was found) and `is` (what is right). NULL: not closed.';
COMMENT ON COLUMN audits.engines IS 'By stage: engine, model and prompt_id that had found the values. NULL: not closed.';

COMMENT ON TABLE prompt_trials IS 'Comparisons of two versions of a prompt, until the evidence decides.';
COMMENT ON COLUMN prompt_trials.id IS 'Id of the trial.';
COMMENT ON COLUMN prompt_trials.purpose IS '`challenge`: whether the candidate is better. `return`: after a promotion, whether the replaced version was better.';
COMMENT ON COLUMN prompt_trials.kind IS 'Kind of the prompt: `classifier`, `summarizer` or `series_summarizer`.';
COMMENT ON COLUMN prompt_trials.document_type IS 'Type that the prompt serves. NULL: it serves every type, or a series.';
COMMENT ON COLUMN prompt_trials.series_id IS 'Series that the prompt serves. NULL: it serves no single series.';
COMMENT ON COLUMN prompt_trials.candidate_id IS 'Version that is tried.';
COMMENT ON COLUMN prompt_trials.incumbent_id IS 'Version with which it is compared.';
COMMENT ON COLUMN prompt_trials.number IS 'Number of the challenge of this prompt, from 1. A return has the number of its challenge.';
COMMENT ON COLUMN prompt_trials.seed IS 'What decides which answer the judge sees first.';
COMMENT ON COLUMN prompt_trials.state IS '`open`, `promoted`, `given_up`, `refused`, `failed`, `withdrawn`, `returned`, `kept` or `superseded`.';
COMMENT ON COLUMN prompt_trials.is_audited IS 'Whether audits decided a promotion; false: the judge alone did. NULL: no promotion.';
COMMENT ON COLUMN prompt_trials.reason IS 'Why the trial was closed, in words. NULL: open, or no reason is recorded.';
COMMENT ON COLUMN prompt_trials.opened_at IS 'When it was opened.';
COMMENT ON COLUMN prompt_trials.closed_at IS 'When it was closed. NULL: open.';
COMMENT ON COLUMN prompt_trials.run_id IS 'Run that has it now, or had it last. NULL: none had it.';
COMMENT ON COLUMN prompt_trials.next_attempt_at IS 'Not tried again before then. NULL: as soon as possible.';
COMMENT ON COLUMN prompt_trials.attempts IS 'Number of failures that the trial itself caused.';
COMMENT ON COLUMN prompt_trials.waits IS 'Number of deferrals since the last attempt because a service did not answer.';
COMMENT ON COLUMN prompt_trials.is_blamed IS 'Whether the trial itself caused its last failure.';
COMMENT ON COLUMN prompt_trials.failed_at IS 'When it last failed. NULL: it has not failed.';

COMMENT ON VIEW audit_states IS 'Audits with their draw, their state and the prompt on trial.';
COMMENT ON COLUMN audit_states.document_id IS 'The document.';
COMMENT ON COLUMN audit_states.place IS 'Its place in the order of the draw, from 1.';
COMMENT ON COLUMN audit_states.shown_at IS 'When its paper was first shown. NULL: never.';
COMMENT ON COLUMN audit_states.act_id IS 'Act that closed the audit. NULL: not closed.';
COMMENT ON COLUMN audit_states.verdicts IS 'As in `audits`.';
COMMENT ON COLUMN audit_states.engines IS 'As in `audits`.';
COMMENT ON COLUMN audit_states.draw_id IS 'The draw.';
COMMENT ON COLUMN audit_states.week IS 'Monday of the ISO week (UTC) of the draw.';
COMMENT ON COLUMN audit_states.drawn_at IS 'When it was drawn.';
COMMENT ON COLUMN audit_states.closed_at IS 'When it was closed. NULL: not closed.';
COMMENT ON COLUMN audit_states.person IS 'Who closed it. NULL: not closed.';
COMMENT ON COLUMN audit_states.state IS '`open`, `closed`, or `retired`: nobody closed it within 28 days.';
COMMENT ON COLUMN audit_states.is_for_trial IS 'As in `audit_draws`.';
COMMENT ON COLUMN audit_states.kind IS 'Kind of the prompt on trial. NULL: not drawn for a trial.';
COMMENT ON COLUMN audit_states.document_type IS 'Type that this prompt serves. NULL: every type, or no trial.';
COMMENT ON COLUMN audit_states.series_id IS 'Series that this prompt serves. NULL: none.';

COMMENT ON TABLE calls IS 'Attempts at calls to paid services. A row is written before the call and completed when its outcome is known.';
COMMENT ON COLUMN calls.id IS 'Number of the call, ascending in time.';
COMMENT ON COLUMN calls.run_id IS 'Run that made it. NULL: a command outside of a run.';
COMMENT ON COLUMN calls.document_id IS 'Document for which it was made. NULL: another subject, or the document was deleted for good.';
COMMENT ON COLUMN calls.file_id IS 'File whose summary it was for. NULL: another subject.';
COMMENT ON COLUMN calls.stage IS 'Stage for which it was made, such as `ocr`, `classify` or `file_summary`.';
COMMENT ON COLUMN calls.service IS 'Service that was called, such as `bedrock` or `textract`.';
COMMENT ON COLUMN calls.operation IS 'Kind of question.';
COMMENT ON COLUMN calls.model IS 'Model that was asked. NULL: the service has no models.';
COMMENT ON COLUMN calls.question_key IS 'SHA-256 (hex) of the question.';
COMMENT ON COLUMN calls.attempt IS 'Number of the attempt for the same question, from 1.';
COMMENT ON COLUMN calls.outcome IS '`open` (no outcome yet, or it was interrupted), `answered`, `invalid`, `throttled`, `server_error`, `timeout`, `connection` or `refused`.';
COMMENT ON COLUMN calls.pages IS 'Number of billed pages. NULL: not billed by page, or not known.';
COMMENT ON COLUMN calls.input_tokens IS 'Number of billed input tokens. NULL: not billed by token, or not known.';
COMMENT ON COLUMN calls.output_tokens IS 'Number of billed output tokens. NULL: not billed by token, or not known.';
COMMENT ON COLUMN calls.seconds IS 'Duration in seconds. NULL: open.';
COMMENT ON COLUMN calls.reserved_usd IS 'The most that it can cost, in US dollars. NULL: the price is not known.';
COMMENT ON COLUMN calls.cost_usd IS 'What it cost, in US dollars. NULL: open, or nobody can know; then the reservation counts.';
COMMENT ON COLUMN calls.called_at IS 'When it was made.';
COMMENT ON COLUMN calls.trial_id IS 'Trial for which it was made. NULL: for none.';
COMMENT ON COLUMN calls.tier IS 'Tier that served the call: `default` or `flex`. NULL: the service has no tiers, or did not answer.';
COMMENT ON COLUMN calls.proposal_id IS 'Proposal for which it was made. NULL: for none.';

COMMENT ON TABLE document_pairs IS 'Two documents that are the same paper, are alike, or are distinct.';
COMMENT ON COLUMN document_pairs.one IS 'The document with the smaller id.';
COMMENT ON COLUMN document_pairs.other IS 'The document with the greater id.';
COMMENT ON COLUMN document_pairs.verdict IS '`same`, `alike` (perhaps the same) or `distinct`.';
COMMENT ON COLUMN document_pairs.origin IS 'Who says so: `machine`, `group` (each is the same as a third one) or `person`.';
COMMENT ON COLUMN document_pairs.evidence IS 'Why, in words.';
COMMENT ON COLUMN document_pairs.decided_at IS 'When it was decided.';

COMMENT ON TABLE documents IS 'Documents that are not deleted, one a row, with the values that count now.';
COMMENT ON COLUMN documents.id IS 'Id of the document. Commands take any unique prefix of it.';
COMMENT ON COLUMN documents.status IS 'How far it has come; see `statuses`.';
COMMENT ON COLUMN documents.created_at IS 'When it was made, as its meta.json says; otherwise when it was taken from the inbox.';
COMMENT ON COLUMN documents.registered_at IS 'When it was registered: its arrival in the archive.';
COMMENT ON COLUMN documents.source IS 'Where it came from, such as `mail`, as what brought it says. Empty: nothing was said.';
COMMENT ON COLUMN documents.content_hash IS 'SHA-256 (hex) of its files. No two documents have the same.';
COMMENT ON COLUMN documents.text IS 'Text of all its pages. NULL: not read yet.';
COMMENT ON COLUMN documents.document_type IS 'Its type. NULL: not classified yet.';
COMMENT ON COLUMN documents.confidence IS 'Probability from 0 to 1 that the type is right. NULL: not classified yet.';
COMMENT ON COLUMN documents.classification_reason IS 'Why it has this type, in words. NULL: not classified yet.';
COMMENT ON COLUMN documents.entity IS 'Issuer, as printed or as a person says. NULL: none was found.';
COMMENT ON COLUMN documents.document_date IS 'Date of the paper. NULL: none was found.';
COMMENT ON COLUMN documents.total_amount IS 'Total in units of `currency`; negative for a credit. NULL: none was found. For some types it is a balance.';
COMMENT ON COLUMN documents.currency IS 'ISO 4217 code of the amounts. NULL: none was found.';
COMMENT ON COLUMN documents.summary IS 'Summary of the document. NULL: not summarised yet.';
COMMENT ON COLUMN documents.structured_data IS 'Its fields, by name, as an object; see `document_types.fields_schema`. Days are texts of the form YYYY-MM-DD. NULL: not summarised yet.';
COMMENT ON COLUMN documents.evidence IS 'By the name of a value, the text of the page from which it was taken. NULL: not summarised yet.';
COMMENT ON COLUMN documents.series_id IS 'Series in which it is filed. NULL: not filed, or in no series.';
COMMENT ON COLUMN documents.filed_at IS 'When it was filed; of a document that was processed again, the last time. NULL: not filed.';
COMMENT ON COLUMN documents.run_id IS 'Run that has claimed it. It is free if that run is not alive. NULL: no run has it.';
COMMENT ON COLUMN documents.next_attempt_at IS 'Not processed before then. NULL: as soon as possible.';
COMMENT ON COLUMN documents.error_stage IS 'Stage that failed last. NULL: no failure stands.';
COMMENT ON COLUMN documents.error_message IS 'What went wrong. NULL: no failure stands.';
COMMENT ON COLUMN documents.error_hint IS 'What to do about it. NULL: no failure stands, or there is no hint.';
COMMENT ON COLUMN documents.note IS 'The text of the mail that brought it, or the note of a person. NULL: none.';
COMMENT ON COLUMN documents.sketch IS 'Numbers by which documents with a similar text are found. NULL: not filed by a version that makes them.';
COMMENT ON COLUMN documents.embedded IS 'The electronic invoice in its file: `values`, `page` (what the pages say otherwise) and `problem`. NULL: it has none.';
COMMENT ON COLUMN documents.confidences IS 'By the name of each value, the probability from 0 to 1 that it is right. NULL: not summarised, or by an old version.';
COMMENT ON COLUMN documents.places IS 'By the name of each value, the page (from 1) and the boxes of the words from which it was taken. NULL: not summarised, or by an old version.';
COMMENT ON COLUMN documents.uncertain IS 'Names of the values that a person should look at: `type`, `entity`, `date`, `total`, `currency` or `field.NAME`.';
COMMENT ON COLUMN documents.title IS 'Title that a person gave. NULL: none.';
COMMENT ON COLUMN documents.received_note IS 'The text of the mail that brought it. NULL: none.';
COMMENT ON COLUMN documents.paid IS 'What a person says of its payment: a day of the form YYYY-MM-DD, or `no`. NULL: nobody said anything.';
COMMENT ON COLUMN documents.awaits_series IS 'Whether the filed document waits for its reading by the prompt of its series.';

COMMENT ON VIEW pairs_of_documents IS 'The pairs of `document_pairs`, from the point of view of each of their documents.';
COMMENT ON COLUMN pairs_of_documents.document_id IS 'A document.';
COMMENT ON COLUMN pairs_of_documents.paired_id IS 'The other document.';
COMMENT ON COLUMN pairs_of_documents.verdict IS 'As in `document_pairs`.';
COMMENT ON COLUMN pairs_of_documents.origin IS 'As in `document_pairs`.';
COMMENT ON COLUMN pairs_of_documents.evidence IS 'As in `document_pairs`.';
COMMENT ON COLUMN pairs_of_documents.decided_at IS 'As in `document_pairs`.';

COMMENT ON VIEW copies IS 'Documents that are the same paper as a filed one that counts in their place. A document may have several originals.';
COMMENT ON COLUMN copies.document_id IS 'The copy, which does not count.';
COMMENT ON COLUMN copies.original_id IS 'A filed document that goes before it: it has a total, or else it was registered first.';

COMMENT ON TABLE corrections IS 'What acts say of the values of documents.';
COMMENT ON COLUMN corrections.id IS 'Number of the correction, ascending in time.';
COMMENT ON COLUMN corrections.act_id IS 'The act.';
COMMENT ON COLUMN corrections.document_id IS 'The document.';
COMMENT ON COLUMN corrections.field IS 'Name of the value: `type`, `entity`, `date`, `total`, `currency`, `title`, `summary`, `note`, `paid`, `series` or `field.NAME`.';
COMMENT ON COLUMN corrections.kind IS '`set`: the value is this. `approved`: the value that was found is right. `unset`: earlier words are withdrawn.';
COMMENT ON COLUMN corrections.before IS 'The value before the act, as JSON.';
COMMENT ON COLUMN corrections.value IS 'The value that the person says, as JSON; JSON null: there is none.';
COMMENT ON COLUMN corrections.place IS 'The page and boxes at which the person pointed. NULL: at none.';
COMMENT ON COLUMN corrections.undone_by IS 'The act that took it back. NULL: it was not taken back.';

COMMENT ON TABLE deletions IS 'Deleted documents: in the bin with all their rows, or gone for good but for the digest of their content.';
COMMENT ON COLUMN deletions.document_id IS 'Id of the document.';
COMMENT ON COLUMN deletions.content_hash IS 'SHA-256 (hex) of its files, by which its bytes are known again.';
COMMENT ON COLUMN deletions.deleted_at IS 'When it was deleted.';
COMMENT ON COLUMN deletions.act_id IS 'Act that deleted it. NULL: gone for good.';
COMMENT ON COLUMN deletions.kept IS 'All its rows, by table. NULL: gone for good.';
COMMENT ON COLUMN deletions.files IS 'Rows of `document_files`; of a document that is gone for good, the keys of the page files that remain to be removed. NULL: none remain.';
COMMENT ON COLUMN deletions.pairs IS 'Rows of `document_pairs`. NULL: gone for good.';
COMMENT ON COLUMN deletions.series_id IS 'Series that was deleted with it. NULL: none.';
COMMENT ON COLUMN deletions.questions IS 'Keys of the saved answers that it needs. NULL: gone for good.';
COMMENT ON COLUMN deletions.acts IS 'Acts that its rows name. NULL: gone for good.';

COMMENT ON TABLE stage_results IS 'The last result of each stage of each document.';
COMMENT ON COLUMN stage_results.document_id IS 'The document.';
COMMENT ON COLUMN stage_results.stage IS 'The stage; see `stages`.';
COMMENT ON COLUMN stage_results.status IS '`completed`, `deferred` (a later run tries again) or `failed`.';
COMMENT ON COLUMN stage_results.attempts IS 'Number of attempts: the completion, and failures that the document itself caused.';
COMMENT ON COLUMN stage_results.run_id IS 'Run that made the result.';
COMMENT ON COLUMN stage_results.engine IS 'Engine that answered. NULL: the stage asked none, or none answered.';
COMMENT ON COLUMN stage_results.model IS 'Model of the engine. NULL: it has none.';
COMMENT ON COLUMN stage_results.prompt_id IS 'Version of the prompt. NULL: the stage has no prompt.';
COMMENT ON COLUMN stage_results.answer IS 'What the stage found, as an object. NULL: not completed.';
COMMENT ON COLUMN stage_results.error IS 'What went wrong. NULL: completed.';
COMMENT ON COLUMN stage_results.seconds IS 'Duration in seconds.';
COMMENT ON COLUMN stage_results.finished_at IS 'When it ended.';
COMMENT ON COLUMN stage_results.omitted IS 'What of a long text was left out of the question. NULL: nothing.';
COMMENT ON COLUMN stage_results.waits IS 'Number of deferrals since the last attempt because a service did not answer.';
COMMENT ON COLUMN stage_results.is_blamed IS 'Whether the document itself caused the last failure.';

COMMENT ON TABLE tag_corrections IS 'What acts say of the tags of documents.';
COMMENT ON COLUMN tag_corrections.id IS 'Number of the correction, ascending in time.';
COMMENT ON COLUMN tag_corrections.act_id IS 'The act. NULL: the tag came with the document.';
COMMENT ON COLUMN tag_corrections.document_id IS 'The document.';
COMMENT ON COLUMN tag_corrections.tag IS 'The tag, as it was called then.';
COMMENT ON COLUMN tag_corrections.is_given IS 'true: the document has the tag. false: it does not.';
COMMENT ON COLUMN tag_corrections.undone_by IS 'The act that took it back. NULL: it was not taken back.';

COMMENT ON VIEW tag_words IS 'The word of a person on each tag of a document: the last one that was not undone.';
COMMENT ON COLUMN tag_words.document_id IS 'The document.';
COMMENT ON COLUMN tag_words.tag IS 'Present name of the tag.';
COMMENT ON COLUMN tag_words.is_given IS 'Whether the document has it.';

COMMENT ON VIEW derived_tags IS 'The tags of documents, without those of series: what was found, with the words of persons in their place.';
COMMENT ON COLUMN derived_tags.document_id IS 'The document.';
COMMENT ON COLUMN derived_tags.tag IS 'Present name of the tag.';
COMMENT ON COLUMN derived_tags.origin IS '`person` or `classify`.';

COMMENT ON TABLE document_types IS 'The types of documents.';
COMMENT ON COLUMN document_types.name IS 'Name of the type.';
COMMENT ON COLUMN document_types.number IS 'Number that names the advisory lock of the type.';
COMMENT ON COLUMN document_types.description IS 'Which documents have this type.';
COMMENT ON COLUMN document_types.fields_schema IS 'JSON Schema of the fields of its documents.';
COMMENT ON COLUMN document_types.shipped IS 'Whether the program brought it; else a person added it.';
COMMENT ON COLUMN document_types.created_at IS 'When it was added.';
COMMENT ON COLUMN document_types.retired_at IS 'Since when no document gets the type. NULL: it is in use.';
COMMENT ON COLUMN document_types.rules IS 'Name that the type had first, by which the program knows its rules.';

COMMENT ON VIEW words IS 'The word of a person on each value of a document: the last one that was neither withdrawn nor undone.';
COMMENT ON COLUMN words.document_id IS 'The document.';
COMMENT ON COLUMN words.field IS 'Name of the value, as in `corrections`.';
COMMENT ON COLUMN words.kind IS '`set` or `approved`.';
COMMENT ON COLUMN words.value IS 'The value, as JSON.';
COMMENT ON COLUMN words.place IS 'The page and boxes at which the person pointed. NULL: at none.';
COMMENT ON COLUMN words.act_id IS 'The act.';
COMMENT ON COLUMN words.person IS 'Who said it.';
COMMENT ON COLUMN words.at IS 'When it was said.';

COMMENT ON VIEW findings IS 'What the stages of each document found, and the words of persons.';
COMMENT ON COLUMN findings.document_id IS 'The document.';
COMMENT ON COLUMN findings.received_note IS 'The text of the mail that brought it. NULL: none.';
COMMENT ON COLUMN findings.classification IS 'Answer of the stage `classify`. NULL: not classified.';
COMMENT ON COLUMN findings.record IS 'Answer of `extract_series` if it has values, else that of `summarize`. NULL: not summarised.';
COMMENT ON COLUMN findings.found IS 'The found values by the names that commands use.';
COMMENT ON COLUMN findings.words IS 'The words of persons by the names that commands use.';
COMMENT ON COLUMN findings.pointed IS 'The places at which persons pointed, by the same names.';
COMMENT ON COLUMN findings.differing IS 'Names of the words that are not what was found.';

COMMENT ON VIEW derived_values IS 'The values of each document: what was found, with the words of persons in their place. `documents` stores them.';
COMMENT ON COLUMN derived_values.document_id IS 'The document.';
COMMENT ON COLUMN derived_values.document_type IS 'As in `documents`.';
COMMENT ON COLUMN derived_values.confidence IS 'As in `documents`; 1 if a person said the type.';
COMMENT ON COLUMN derived_values.classification_reason IS 'As in `documents`.';
COMMENT ON COLUMN derived_values.entity IS 'As in `documents`.';
COMMENT ON COLUMN derived_values.document_date IS 'As in `documents`.';
COMMENT ON COLUMN derived_values.total_amount IS 'As in `documents`.';
COMMENT ON COLUMN derived_values.currency IS 'As in `documents`.';
COMMENT ON COLUMN derived_values.summary IS 'As in `documents`.';
COMMENT ON COLUMN derived_values.title IS 'As in `documents`.';
COMMENT ON COLUMN derived_values.note IS 'As in `documents`.';
COMMENT ON COLUMN derived_values.structured_data IS 'As in `documents`.';
COMMENT ON COLUMN derived_values.evidence IS 'As in `documents`.';
COMMENT ON COLUMN derived_values.places IS 'As in `documents`.';
COMMENT ON COLUMN derived_values.confidences IS 'As in `documents`; 1 for a value that a person said.';
COMMENT ON COLUMN derived_values.uncertain IS 'As in `documents`.';
COMMENT ON COLUMN derived_values.paid IS 'As in `documents`.';

COMMENT ON TABLE document_files IS 'The page files of documents.';
COMMENT ON COLUMN document_files.document_id IS 'The document.';
COMMENT ON COLUMN document_files.position IS 'Place of the file in the document, from 1.';
COMMENT ON COLUMN document_files.key IS 'Where the page store has it, such as YYYY/MM/ID/001.pdf.';
COMMENT ON COLUMN document_files.name IS 'Name of the file, as its owner called it.';
COMMENT ON COLUMN document_files.sha256 IS 'SHA-256 (hex) of its bytes.';
COMMENT ON COLUMN document_files.size IS 'Size in bytes.';
COMMENT ON COLUMN document_files.media_type IS 'Media type, such as application/pdf.';
COMMENT ON COLUMN document_files.pages IS 'Number of pages.';

COMMENT ON TABLE document_tags IS 'The tags of documents, those of series included.';
COMMENT ON COLUMN document_tags.document_id IS 'The document.';
COMMENT ON COLUMN document_tags.tag IS 'The tag.';
COMMENT ON COLUMN document_tags.origin IS '`person`, `classify` or `file` (the tag of its series).';

COMMENT ON TABLE document_terms IS 'Derived: the words of each document, for searches.';
COMMENT ON COLUMN document_terms.document_id IS 'The document.';
COMMENT ON COLUMN document_terms.newest IS 'Day by which results of the same rank are ordered: the date of the paper, or that of its arrival.';
COMMENT ON COLUMN document_terms.document_date IS 'As in `documents`.';
COMMENT ON COLUMN document_terms.total_amount IS 'As in `documents`.';
COMMENT ON COLUMN document_terms.terms IS 'Its words in the form in which a search compares them, with the part of the document in which each stands.';

COMMENT ON TABLE events IS 'What happened, one event a row. Those of a document are removed when it is deleted for good.';
COMMENT ON COLUMN events.id IS 'Number of the event, ascending in time.';
COMMENT ON COLUMN events.at IS 'When it happened.';
COMMENT ON COLUMN events.run_id IS 'Run in which it happened. NULL: outside of a run.';
COMMENT ON COLUMN events.subject IS 'What it happened to: `document`, `file`, `prompt`, `type`, `inbox`, `run` or `issuer`.';
COMMENT ON COLUMN events.key IS 'Which one: an id or a name.';
COMMENT ON COLUMN events.event IS 'What happened, in a few words.';
COMMENT ON COLUMN events.details IS 'More about it, as an object; its keys depend on `event`.';
COMMENT ON COLUMN events.xact IS 'Transaction that wrote it. It means nothing in another database.';

COMMENT ON TABLE file_revisions IS 'Summaries of files that became outdated. One is fresh again when the inputs return to its fingerprint.';
COMMENT ON COLUMN file_revisions.id IS 'Number of the revision.';
COMMENT ON COLUMN file_revisions.file_id IS 'The file.';
COMMENT ON COLUMN file_revisions.at IS 'When the summary became outdated.';
COMMENT ON COLUMN file_revisions.summary IS 'The summary.';
COMMENT ON COLUMN file_revisions.statistics IS 'As in `files`.';
COMMENT ON COLUMN file_revisions.fingerprint IS 'Digest of the inputs of the summary.';
COMMENT ON COLUMN file_revisions.prompt_id IS 'Version of the prompt that made it. NULL: none.';
COMMENT ON COLUMN file_revisions.engine IS 'Engine that made it. NULL: not known.';
COMMENT ON COLUMN file_revisions.generated_at IS 'When it was made. NULL: not known.';

COMMENT ON TABLE files IS 'Files: a series with its summary. A series has one file.';
COMMENT ON COLUMN files.id IS 'Id of the file.';
COMMENT ON COLUMN files.series_id IS 'The series.';
COMMENT ON COLUMN files.tags IS 'The sorted tags that make the file.';
COMMENT ON COLUMN files.title IS 'Title of the file.';
COMMENT ON COLUMN files.status IS '`pending` (no summary yet), `outdated`, `generated` or `failed`.';
COMMENT ON COLUMN files.summary IS 'Summary of the series. NULL: none yet.';
COMMENT ON COLUMN files.statistics IS 'Counts and amounts of its documents, as the function file_statistics makes them. NULL: no summary yet.';
COMMENT ON COLUMN files.fingerprint IS 'Digest of the inputs of the summary; the function file_inputs makes it. NULL: there is no fresh summary.';
COMMENT ON COLUMN files.prompt_id IS 'Version of the prompt that made the summary. NULL: none.';
COMMENT ON COLUMN files.engine IS 'Engine that made the summary. NULL: none yet.';
COMMENT ON COLUMN files.run_id IS 'Run that has it. It is free if that run is not alive. NULL: none.';
COMMENT ON COLUMN files.attempts IS 'Number of failures since the last change that the file itself caused.';
COMMENT ON COLUMN files.next_attempt_at IS 'Not tried again before then. NULL: as soon as possible.';
COMMENT ON COLUMN files.error IS 'What went wrong. NULL: no failure stands.';
COMMENT ON COLUMN files.generated_at IS 'When the summary was made. NULL: none yet.';
COMMENT ON COLUMN files.waits IS 'Number of deferrals since the last attempt because a service did not answer.';
COMMENT ON COLUMN files.is_blamed IS 'Whether the file itself caused the last failure.';
COMMENT ON COLUMN files.failed_at IS 'The last failure since the last change. NULL: none.';
COMMENT ON COLUMN files.summary_md5 IS 'MD5 (hex) of `summary`, by which `alfrd check` finds damage. NULL: not known.';

COMMENT ON TABLE issuer_fields IS 'What lessons teach of values: what was found, what a person says, and where that stands.';
COMMENT ON COLUMN issuer_fields.document_id IS 'Document of the lesson.';
COMMENT ON COLUMN issuer_fields.field IS 'Name of the value, as in `corrections`.';
COMMENT ON COLUMN issuer_fields.kind IS '`set` or `approved`.';
COMMENT ON COLUMN issuer_fields.found IS 'What the engine found by itself, as JSON.';
COMMENT ON COLUMN issuer_fields.found_label IS 'Label beside the found value. NULL: none.';
COMMENT ON COLUMN issuer_fields.confidence IS 'Probability from 0 to 1 that the engine gave it. NULL: not known.';
COMMENT ON COLUMN issuer_fields.value IS 'What the person says, as JSON.';
COMMENT ON COLUMN issuer_fields.places IS 'Where that value stands, as an array of places with side and label.';

COMMENT ON TABLE issuer_lessons IS 'Documents on which a person said something, from which the memory learnt.';
COMMENT ON COLUMN issuer_lessons.document_id IS 'The document.';
COMMENT ON COLUMN issuer_lessons.issuer_id IS 'Its issuer. NULL: the lesson was forgotten, or nothing on the paper identifies one.';
COMMENT ON COLUMN issuer_lessons.learnt_at IS 'Time of the last word on the document.';
COMMENT ON COLUMN issuer_lessons.forgotten_at IS 'When a person had it forgotten. NULL: it counts.';

COMMENT ON TABLE issuer_marks IS 'What identifies issuers on their papers.';
COMMENT ON COLUMN issuer_marks.issuer_id IS 'The issuer.';
COMMENT ON COLUMN issuer_marks.document_id IS 'Document from which it was learnt. NULL: a person gave it.';
COMMENT ON COLUMN issuer_marks.kind IS '`name`, `alias`, `mistaken name`, `number`, `phone`, `domain`, `address`, `account` or `heading`.';
COMMENT ON COLUMN issuer_marks.value IS 'Form in which marks are compared.';
COMMENT ON COLUMN issuer_marks.shown IS 'Form in which it is shown.';
COMMENT ON COLUMN issuer_marks.key IS 'Derived: MD5 (hex) of the other columns, which makes the row unique.';

COMMENT ON TABLE issuers IS 'Issuers that the memory knows.';
COMMENT ON COLUMN issuers.id IS 'Id of the document from which it was first learnt.';
COMMENT ON COLUMN issuers.name IS 'Name that a person gave the issuer itself. NULL: its name comes from its documents; see `issuer_names`.';
COMMENT ON COLUMN issuers.named_at IS 'When that name was given. NULL: none was given.';

COMMENT ON VIEW issuer_names IS 'The name of each issuer.';
COMMENT ON COLUMN issuer_names.id IS 'The issuer.';
COMMENT ON COLUMN issuer_names.name IS 'The name said last, or the name as printed. NULL: none is known.';
COMMENT ON COLUMN issuer_names.is_said IS 'Whether a person said it.';

COMMENT ON TABLE last_run IS 'How the last run ended, in one row. An idle run leaves no other trace.';
COMMENT ON COLUMN last_run.is_the_one IS 'Always true: the table has at most one row.';
COMMENT ON COLUMN last_run.run IS 'Id of the run. An idle run has no row in `runs`.';
COMMENT ON COLUMN last_run.host IS 'Host on which it ran.';
COMMENT ON COLUMN last_run.pid IS 'Process id there.';
COMMENT ON COLUMN last_run.started_at IS 'When it began.';
COMMENT ON COLUMN last_run.ended_at IS 'When it ended.';
COMMENT ON COLUMN last_run.outcome IS '`idle` (no work), `done`, `troubled` (something failed) or `stopped`.';

COMMENT ON VIEW memory_uses IS 'What the memory proposed for values of documents, and what came of it.';
COMMENT ON COLUMN memory_uses.document_id IS 'The document.';
COMMENT ON COLUMN memory_uses.stage IS 'Stage that used it.';
COMMENT ON COLUMN memory_uses.at IS 'When the stage ended.';
COMMENT ON COLUMN memory_uses.issuer IS 'The issuer.';
COMMENT ON COLUMN memory_uses.lesson IS 'Document of the lesson. NULL: the issuer itself.';
COMMENT ON COLUMN memory_uses.field IS 'Name of the value.';
COMMENT ON COLUMN memory_uses.proposed IS 'What the memory proposed, as JSON.';
COMMENT ON COLUMN memory_uses.instead IS 'What the engine had found, as JSON. NULL: not recorded.';
COMMENT ON COLUMN memory_uses.outcome IS '`taken`, `agreed` (both say the same) or `lost` (the page says otherwise).';

COMMENT ON TABLE model_checks IS 'Monthly answers of each model in use by trials to the same questions, by which a replaced model is noticed.';
COMMENT ON COLUMN model_checks.service IS 'The service.';
COMMENT ON COLUMN model_checks.model IS 'The model.';
COMMENT ON COLUMN model_checks.month IS 'First day of the month.';
COMMENT ON COLUMN model_checks.questions IS 'SHA-256 (hex) of what was asked.';
COMMENT ON COLUMN model_checks.reported IS 'Id of the model that the service reports. NULL: it reports none.';
COMMENT ON COLUMN model_checks.answers IS 'By question, the values that can be compared; null without a valid answer.';
COMMENT ON COLUMN model_checks.digest IS 'SHA-256 (hex) of the answers.';
COMMENT ON COLUMN model_checks.than IS 'First day of the month with which they are compared. NULL: there is none.';
COMMENT ON COLUMN model_checks.changed IS 'Questions with other answers than in that month.';
COMMENT ON COLUMN model_checks.is_drift IS 'Whether the model is taken for another one.';
COMMENT ON COLUMN model_checks.checked_at IS 'When it was asked.';

COMMENT ON TABLE outages IS 'Services that do not answer now. The row goes with the next answer.';
COMMENT ON COLUMN outages.service IS 'The service.';
COMMENT ON COLUMN outages.since IS 'When it was first found unavailable.';
COMMENT ON COLUMN outages.last_at IS 'When it was last found unavailable.';
COMMENT ON COLUMN outages.reason IS 'What it, or the way to it, said.';
COMMENT ON COLUMN outages.run_id IS 'Last run that met the outage.';
COMMENT ON COLUMN outages.failures IS 'Number of failures in that run.';

COMMENT ON TABLE page_store IS 'The page store of this archive, in at most one row. No row: no store has been marked yet.';
COMMENT ON COLUMN page_store.id IS 'Id in the marker of the store.';
COMMENT ON COLUMN page_store.registrations IS 'Number of documents that were ever registered.';
COMMENT ON COLUMN page_store.is_only IS 'Always true: the table has at most one row.';

COMMENT ON TABLE pages IS 'The pages of documents, as they were read.';
COMMENT ON COLUMN pages.document_id IS 'The document.';
COMMENT ON COLUMN pages.number IS 'Number of the page in the document, from 1.';
COMMENT ON COLUMN pages.text IS 'Text of the page.';
COMMENT ON COLUMN pages.words IS 'Its words, as an array of [text, left, top, right, bottom, confidence]; places are shares of the page from 0 to 1.';
COMMENT ON COLUMN pages.confidence IS 'How sure the recognition is, from 0 to 1. NULL: it does not say, or the page is empty.';
COMMENT ON COLUMN pages.source IS '`text_layer`, `ocr`, `text_layer_and_ocr` or `plain_text`.';
COMMENT ON COLUMN pages.unread IS 'Share of the page''s lines, from 0 to 1, that were found and could not be read. NULL: not known.';
COMMENT ON COLUMN pages.turn IS 'Direction of the writing in the file: `upright`, `down`, `upside_down` or `up`. NULL: not known.';

COMMENT ON TABLE series IS 'Series of recurring documents of one issuer and one kind.';
COMMENT ON COLUMN series.id IS 'Number of the series.';
COMMENT ON COLUMN series.entity IS 'Issuer, as first written.';
COMMENT ON COLUMN series.entity_key IS 'Form in which issuers are compared.';
COMMENT ON COLUMN series.series_type IS 'Kind of the documents, such as `monthly_invoice`.';
COMMENT ON COLUMN series.title IS 'Title that filing gave.';
COMMENT ON COLUMN series.frequency IS '`weekly`, `monthly`, `quarterly`, `semiannual`, `annual` or `irregular`. NULL: not known.';
COMMENT ON COLUMN series.created_at IS 'When it was made.';
COMMENT ON COLUMN series.account IS 'Account, policy or property in its normalised form. Empty: none.';
COMMENT ON COLUMN series.own_title IS 'Title that a person gave. NULL: none.';
COMMENT ON COLUMN series.merged_into IS 'Series into which it was merged; this row is then only a name. NULL: it is a series of its own.';
COMMENT ON COLUMN series.by_hand IS 'Whether a person made it of documents that filing cannot tell apart. Filing never chooses it.';
COMMENT ON COLUMN series.full_title IS 'Derived: the title to show: that of a person, or that of filing with the account.';

COMMENT ON VIEW placements IS 'The words of persons on the series of documents.';
COMMENT ON COLUMN placements.document_id IS 'The document.';
COMMENT ON COLUMN placements.series_id IS 'Series in which the person wants it. NULL: in none.';

COMMENT ON TABLE prompt_answers IS 'What versions of prompts answered about documents, before the memory and the rules looked at it.';
COMMENT ON COLUMN prompt_answers.document_id IS 'The document.';
COMMENT ON COLUMN prompt_answers.prompt_id IS 'The version.';
COMMENT ON COLUMN prompt_answers.engine IS 'Engine that answered.';
COMMENT ON COLUMN prompt_answers.model IS 'Model that answered.';
COMMENT ON COLUMN prompt_answers.hints IS 'The hints that the question contained.';
COMMENT ON COLUMN prompt_answers.answer IS 'The answer, as an object.';
COMMENT ON COLUMN prompt_answers.answered_at IS 'When it was answered.';

COMMENT ON TABLE prompt_pairs IS 'What trials compared, one document a row.';
COMMENT ON COLUMN prompt_pairs.trial_id IS 'The trial.';
COMMENT ON COLUMN prompt_pairs.document_id IS 'The document.';
COMMENT ON COLUMN prompt_pairs.part IS '`court` (evidence that decides) or `corrections` (shown, never decisive).';
COMMENT ON COLUMN prompt_pairs.fields IS 'By the name of each value: `is` (what is right), and whether the `incumbent` and the `candidate` have it.';
COMMENT ON COLUMN prompt_pairs.gold IS 'Difference of the shares of right values by an audit, from -1 to 1; positive: the candidate is better. NULL: not audited.';
COMMENT ON COLUMN prompt_pairs.gold_at IS 'When it was compared with an audit. NULL: not audited.';
COMMENT ON COLUMN prompt_pairs.judged IS 'Difference by the judge, from -1 to 1; positive: the candidate is better. NULL: not judged.';
COMMENT ON COLUMN prompt_pairs.is_first IS 'Whether the judge saw the candidate''s answer first. NULL: not judged.';
COMMENT ON COLUMN prompt_pairs.reasoning IS 'Why the judge says so. NULL: not judged.';
COMMENT ON COLUMN prompt_pairs.judged_at IS 'When it was judged. NULL: not judged.';
COMMENT ON COLUMN prompt_pairs.made_at IS 'When the row was made.';

COMMENT ON TABLE prompt_proposal_documents IS 'Documents of the clinic whose text was shown for a proposal.';
COMMENT ON COLUMN prompt_proposal_documents.proposal_id IS 'The proposal.';
COMMENT ON COLUMN prompt_proposal_documents.document_id IS 'The document.';

COMMENT ON TABLE prompt_proposals IS 'Attempts to find a better version of a prompt.';
COMMENT ON COLUMN prompt_proposals.id IS 'Id of the proposal.';
COMMENT ON COLUMN prompt_proposals.incumbent_id IS 'Version that is to be improved.';
COMMENT ON COLUMN prompt_proposals.cause IS 'What went wrong with it, without text of documents. NULL: not chosen yet, or nothing was left to try.';
COMMENT ON COLUMN prompt_proposals.state IS '`open`, `challenged` (it made a candidate), `refused`, `failed`, `exhausted` (nothing was left to try) or `superseded`.';
COMMENT ON COLUMN prompt_proposals.candidate_id IS 'Version that it made. NULL: none, or it was removed.';
COMMENT ON COLUMN prompt_proposals.reason IS 'Why it ended, in words. NULL: open, or no reason is recorded.';
COMMENT ON COLUMN prompt_proposals.opened_at IS 'When it was opened.';
COMMENT ON COLUMN prompt_proposals.closed_at IS 'When it was closed. NULL: open.';
COMMENT ON COLUMN prompt_proposals.run_id IS 'Run that has it, or that closed it. NULL: none.';
COMMENT ON COLUMN prompt_proposals.next_attempt_at IS 'Not tried again before then. NULL: as soon as possible.';
COMMENT ON COLUMN prompt_proposals.attempts IS 'Number of failures that the proposal itself caused.';
COMMENT ON COLUMN prompt_proposals.waits IS 'Number of deferrals since the last attempt because a service did not answer.';
COMMENT ON COLUMN prompt_proposals.is_blamed IS 'Whether the proposal itself caused the last failure.';
COMMENT ON COLUMN prompt_proposals.failed_at IS 'When it last failed. NULL: it has not failed.';

COMMENT ON TABLE prompt_scores IS 'What the results of versions of prompts were found to be worth, one document a row.';
COMMENT ON COLUMN prompt_scores.prompt_id IS 'The version.';
COMMENT ON COLUMN prompt_scores.document_id IS 'The document.';
COMMENT ON COLUMN prompt_scores.score IS 'From 0 (worthless) to 1 (perfect).';
COMMENT ON COLUMN prompt_scores.suggestion IS 'How the prompt might be better. NULL: nothing was suggested.';
COMMENT ON COLUMN prompt_scores.scored_at IS 'When it was scored.';

COMMENT ON TABLE prompts IS 'The versions of all prompts. Exactly one version of a prompt is active.';
COMMENT ON COLUMN prompts.id IS 'Number of the version, in the whole archive.';
COMMENT ON COLUMN prompts.kind IS 'What it is for: `classifier`, `summarizer`, `classification_scorer`, `summary_scorer`, `series_detector`, `file_summarizer`, `series_summarizer`, `series_designer`, `answer_judge` or `prompt_proposer`.';
COMMENT ON COLUMN prompts.document_type IS 'Type that it serves. NULL: every type, or those without a prompt of their own.';
COMMENT ON COLUMN prompts.version IS 'Number among the versions of the same prompt, from 1.';
COMMENT ON COLUMN prompts.text IS 'The text.';
COMMENT ON COLUMN prompts.origin IS '`shipped`, `suggested` (by a scoring), `proposed` (by a proposal), `derived` (for a series) or `person`.';
COMMENT ON COLUMN prompts.incumbent_id IS 'Version that it challenged. NULL: none.';
COMMENT ON COLUMN prompts.is_active IS 'Whether it is in use.';
COMMENT ON COLUMN prompts.is_pinned IS 'Whether a person forbids any other version to replace it.';
COMMENT ON COLUMN prompts.created_at IS 'When it was made.';
COMMENT ON COLUMN prompts.text_md5 IS 'MD5 (hex) of `text`, by which `alfrd check` finds damage. NULL: not known.';
COMMENT ON COLUMN prompts.series_id IS 'Series that it serves. NULL: no single one.';
COMMENT ON COLUMN prompts.fields_schema IS 'JSON Schema of the fields of that series. NULL: not of a series.';

COMMENT ON TABLE regeneration_failures IS 'Members of series that a version of the prompt could not read again.';
COMMENT ON COLUMN regeneration_failures.document_id IS 'The document.';
COMMENT ON COLUMN regeneration_failures.prompt_id IS 'The version.';
COMMENT ON COLUMN regeneration_failures.error IS 'What went wrong.';
COMMENT ON COLUMN regeneration_failures.attempts IS 'Number of failures that the document itself caused.';
COMMENT ON COLUMN regeneration_failures.waits IS 'Number of deferrals since the last attempt because a service did not answer.';
COMMENT ON COLUMN regeneration_failures.is_blamed IS 'Whether the document itself caused the last failure.';
COMMENT ON COLUMN regeneration_failures.failed_at IS 'When it last failed.';
COMMENT ON COLUMN regeneration_failures.next_attempt_at IS 'Tried again then. NULL: not tried again.';

COMMENT ON TABLE series_regenerations IS 'Series whose members are read again. The row goes when all of them were read.';
COMMENT ON COLUMN series_regenerations.series_id IS 'The series.';
COMMENT ON COLUMN series_regenerations.prompt_id IS 'Version that reads them.';
COMMENT ON COLUMN series_regenerations.reason IS 'Why, in words.';
COMMENT ON COLUMN series_regenerations.requested_at IS 'When it was requested.';
COMMENT ON COLUMN series_regenerations.changed IS 'Number of members that were read since the file became outdated.';
COMMENT ON COLUMN series_regenerations.run_id IS 'Run that has it. NULL: none.';
COMMENT ON COLUMN series_regenerations.tried_by IS 'Last run that came to the end of the members. NULL: none.';

COMMENT ON VIEW regeneration_members IS 'The counted members of series that are read again. Members that wait for their first reading are not among them.';
COMMENT ON COLUMN regeneration_members.series_id IS 'The series.';
COMMENT ON COLUMN regeneration_members.prompt_id IS 'Version that reads them.';
COMMENT ON COLUMN regeneration_members.document_id IS 'The member.';
COMMENT ON COLUMN regeneration_members.document_date IS 'Its date. NULL: none was found.';
COMMENT ON COLUMN regeneration_members.registered_at IS 'Its arrival.';
COMMENT ON COLUMN regeneration_members.run_id IS 'Run that claimed it last. NULL: none.';
COMMENT ON COLUMN regeneration_members.error IS 'Why the version could not read it. NULL: no failure stands.';
COMMENT ON COLUMN regeneration_members.state IS '`read`, `left` (to be read), `deferred` (tried again later) or `failed`.';

COMMENT ON TABLE rejections IS 'Entries of the inbox that were rejected.';
COMMENT ON COLUMN rejections.id IS 'Number of the rejection.';
COMMENT ON COLUMN rejections.name IS 'Name of the entry.';
COMMENT ON COLUMN rejections.reason IS 'Why it was rejected.';
COMMENT ON COLUMN rejections.hint IS 'What to do about it.';
COMMENT ON COLUMN rejections.run_id IS 'Run that rejected it. NULL: a command did.';
COMMENT ON COLUMN rejections.rejected_at IS 'When it was rejected.';
COMMENT ON COLUMN rejections.entry IS 'Which entry of the inbox it was, so that it is rejected once. NULL: not known.';

COMMENT ON TABLE renamed_tags IS 'Former names of tags.';
COMMENT ON COLUMN renamed_tags.name IS 'Former name.';
COMMENT ON COLUMN renamed_tags.becomes IS 'Present name, which is no former name itself.';

COMMENT ON TABLE revisions IS 'Documents as they were before an act, or before a run processed them again.';
COMMENT ON COLUMN revisions.id IS 'Number of the revision, ascending in time.';
COMMENT ON COLUMN revisions.document_id IS 'The document.';
COMMENT ON COLUMN revisions.at IS 'When it was replaced.';
COMMENT ON COLUMN revisions.act_id IS 'Act that changed the document. NULL: a run did.';
COMMENT ON COLUMN revisions.run_id IS 'Run that changed the document. NULL: an act did.';
COMMENT ON COLUMN revisions.document IS 'Row of `documents` before the change.';
COMMENT ON COLUMN revisions.stages IS 'Rows of `stage_results` before the change.';
COMMENT ON COLUMN revisions.tags IS 'Rows of `document_tags` before the change.';
COMMENT ON COLUMN revisions.pages IS 'Rows of `pages` before the change. NULL: the pages were not read again.';
COMMENT ON COLUMN revisions.undone_by IS 'Act that took the change back. NULL: it was not taken back.';

COMMENT ON TABLE runs IS 'Runs that had work to do.';
COMMENT ON COLUMN runs.id IS 'Id of the run, which begins with its start (UTC).';
COMMENT ON COLUMN runs.number IS 'Number that names the advisory lock of the run. The run is alive while a session holds it.';
COMMENT ON COLUMN runs.host IS 'Host on which it ran.';
COMMENT ON COLUMN runs.pid IS 'Process id there.';
COMMENT ON COLUMN runs.claimed IS 'Number of claims of documents; a document that it claimed twice counts twice.';
COMMENT ON COLUMN runs.started_at IS 'When it began.';
COMMENT ON COLUMN runs.scanned_at IS 'When it had scanned the inbox. NULL: not yet, or it did not scan.';
COMMENT ON COLUMN runs.finished_at IS 'When it ended. NULL: it is alive, or was killed.';
COMMENT ON COLUMN runs.stopped_by IS 'What stopped it early: `budget`, `settings`, `machine`, `service`, `held` or `frozen`. NULL: nothing.';
COMMENT ON COLUMN runs.stop_message IS 'Why it was stopped, in words. NULL: it was not stopped.';
COMMENT ON COLUMN runs.stop_hint IS 'What to do about it. NULL: it was not stopped, or there is no hint.';
COMMENT ON COLUMN runs.seen_at IS 'Its last sign of life.';

COMMENT ON VIEW said_tags IS 'The tags that persons gave to documents by acts.';
COMMENT ON COLUMN said_tags.document_id IS 'The document.';
COMMENT ON COLUMN said_tags.tag IS 'Present name of the tag.';
COMMENT ON COLUMN said_tags.at IS 'When it was given last.';

COMMENT ON TABLE schema_migrations IS 'The migrations that were applied to this database. The greatest version is that of the schema.';
COMMENT ON COLUMN schema_migrations.version IS 'Number of the migration.';
COMMENT ON COLUMN schema_migrations.name IS 'Name of its file.';
COMMENT ON COLUMN schema_migrations.applied_at IS 'When it was applied.';

COMMENT ON TABLE search_state IS 'Derived: how far the tables of the search are up to date, in at most one row.';
COMMENT ON COLUMN search_state.is_only IS 'Always true: the table has at most one row.';
COMMENT ON COLUMN search_state.seen IS 'Snapshot of the database up to which events were taken in.';
COMMENT ON COLUMN search_state.database IS 'Name of the database in which the snapshot was taken.';
COMMENT ON COLUMN search_state.version IS 'Version of the program''s rules for words.';
COMMENT ON COLUMN search_state.is_whole IS 'Whether every document has its words; while it is false, some may lack them.';

COMMENT ON TABLE series_designs IS 'What came of asking for the prompt of a series.';
COMMENT ON COLUMN series_designs.series_id IS 'The series.';
COMMENT ON COLUMN series_designs.members IS 'Number of counted members that it had then.';
COMMENT ON COLUMN series_designs.prompt_id IS 'Prompt that was made. NULL: none was taken.';
COMMENT ON COLUMN series_designs.fault IS 'Why the answer was not taken. NULL: a prompt was made.';
COMMENT ON COLUMN series_designs.designed_at IS 'When it was asked.';

COMMENT ON VIEW series_fields IS 'The fields of the documents that count in a series, one a row.';
COMMENT ON COLUMN series_fields.series_id IS 'The series.';
COMMENT ON COLUMN series_fields.document_id IS 'The document.';
COMMENT ON COLUMN series_fields.document_date IS 'Its date. NULL: none was found.';
COMMENT ON COLUMN series_fields.field IS 'Name of the field.';
COMMENT ON COLUMN series_fields.value IS 'The value, as JSON: a text, a number, or true or false.';
COMMENT ON COLUMN series_fields.text IS 'The value, as text.';
COMMENT ON COLUMN series_fields.number IS 'The value of a number. NULL: it is none.';
COMMENT ON COLUMN series_fields.extraction IS 'Where it is from: `person`, `series` (the prompt of the series) or `type` (the prompt of the type).';

COMMENT ON TABLE series_titles IS 'Derived: the titles of series, for searches.';
COMMENT ON COLUMN series_titles.series_id IS 'The series.';
COMMENT ON COLUMN series_titles.title IS 'Its title as the words of its documents have it.';

COMMENT ON TABLE stages IS 'The stages of a document.';
COMMENT ON COLUMN stages.stage IS 'Name of the stage.';
COMMENT ON COLUMN stages.position IS 'Place in the order in which a document comes to them, from 1.';
COMMENT ON COLUMN stages.leaves IS 'Status that its completion gives the document. NULL: it works beside the main path.';
COMMENT ON COLUMN stages.scores IS 'Stage whose result it judges. NULL: it is no scoring.';

COMMENT ON TABLE statuses IS 'The statuses of a document.';
COMMENT ON COLUMN statuses.status IS 'Name of the status.';
COMMENT ON COLUMN statuses.position IS 'Place in the order in which a document comes to them, from 1. A failed document has left it.';

COMMENT ON VIEW stored_files IS 'The page files of all documents, those in the bin included.';
COMMENT ON COLUMN stored_files.document_id IS 'The document.';
COMMENT ON COLUMN stored_files.position IS 'As in `document_files`.';
COMMENT ON COLUMN stored_files.key IS 'As in `document_files`.';
COMMENT ON COLUMN stored_files.name IS 'As in `document_files`.';
COMMENT ON COLUMN stored_files.sha256 IS 'As in `document_files`.';
COMMENT ON COLUMN stored_files.size IS 'As in `document_files`.';
COMMENT ON COLUMN stored_files.media_type IS 'As in `document_files`.';
COMMENT ON COLUMN stored_files.pages IS 'As in `document_files`.';
COMMENT ON COLUMN stored_files.created_at IS 'As in `documents`.';
COMMENT ON COLUMN stored_files.registered_at IS 'As in `documents`.';

COMMENT ON TABLE tags IS 'The tags in use, and those that were in use.';
COMMENT ON COLUMN tags.name IS 'Name of the tag.';

COMMENT ON VIEW trial_audits IS 'The audits that say, or will say, what is right in each trial.';
COMMENT ON COLUMN trial_audits.trial_id IS 'The trial.';
COMMENT ON COLUMN trial_audits.document_id IS 'The document.';
COMMENT ON COLUMN trial_audits.state IS 'As in `audit_states`: `open` or `closed`.';
COMMENT ON COLUMN trial_audits.closed_at IS 'When it was closed. NULL: open.';
COMMENT ON COLUMN trial_audits.draw_id IS 'The draw.';
COMMENT ON COLUMN trial_audits.place IS 'Its place in the order of the draw, from 1.';
COMMENT ON COLUMN trial_audits.verdicts IS 'As in `audits`. NULL: open.';

COMMENT ON VIEW trial_versions IS 'The versions of the prompt of each trial.';
COMMENT ON COLUMN trial_versions.trial_id IS 'The trial.';
COMMENT ON COLUMN trial_versions.prompt_id IS 'A version.';

COMMENT ON VIEW trial_documents IS 'The filed documents whose results the versions of each trial made.';
COMMENT ON COLUMN trial_documents.trial_id IS 'The trial.';
COMMENT ON COLUMN trial_documents.document_id IS 'The document.';

COMMENT ON VIEW trial_candidates IS 'The documents of the court that can be drawn for an audit for each trial: not audited yet, and no copies.';
COMMENT ON COLUMN trial_candidates.trial_id IS 'The trial.';
COMMENT ON COLUMN trial_candidates.document_id IS 'The document.';

COMMENT ON TABLE type_proposals IS 'Types that documents suggested and the archive does not have.';
COMMENT ON COLUMN type_proposals.name IS 'Name of the type.';
COMMENT ON COLUMN type_proposals.description IS 'Which documents would have it.';
COMMENT ON COLUMN type_proposals.status IS '`proposed` (nobody decided), `accepted` or `refused`.';
COMMENT ON COLUMN type_proposals.document_id IS 'First document that suggested it. NULL: it was deleted for good.';
COMMENT ON COLUMN type_proposals.times IS 'Number of suggestions.';
COMMENT ON COLUMN type_proposals.created_at IS 'When it was first suggested.';

COMMENT ON TABLE vocabulary IS 'Derived: every word of letters that a document has, for searches with mistakes in spelling.';
COMMENT ON COLUMN vocabulary.word IS 'The word, folded.';
COMMENT ON COLUMN vocabulary.grams IS 'Its groups of three letters, where < and > are its ends.';

COMMENT ON TABLE word_stems IS 'Derived: the stems of words.';
COMMENT ON COLUMN word_stems.word IS 'The word, folded.';
COMMENT ON COLUMN word_stems.language IS 'ISO 639-1 code of the language.';
COMMENT ON COLUMN word_stems.stem IS 'Its stem in this language.';
