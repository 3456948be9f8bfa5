"""Volunteer: who gives time, in what role, and whom the hours of each neighbourhood reach."""
