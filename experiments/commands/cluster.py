"""The command `kith cluster`: workers on this machine that wait for studies."""

from typing import Annotated

import typer

WORKERS, PORT = 2, 8786
MOST_WORKERS = 256


def cluster(
    workers: Annotated[
        int, typer.Option(help=f"How many workers, each a process of its own; at most {MOST_WORKERS}.")
    ] = WORKERS,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port on this machine; 0 for any free one.")] = PORT,
) -> None:
    """Start a cluster of workers on this machine, which studies use with --cluster, until Ctrl-C.

    Any other dask cluster serves as well, if its workers have the same Kith and share the folder of --archive.

    Example: kith cluster --workers 2
    """
    import threading

    from experiments.asking.asked import out_of_range, refuse
    from experiments.runs.cluster import local_cluster

    refuse(out_of_range("--workers", workers, 1, MOST_WORKERS))
    with local_cluster(workers, port) as address:
        waiting = "1 worker waits" if workers == 1 else f"{workers} workers wait"
        typer.echo(f"{waiting} at {address}; Ctrl-C ends the cluster.")
        typer.echo(f"In another terminal: kith compare leeds --cluster {address}")
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            typer.echo("The workers are gone.", err=True)
