"""A worker that loads no model: its jobs tell, fail, wait or die as they are asked."""

import json
import os
import sys
import time
from pathlib import Path

catalogue = json.loads(Path(os.environ["KITH_TEST_CATALOGUE"]).read_text(encoding="utf-8"))


def say(**message):
    print(json.dumps(message), flush=True)


if os.environ.get("KITH_TEST_STILLBORN"):
    sys.exit(1)
say(kind="ready", copies=False, catalogue=catalogue)
for line in sys.stdin:
    order = json.loads(line)
    ticket, asked = order["ticket"], order["asked"]
    say(ticket=ticket, kind="told", content={"begun": True})
    if asked.get("die"):
        os._exit(1)
    time.sleep(asked.get("seconds", 0.0))
    if "refuse" in asked:
        say(ticket=ticket, kind="failed", sentence=asked["refuse"])
    else:
        say(ticket=ticket - 1, kind="told", content={"of": "another run"})
        say(ticket=ticket, kind="done", content={"asked": asked, "by": os.getpid()}, note="")
