"""A process seen from outside: CPU time by thread, memory, and system calls of chosen threads."""

import collections
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import time


def name_of(task):
    return (task / "comm").read_text().strip()


def cpu_by_thread(pid):
    """Thread id -> (name, nanoseconds run since it began)."""
    found = {}
    for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
        try:
            found[int(task.name)] = name_of(task), int((task / "schedstat").read_text().split()[0])
        except OSError:
            pass  # It ended meanwhile.
    return found


def cpu_between(before, after):
    """Name -> nanoseconds, summed over the threads of that name."""
    spent = collections.Counter()
    for thread, (name, run) in after.items():
        spent[name] += run - before.get(thread, (name, 0))[1]
    return spent


def memory(pid):
    """Resident and private bytes."""
    kilobytes = collections.Counter()
    for line in pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        match = re.match(r"(\w+):\s+(\d+) kB", line)
        if match:
            kilobytes[match[1]] = int(match[2])
    private = kilobytes["Private_Clean"] + kilobytes["Private_Dirty"]
    return {"resident": kilobytes["Rss"] * 1024, "private": private * 1024,
            "anonymous": kilobytes["Anonymous"] * 1024}


def mapping_calls(pid, seconds):
    """Thread name -> count of mmap, munmap, fsync and fdatasync; None where strace is absent."""
    if shutil.which("strace") is None:
        return None
    names = {thread: name for thread, (name, _) in cpu_by_thread(pid).items()}
    with tempfile.NamedTemporaryFile("r") as log:
        tracer = subprocess.Popen(
            ["strace", "-f", "-q", "-e", "trace=mmap,munmap,fsync,fdatasync",
             "-o", log.name, "-p", str(pid)],
            stderr=subprocess.DEVNULL,
        )
        time.sleep(seconds)
        tracer.send_signal(signal.SIGINT)
        tracer.wait()
        counts = {name: collections.Counter() for name in names.values()}
        for line in log:
            match = re.match(r"(\d+)\s+(\w+)\(", line)
            if match:
                name = names.get(int(match[1]), "a thread begun meanwhile")
                counts.setdefault(name, collections.Counter())[match[2]] += 1
    return counts
