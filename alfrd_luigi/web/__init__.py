"""The pages of the archive as HTML: templates, styles, scripts and texts, which the report and the desk share."""
