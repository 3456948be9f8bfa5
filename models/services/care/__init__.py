"""Care: from assessment to package to care home, one file for each part of the way."""
