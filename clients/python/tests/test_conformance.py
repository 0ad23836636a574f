"""The conformance programs pass against the fake server, and say so when something is wrong."""

import json
import os
import pathlib
import shlex
import subprocess
import sys

import pytest

from fake_server import FakeServer

CLIENTS = pathlib.Path(__file__).resolve().parents[2]
CASES = CLIENTS / "conformance/cases.json"
PROGRAMS = {
    "blocking": [CLIENTS / "python/conformance.py", CASES],
    "asyncio": [CLIENTS / "python/conformance.py", "--asyncio", CASES],
    "frames": [CLIENTS / "conformance/frames.py"],
}


def run(program, address, **options):
    return subprocess.run(
        [sys.executable, *program, address], capture_output=True, text=True, timeout=120, **options)


@pytest.mark.parametrize("reverses", [False, True], ids=["in order", "reversed"])
@pytest.mark.parametrize("program", PROGRAMS)
def test_all_cases_pass_on_a_unix_socket(program, reverses, tmp_path):
    server = FakeServer(f"unix:{tmp_path}/s", reverses=reverses)
    # The fake server knows no rules: what modisted refuses it is held against in scripts/test-clients.
    done = run(PROGRAMS[program], server.address, env={**os.environ, "MODISTE_STAND_IN": "1"})
    server.stop()
    assert done.stdout.endswith(" passed, 0 failed\n") and done.returncode == 0, done


def test_a_restarted_server_is_found_again(tmp_path):
    fake = [sys.executable, pathlib.Path(__file__).parent / "fake_server.py", f"unix:{tmp_path}/s"]
    pid = tmp_path / "pid"
    start = f"({shlex.join(map(str, fake))} >/dev/null 2>&1 & echo $! >{shlex.quote(str(pid))})"
    # Waits for the end: a client that reconnects to the dying server would lose its call twice.
    stop = (
        f"old=$(cat {shlex.quote(str(pid))}); kill $old; "
        "while kill -0 $old 2>/dev/null; do sleep 0.05; done")
    environment = {"PYTHONPATH": str(CLIENTS / "python"), "PATH": "/usr/bin:/bin"}
    subprocess.run(start, shell=True, check=True, env=environment)
    try:
        done = run(
            PROGRAMS["blocking"], f"unix:{tmp_path}/s",
            env={**environment, "MODISTE_RESTART": f"{stop}; {start}"})
        assert "needs restart" not in done.stdout
        assert done.stdout.endswith(" passed, 0 failed\n"), done
    finally:
        subprocess.run(stop, shell=True, env=environment)


def test_a_wrong_answer_is_reported_and_counted(tmp_path):
    cases = tmp_path / "cases.json"
    step = {"call": "Admin.Ping", "request": {}, "expect": {"status": "notFound"}}
    cases.write_text(json.dumps([{"name": "ping fails", "steps": [step]}]))
    server = FakeServer(f"unix:{tmp_path}/s")
    done = run([CLIENTS / "python/conformance.py", cases], server.address)
    server.stop()
    assert done.stdout == (
        "failed: ping fails: status is ok; notFound was expected\n0 passed, 1 failed\n")
    assert done.returncode == 1


def test_no_server_fails_every_case(tmp_path):
    done = run(PROGRAMS["blocking"], f"unix:{tmp_path}/none")
    assert done.returncode == 1 and "No such file" in done.stdout
    assert f"0 passed, {len(json.loads(CASES.read_text('utf-8')))} failed" in done.stdout
