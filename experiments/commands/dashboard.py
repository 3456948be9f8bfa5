"""The command `kith dashboard`: the same comparison as a page in the browser."""

from typing import Annotated

import typer


def dashboard(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port on this machine.")] = 8765,
    host: Annotated[str, typer.Option(help="Address to serve at; 0.0.0.0 lets other machines in.")] = "127.0.0.1",
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open a browser.")] = False,
) -> None:
    """Open the page on which a place and interventions are picked and compared.

    Example: kith dashboard --port 8765
    """
    from experiments.dashboard.serve import serve

    serve(port, host, browser=not no_browser)
