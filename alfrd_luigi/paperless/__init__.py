"""Documents from paperless-ngx: reads its export, and says in our words what a person said there."""
