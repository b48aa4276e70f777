"""What is shown of the archive: records made by queries with bounds, for commands, the report and the desk."""
