"""Where the kernel's time goes while a workload is recorded: how often each of bpftrace's programs runs, and how long.

usage: profile.py [OPTION OF record]...

Needs root and bpftool (Debian: apt-get install bpftool). Each time includes some 60 ns that counting takes.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from bench import PYTHON, RECORDEDRUN, WORKLOADS, machine, table, times

STATS = Path("/proc/sys/kernel/bpf_stats_enabled")
WHAT = {
    "open-one": "one file opened, read, closed 200,000 times",
    "open-many": "20,000 files, by 5 processes each",
    "spawns": "2,000 spawns",
    "preads": "2,000,000 preads",
}
FREQUENT = 1000


def programs(folder: Path, options: list[str], name: str) -> tuple[list[dict], float]:
    """The programs that ran often while a workload was recorded, the dearest first, and how long it took."""
    shown = folder / "programs.json"
    script = f"{PYTHON} {WORKLOADS} {folder} 1 {name} && bpftool -j prog show > {shown}"
    subprocess.run(
        [RECORDEDRUN, "record", "--output", folder / "archive", *options, "--", "sh", "-c", script],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    found = [program for program in json.loads(shown.read_text(encoding="utf-8")) if program.get("run_cnt", 0) > FREQUENT]
    return sorted(found, key=lambda program: -program["run_time_ns"]), times(folder)[name]


def main() -> None:
    """Prints a table."""
    before = STATS.read_text(encoding="ascii")
    STATS.write_text("1", encoding="ascii")
    rows = []
    try:
        with tempfile.TemporaryDirectory(prefix="profile-") as scratch:
            folder = Path(scratch)
            subprocess.run([PYTHON, WORKLOADS, folder, "--prepare"], check=True)
            for name, what in WHAT.items():
                found, seconds = programs(folder, sys.argv[1:], name)
                for program in found[:4]:
                    nanos = program["run_time_ns"]
                    runs = program["run_cnt"]
                    probe = program.get("name", "?").removeprefix("tracepoint_").removeprefix("syscalls_")
                    rows.append([what, probe, f"{runs:,}", f"{nanos / runs:,.0f} ns", f"{100 * nanos / 1e9 / seconds:.0f} %"])
    finally:
        STATS.write_text(before, encoding="ascii")
    print(f"Measured on {machine()}.\n")
    print(table(["workload", "program", "runs", "each", "of the workload's time"], rows))


if __name__ == "__main__":
    main()
