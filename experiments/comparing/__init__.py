"""Comparing: the paired study of interventions, its sentences, tables and report."""
