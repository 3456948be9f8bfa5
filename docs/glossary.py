"""Glossary: writes docs/glossary.md from the words that come with the project.

uv run python docs/glossary.py
"""

from pathlib import Path

from experiments.showing.glossary import page

if __name__ == "__main__":
    Path(__file__).with_suffix(".md").write_text(page(), encoding="utf-8")
