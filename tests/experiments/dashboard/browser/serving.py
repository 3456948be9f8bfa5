"""Serving: a dashboard of our own on a free port, in a process that writes down every connection it makes."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from experiments.files import ARCHIVE_VARIABLE

HOUSE = Path(__file__).resolve().parents[4]
KITH = ("-c", "from experiments.door import main; main()", "dashboard")
WATCH = Path(__file__).with_name("watch")
START_SECONDS, END_SECONDS = 240, 20
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"),
)


def browser_path() -> str | None:
    """Return where the machine's own Chromium is."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


@dataclass(frozen=True)
class Server:
    """A dashboard that is being served.

    Attributes:
        address: of its first page, without a slash at the end.
        process: the server's own; its workers are its children.
        diary: the file in which it and its workers write down whom they connect to.
        archive: the folder in which it keeps runs.
    """

    address: str
    process: subprocess.Popen[bytes]
    diary: Path
    archive: Path

    def connections(self) -> tuple[set[str], set[str]]:
        """Return the processes that were watched, and what was reached for outside this machine."""
        lines = self.diary.read_text(encoding="utf-8").splitlines() if self.diary.exists() else []
        watched = {line for line in lines if line.startswith("watched ")}
        return watched, set(lines) - watched


@contextlib.contextmanager
def serving(
    folder: Path,
    program: Sequence[str] = KITH,
    asked: Sequence[str] = (),
    archive: Path | None = None,
    port: int | None = None,
) -> Iterator[Server]:
    """Serve a dashboard that keeps its runs and its diary in a folder, on a free port unless one is given."""
    port = port or free_port()
    kept, diary = archive or folder / "archive", folder / "diary"
    command = [sys.executable, *program, "--port", str(port), "--no-browser", *asked]
    paths = os.pathsep.join([str(WATCH), *filter(None, [os.environ.get("PYTHONPATH")])])
    settings = os.environ | {ARCHIVE_VARIABLE: str(kept), "PYTHONPATH": paths, "KITH_DIARY": str(diary)}
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as in the background of a script; the server must hear it
        signal.signal(signal.SIGINT, signal.default_int_handler)
    with open(folder / "server.log", "wb") as log:
        process = subprocess.Popen(command, cwd=HOUSE, env=settings, stdout=log, stderr=log)
    try:
        await_answer(f"http://127.0.0.1:{port}/readyz", process)
        yield Server(f"http://127.0.0.1:{port}", process, diary, kept)
    finally:
        ended(process)


def ended(process: subprocess.Popen[bytes]) -> None:
    """End a server as Ctrl-C does, so that its workers end with it; by force if it will not."""
    process.send_signal(signal.SIGINT)
    try:
        process.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def await_answer(url: str, server: subprocess.Popen[bytes]) -> None:
    """Wait until a server answers; stop if it has ended or takes too long."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        assert server.poll() is None, "the server ended before it answered"
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=5) as answer:
            assert answer.status == 200
            return
        time.sleep(0.1)
    raise TimeoutError(url)
