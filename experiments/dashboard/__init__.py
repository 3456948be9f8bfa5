"""The page in the browser: pick a place and interventions, run, and read the same sentences and charts."""
