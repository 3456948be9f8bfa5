"""Nowhere: what is shown at an address that is no page of ours - the head, and links to the pages there are."""

from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from experiments.dashboard.page import PAGES, path_of

PAGE = """<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>No such page - Kith</title>
<link rel="stylesheet" href="{root}/static/assets/custom.css">
<style>body {{ margin: 0; }}</style>
</head>
<body>
<div class="kith shell">
<header class="top"><p class="brand">Kith</p><nav aria-label="Pages">{links}</nav></header>
<main>
<h1>There is no such page</h1>
<p>Kith has no page at <b>{path}</b>. Choose one above, or <a href="{root}/">begin with Explore</a>.</p>
</main>
</div>
</body>
</html>
"""


async def nowhere(request: Request, error: Exception) -> Response:
    """Return the page for a reader, and a bare sentence for a program."""
    if "text/html" not in request.headers.get("accept", ""):
        return PlainTextResponse("Not found", status_code=404)
    return HTMLResponse(page_at(request.url.path, request.scope.get("root_path", "")), status_code=404)


def page_at(path: str, root: str = "") -> str:
    """Return the page that says that nothing is at a path, as HTML."""
    links = "".join(f'<a href="{escape(root)}{path_of(name)}">{title}</a>' for name, title in PAGES.items())
    return PAGE.format(root=escape(root), links=links, path=escape(path))
