"""Unknowns: what is not known of the parameters, what of it decides, and how the model stands against figures."""
