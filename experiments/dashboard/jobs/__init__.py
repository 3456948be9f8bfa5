"""Jobs: what the workers of the dashboard do, each from plain values to plain values."""
