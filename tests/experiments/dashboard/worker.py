"""A worker that loads no model: its jobs tell, fail, wait or die as they are asked, by themselves or in a copy."""

import json
import os
import sys
import time
from pathlib import Path

catalogue = json.loads(Path(os.environ["KITH_TEST_CATALOGUE"]).read_text(encoding="utf-8"))
WAY = os.environ.get("KITH_TEST_WORKER", "")
"""Whether it is stillborn, slow to be ready, deaf to cancels, or has its jobs done by a copy."""


def say(**message):
    print(json.dumps(message), flush=True)


def do(order):
    ticket, asked = order["ticket"], order["asked"]
    say(ticket=ticket, kind="told", content={"begun": True})
    if asked.get("half"):
        print(json.dumps({"ticket": ticket, "kind": "told"})[:-5], end="", flush=True)
    if asked.get("die"):
        os._exit(1)
    time.sleep(asked.get("seconds", 0.0))
    if "refuse" in asked:
        say(ticket=ticket, kind="failed", sentence=asked["refuse"])
    else:
        say(ticket=ticket - 1, kind="told", content={"of": "another run"})
        say(ticket=ticket - 1, kind="cancelled")
        say(ticket=ticket, kind="done", content={"asked": asked, "by": os.getpid()}, note="")


def do_and_stay(order, out):
    os.dup2(out.fileno(), 1)
    do(order)
    time.sleep(order["asked"].get("stays", 0.0))


if WAY == "copies":
    from experiments.dashboard import worker

    worker.make_ready = lambda: catalogue
    worker.do = do_and_stay
    worker.main()
    sys.exit()
if WAY == "stillborn":
    sys.exit(1)
if WAY == "slow":
    time.sleep(60.0)
say(kind="ready", copies=WAY == "deaf", catalogue=catalogue)
for line in sys.stdin:
    order = json.loads(line)
    if "job" in order:
        do(order)
