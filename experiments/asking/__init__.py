"""Asking: what is to be run, from the command line and from scenario files, checked whole."""
