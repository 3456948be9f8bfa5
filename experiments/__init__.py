"""Experiments: the studies made with the model, and the faces that show them."""
