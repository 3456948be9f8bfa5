"""What happens to people: one word, one file."""
