"""What the drivers share: programs that are built, servers that are pinned, loads that are run."""

import contextlib
import json
import os
import pathlib
import platform
import signal
import socket
import subprocess
import sys
import time

BENCHMARKS = pathlib.Path(__file__).resolve().parent.parent
ROOT = BENCHMARKS.parent
BUILT = BENCHMARKS / ".build"
SERVER_CORE, CLIENT_CORE = 0, 1


def say(text):
    print(text, file=sys.stderr, flush=True)


def find_program(name, given):
    """The path of a product of this package: the one given, or built for release.

    None, with a message, when it cannot be built: the caller leaves its rows out.
    """
    if given:
        if not os.access(given, os.X_OK):
            sys.exit(f"{name} is '{given}', which cannot be run; a program's path is expected")
        return str(pathlib.Path(given).resolve())
    build = ["swift", "build", "-c", "release", "--package-path", str(ROOT), "--product", name]
    say(f"building {name}")
    try:
        if subprocess.run(build, stdout=sys.stderr).returncode == 0:
            folder = subprocess.run(
                [*build, "--show-bin-path"], capture_output=True, text=True, check=True
            ).stdout.strip()
            return f"{folder}/{name}"
    except OSError as error:
        say(f"swift: {error}")
    say(f"{name} could not be built; its rows are left out")
    return None


def build_peers():
    subprocess.run([str(BENCHMARKS / "transport" / "build")], check=True)


def wait_for_socket(path, process, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            sys.exit(f"{process.args} ended with {process.returncode} before it listened")
        with socket.socket(socket.AF_UNIX) as probe:
            try:
                probe.connect(str(path))
                return
            except OSError:
                time.sleep(0.02)
    process.kill()
    sys.exit(f"{process.args} did not listen on {path} within {seconds} s")


@contextlib.contextmanager
def serving(command, path, core=SERVER_CORE):
    """Runs a server on a core (or a list, `0,1`) while it is needed; it logs to standard error."""
    with contextlib.suppress(FileNotFoundError):
        os.unlink(path)
    process = subprocess.Popen(
        ["taskset", "-c", str(core), *map(str, command)],
        stdout=sys.stderr,
        env={**os.environ, "SWIFT_BACKTRACE": "enable=no"},
    )
    try:
        wait_for_socket(path, process)
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def load_command(program, path, pid, core=CLIENT_CORE, **options):
    flags = [f"--{name.replace('_', '-')}={value}" for name, value in options.items()]
    split = [part for flag in flags for part in flag.split("=", 1)]
    return [
        "taskset", "-c", str(core), str(BUILT / program), str(path),
        "--server-pid", str(pid), *split,
    ]


def run_load(*arguments, **options):
    """One run of a load generator; its line of JSON."""
    done = subprocess.run(
        load_command(*arguments, **options), stdout=subprocess.PIPE, text=True, check=True
    )
    return json.loads(done.stdout)


def machine():
    """What a number depends on besides the code."""
    model = "unknown processor"
    with open("/proc/cpuinfo") as file:
        for line in file:
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    return {
        "processor": model,
        "cores": os.cpu_count(),
        "kernel": platform.release(),
        "date": time.strftime("%Y-%m-%d", time.gmtime()),
        # More than 2 here means that others were computing: times are then upper bounds.
        "load_average": round(os.getloadavg()[0], 1),
    }
