"""What is done for people: one word, one file."""
