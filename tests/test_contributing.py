"""Contributing: what the guide tells people to write works as it stands."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
GUIDE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
TRIED = """
import json
from models import Plan, Scenario, run

def told(size):
    plans = {"phone_friends": Plan(2, None, size)} if size else {}
    found = run(Scenario(residents=2_000, months=14, interventions=plans))
    reach, spent = found.reached.get("phone_friends"), found.ledger
    return {
        "reached": 0 if reach is None else len(set(reach.person.tolist())),
        "pounds": float(spent["programme_phone_friends"].sum()) if "programme_phone_friends" in spent else 0.0,
        "lonely": [float(one) for one in found.measures["lonely"]],
    }

print(json.dumps([told(size) for size in (0, 10, 20)]))
"""


def block(language: str, says: str) -> str:
    """Return the block of the guide in this language that says this."""
    blocks = re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)
    return next(one for one in blocks if says in one)


@pytest.mark.study
def test_the_worked_intervention_can_be_installed_and_does_what_it_says(tmp_path):
    (tmp_path / "phone_friends.py").write_text(block("python", "class PhoneFriends"))
    (tmp_path / "phone_friends.toml").write_text(block("toml", "[new_calls_per_month]"))
    about = tmp_path / "phone_friends-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: phone-friends\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[kith.interventions]\nphone_friends = phone_friends:PhoneFriends\n")
    paths = os.pathsep.join((str(tmp_path), str(ROOT)))
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", TRIED],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    nobody, few, many = json.loads(done.stdout)
    assert nobody["reached"] == 0
    assert few["reached"] > 40
    assert many["reached"] > 1.5 * few["reached"]
    assert many["pounds"] == pytest.approx(2 * few["pounds"], abs=0.2)
    assert many["lonely"][:3] == nobody["lonely"][:3], "nothing may differ before the start"
    assert sum(many["lonely"]) < sum(nobody["lonely"])
