"""Watch: loaded by every Python process of a server under test; it writes down who is reached for outside the machine.

Python loads a module of this name by itself before anything else, where it is on the path.
"""

import os
import sys

DIARY = os.environ.get("KITH_DIARY", "")
HERE = {"127.0.0.1", "localhost", "::1", "0.0.0.0", "", None}


def noted(line: str) -> None:
    """Add a line to the diary."""
    with open(DIARY, "a", encoding="utf-8") as diary:
        diary.write(line + "\n")


def watch(event: str, details: tuple) -> None:
    """Write down connections and look-ups of names that leave the machine."""
    if event == "socket.getaddrinfo" or event == "socket.gethostbyname":
        host = details[0].decode() if isinstance(details[0], bytes) else details[0]
        if host not in HERE:
            noted(f"{event} {host}")
    elif event in {"socket.connect", "socket.sendto"}:
        address = details[1]
        if isinstance(address, tuple) and address[0] not in HERE:
            noted(f"{event} {address[0]}")


if DIARY:
    noted(f"watched {' '.join(sys.orig_argv[1:])[:60]}")
    sys.addaudithook(watch)
