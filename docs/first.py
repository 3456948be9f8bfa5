"""First: makes the results that come with the dashboard, so that no page of it opens empty.

Type `uv run python docs/first.py` for all of them, or name jobs: `uv run python docs/first.py catalogue explore`.
"""

import json
import sys
from importlib import import_module

from experiments.dashboard.beforehand import FOLDER
from experiments.dashboard.page import PAGES
from experiments.files import write_whole
from experiments.showing.written import as_json

MOST_BYTES = 400_000


def asked_of_pages() -> dict[str, dict]:
    """Return by the name of each job what its page asks when it is opened."""
    pages = [import_module(f"experiments.dashboard.pages.{name}") for name in PAGES]
    return {job: asked for page in pages for job, asked in getattr(page, "firsts", dict)().items()}


def make(job: str, asked: dict) -> int:
    """Do a job and keep what comes of it; return the bytes it takes."""
    result = import_module(f"experiments.dashboard.jobs.{job}").work(asked, lambda told: None)
    document = result if job == "catalogue" else {"asked": asked, "result": result}
    text = json.dumps(json.loads(as_json(document)), separators=(",", ":"), ensure_ascii=False) + "\n"
    FOLDER.mkdir(exist_ok=True)
    write_whole(FOLDER / f"{job}.json", text)
    return len(text.encode())


def main(wanted: list[str]) -> None:
    """Make all results, or those of the jobs that are named; the catalogue comes first, for pages read it."""
    if not wanted or "catalogue" in wanted:
        print(f"catalogue: {make('catalogue', {}):,} bytes")
    for job, asked in asked_of_pages().items():
        if not wanted or job in wanted:
            size = make(job, asked)
            print(f"{job}: {size:,} bytes{'' if size <= MOST_BYTES else ', too many'}")


if __name__ == "__main__":
    main(sys.argv[1:])
