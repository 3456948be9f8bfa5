"""Showing: charts, pages, tables and files, whatever they are about."""
