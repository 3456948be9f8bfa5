"""The command `kith dashboard`: the laboratory as pages in the browser."""

from typing import Annotated

import typer


def dashboard(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port on this machine.")] = 8765,
    host: Annotated[str, typer.Option(help="Address to serve at; 0.0.0.0 lets other machines in.")] = "127.0.0.1",
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open a browser.")] = False,
    public: Annotated[
        bool, typer.Option("--public", help="Keep residents, years, runs and seconds small, for a server open to many.")
    ] = False,
) -> None:
    """Open the pages: explore a place, compare programmes, ask about a loan, follow a life, and see what it rests on.

    Example: kith dashboard --port 8765
    """
    from experiments.dashboard.serve import serve

    serve(port, host, browser=not no_browser, public=public)
