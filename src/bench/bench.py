"""What recording costs: the same workloads bare and recorded, in turns, on an idle machine.

usage: bench.py [--rounds N] [--starts N] [--only NAME,...] [--ways WAY,...] [--out FOLDER]

Every figure is the median, over the rounds, of a workload's time divided by its bare time of the same round; in brackets the least and
the largest. Writes FOLDER/performance.csv with every single time, and prints the tables of docs/performance.md.
"""

import argparse
import csv
import json
import os
import platform
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
RECORDEDRUN = PROJECT / "recordedrun"
WORKLOADS = PROJECT / "src/bench/workloads.py"
PYTHON = "/usr/bin/python3"

NAMES = {
    "cpu": "Python that computes",
    "notebook": "a notebook",
    "c-build": "a C build, -j2",
    "spawns": "2,000 spawns",
    "open-one": "one file opened, read, closed 200,000 times",
    "open-many": "20,000 files, by 5 processes each",
    "pipes": "a shell script of pipes",
    "preads": "2,000,000 preads",
    "mix": "opens and spawns on both cores",
}


@dataclass(frozen=True)
class Recorded:
    """One recording of all workloads: how long each took, and what the manifest says."""

    seconds: dict[str, float]
    manifest: dict
    bytes: int
    peak_mib: float


def times(folder: Path) -> dict[str, float]:
    """What the workloads noted."""
    lines = (folder / "times").read_text(encoding="utf-8").splitlines()
    return {name: float(seconds) for name, seconds in (line.split() for line in lines)}


def command(folder: Path, names: list[str]) -> list[str]:
    """All of these workloads, one after another."""
    return [PYTHON, str(WORKLOADS), str(folder), *names]


def bare(folder: Path, names: list[str]) -> dict[str, float]:
    """As they are."""
    subprocess.run(command(folder, names), check=True)
    return times(folder)


def record(folder: Path, options: list[str], what: list[str]) -> tuple[dict, int, float]:
    """Records a command; returns the manifest, the archive's size, and the recorder's peak of memory in MiB."""
    archive = Path(tempfile.mkdtemp(prefix="archive-", dir=folder))
    recorder = subprocess.Popen(
        [RECORDEDRUN, "record", "--output", archive, *options, "--", *what],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    said = recorder.stderr.read()
    _, status, usage = os.wait4(recorder.pid, 0)
    if status != 0:
        raise RuntimeError(f"recording failed: {said}")
    [manifest] = archive.rglob("manifest.json")
    size = sum(file.stat().st_size for file in manifest.parent.rglob("*") if file.is_file())
    content = json.loads(manifest.read_text(encoding="utf-8"))
    shutil.rmtree(archive)
    return content, size, usage.ru_maxrss / 1024


def recorded(folder: Path, options: list[str], names: list[str]) -> Recorded:
    """While they are recorded."""
    manifest, size, peak = record(folder, options, command(folder, names))
    return Recorded(times(folder), manifest, size, peak)


def outside(folder: Path, options: list[str], names: list[str]) -> dict[str, float]:
    """While something else on the machine is recorded, which does nothing."""
    begun = folder / "begun"
    begun.unlink(missing_ok=True)
    archive = Path(tempfile.mkdtemp(prefix="archive-", dir=folder))
    idle = ["sh", "-c", f"touch {begun}; exec sleep 600"]
    recorder = subprocess.Popen(
        [RECORDEDRUN, "record", "--output", archive, *options, "--", *idle],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while not begun.exists():
            if recorder.poll() is not None:
                raise RuntimeError("recording failed")
            time.sleep(0.05)
        return bare(folder, names)
    finally:
        recorder.send_signal(signal.SIGTERM)
        recorder.wait()
        shutil.rmtree(archive)


def strace(folder: Path, names: list[str]) -> dict[str, float]:
    """strace of everything, into a file."""
    trace = folder / "strace"
    subprocess.run(["strace", "-f", "-o", trace, *command(folder, names)], check=True)
    trace.unlink()
    return times(folder)


def reprozip(program: Path, folder: Path, names: list[str]) -> dict[str, float]:
    """ReproZip's tracing, without packing."""
    trace = folder / "reprozip"
    subprocess.run(
        [program, "trace", "--overwrite", "-d", trace, *command(folder, names)],
        check=True,
        env=os.environ | {"REPROZIP_USAGE_STATS": "off"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    shutil.rmtree(trace)
    return times(folder)


def installed_reprozip(folder: Path) -> Path | None:
    """From PyPI; None where it cannot be installed."""
    venv = folder / "venv"
    subprocess.run([PYTHON, "-m", "venv", venv], check=True)
    done = subprocess.run([venv / "bin/pip", "install", "-q", "reprozip"], check=False, capture_output=True, text=True)
    if done.returncode != 0:
        print(f"ReproZip cannot be installed: {done.stderr.strip().splitlines()[-1]}", file=sys.stderr)
        return None
    return venv / "bin/reprozip"


def interval(ratios: list[float]) -> str:
    """The median, and between what the rounds lie."""
    return f"{statistics.median(ratios):.2f} ({min(ratios):.2f}-{max(ratios):.2f})"


def table(header: list[str], rows: list[list[str]]) -> str:
    """In Markdown."""
    return "\n".join("| " + " | ".join(row) + " |" for row in [header, ["---"] * len(header), *rows]) + "\n"


def machine() -> str:
    """What this ran on."""
    model = next((line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")), "?")
    bpftrace = subprocess.run(["bpftrace", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    return f"{os.cpu_count()} cores ({model}), Linux {platform.release()}, {bpftrace}"


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--starts", type=int, default=30)
    parser.add_argument("--only", default=",".join(NAMES), help="workloads")
    parser.add_argument("--ways", help="of measuring; all unless given")
    parser.add_argument("--out", type=Path, default=PROJECT / "target/bench")
    options = parser.parse_args()
    names = options.only.split(",")
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        measure(options, names, Path(scratch))


def measure(options: argparse.Namespace, names: list[str], folder: Path) -> None:
    """All rounds, then the tables."""
    subprocess.run([PYTHON, WORKLOADS, folder, "--prepare"], check=True)
    program = installed_reprozip(folder) if not options.ways or "ReproZip" in options.ways else None
    recordings: dict[str, list[Recorded]] = {"processes only": [], "default": []}
    ways = {
        "processes only": lambda: keep(recordings["processes only"], recorded(folder, ["--no-files"], names)),
        "default": lambda: keep(recordings["default"], recorded(folder, [], names)),
        "neighbour of processes only": lambda: outside(folder, ["--no-files"], names),
        "neighbour of default": lambda: outside(folder, [], names),
        "strace -f": lambda: strace(folder, names),
    }
    if program is not None:
        ways["ReproZip"] = lambda: reprozip(program, folder, names)
    if options.ways:
        ways = {way: ways[way] for way in options.ways.split(",")}
    ratios: dict[str, dict[str, list[float]]] = {way: {name: [] for name in names} for way in ways}
    with open(options.out / "performance.csv", "w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["round", "way", "workload", "seconds", "bare seconds"])
        for number in range(options.rounds):
            for way, run in ways.items():
                base = bare(folder, names)  # just before, since machines drift
                for name, seconds in run().items():
                    ratios[way][name].append(seconds / base[name])
                    rows.writerow([number, way, name, f"{seconds:.6f}", f"{base[name]:.6f}"])
                out.flush()
                print(f"round {number + 1} of {options.rounds}: {way}", file=sys.stderr)
    print(f"Measured on {machine()}; {options.rounds} rounds.\n")
    print(table(["", *ways], [[NAMES[name], *(interval(ratios[way][name]) for way in ways)] for name in names]))
    if all(recordings.values()):
        print(table(["", *recordings], figures(recordings)))
    if options.starts:
        print(starts(options.starts, folder))


def starts(number: int, folder: Path) -> str:
    """How long a command waits for its recorder."""
    gates = sorted(record(folder, [], ["true"])[0]["recorder"]["gateSeconds"] for _ in range(number))
    return (
        f"From the recorder's start until the command may start, of {number}: "
        f"median {statistics.median(gates):.2f} s, worst {gates[-1]:.2f} s."
    )


def keep(recordings: list[Recorded], one: Recorded) -> dict[str, float]:
    """Notes a recording for the figures beside the times."""
    recordings.append(one)
    return one.seconds


def figures(recordings: dict[str, list[Recorded]]) -> list[list[str]]:
    """What the manifests say of all workloads together."""
    def of(how) -> list[str]:
        return [str(how(ones)) for ones in recordings.values()]

    def median(ones, value) -> float:
        return statistics.median(value(one) for one in ones)

    return [
        ["events", *of(lambda ones: f"{median(ones, lambda one: one.manifest['trace']['events']):,.0f}")],
        ["events lost, all rounds", *of(lambda ones: sum(one.manifest["trace"]["lost"] for one in ones))],
        ["recorder's processor time", *of(lambda ones: f"{median(ones, lambda one: one.manifest['recorder']['cpuSeconds']):.1f} s")],
        ["its peak of memory", *of(lambda ones: f"{max(one.peak_mib for one in ones):.0f} MiB")],
        ["archive", *of(lambda ones: f"{median(ones, lambda one: one.bytes / one.manifest['trace']['events']):.1f} bytes an event")],
    ]


if __name__ == "__main__":
    main()
