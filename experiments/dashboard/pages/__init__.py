"""The pages of the dashboard: each module has ``Page``, and draws from what the workers hand it alone."""
