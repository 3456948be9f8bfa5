"""Serve: the page on this machine, from installed packages alone, with no connection to anywhere else."""

import os
import socket
import threading
import webbrowser
from importlib.util import find_spec
from pathlib import Path

from experiments.dashboard.limits import OWN, PUBLIC, set_limits
from experiments.files import reason_of
from sim.errors import ModelError

LOOK = Path(__file__).resolve().parent.parent / "look"
NOWHERE = "http://127.0.0.1:9"
"""An address on this machine that never answers: an asset that is not installed must not be fetched."""
SETTINGS = {
    "SOLARA_APP": "experiments.dashboard.page",
    "SOLARA_MODE": "production",
    "SOLARA_TELEMETRY_MIXPANEL_ENABLE": "false",
    "SOLARA_ASSETS_FONTAWESOME_ENABLED": "false",
    "SOLARA_ASSETS_EXTRA_LOCATIONS": str(LOOK),
    "SOLARA_ASSETS_CDN": NOWHERE,
    "SOLARA_THEME_SHOW_BANNER": "false",
    "SOLARA_THEME_LOADER": "plain",
    "SOLARA_THEME_TITLE": "Kith",
    "SOLARA_KERNEL_CULL_TIMEOUT": "10m",
    "SOLARA_KERNEL_MAX_COUNT": "60",
    "SOLARA_SESSION_HTTP_ONLY": "true",
}
HERE = ("127.0.0.1", "localhost", "::1")
"""Addresses at which nobody but this machine's own users can ask."""
PATIENCE_SECONDS = 2
"""How long open pages may hold up the end of the server."""


def serve(port: int, host: str = "127.0.0.1", browser: bool = True, public: bool = False) -> None:
    """Serve the pages until Ctrl-C; ``browser`` opens them in the user's own, ``public`` keeps runs small."""
    refuse_taken(host, port)
    set_limits(PUBLIC if public else OWN)
    os.environ.update(SETTINGS)
    if host in HERE:  # to pack what does not travel takes a third of a second of the first page
        os.environ["SOLARA_SERVER_HTTP_GZIP"] = "false"
    if find_spec("solara") is None or find_spec("uvicorn") is None:
        raise ModelError("The dashboard needs the packages solara and uvicorn: run 'uv sync'.")
    import uvicorn
    from solara.server.starlette import app

    from experiments.dashboard.desk import pool, quick_pool, start_once_opened
    from experiments.dashboard.nowhere import nowhere

    app.add_exception_handler(404, nowhere)
    threading.Thread(target=start_once_opened, daemon=True).start()
    address = f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}"
    print(f"Kith is at {address} (Ctrl-C ends it).", flush=True)
    if browser:
        threading.Timer(1.5, webbrowser.open, [address]).start()
    try:
        uvicorn.run(
            app,
            host=host,
            port=port,
            log_level="warning",
            timeout_graceful_shutdown=PATIENCE_SECONDS,
        )
    except KeyboardInterrupt:
        pass
    finally:
        pool().close()
        quick_pool().close()


def refuse_taken(host: str, port: int) -> None:
    """Refuse a host or port that cannot be listened on, in a sentence."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise ModelError(
                f"The page cannot be served at {host}:{port} ({reason_of(error)}): "
                f"try another, such as --port {port + 1}."
            ) from None
