"""The command `kith dashboard`: the same comparison as a page in the browser."""

from typing import Annotated

import typer


def dashboard(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port on this machine.")] = 8765,
) -> None:
    """Open the page on which a place and interventions are picked and compared.

    Example: kith dashboard --port 8765
    """
    from experiments.dashboard import serve

    serve(port)
