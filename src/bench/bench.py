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
from collections.abc import Callable
from dataclasses import dataclass, field
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

# A loop that computes is told apart from a bare one where the interval of the medians leaves 1 out, and is narrower than this.
NARROW = 0.04
MOST_PAIRS = 40

Times = dict[str, float]


@dataclass(frozen=True)
class Recorded:
    """What a manifest says of one recording of all workloads, and what it took."""

    manifest: dict
    bytes: int
    peak_mib: float
    seconds: float


@dataclass(frozen=True)
class Way:
    """How workloads are run: with which share of their loops, and by what."""

    share: float
    run: Callable[[Path, list[str]], Times]
    recordings: list[Recorded] = field(default_factory=list)


def times(folder: Path) -> Times:
    """What the workloads noted: of one that ran several times the median."""
    noted: dict[str, list[float]] = {}
    for line in (folder / "times").read_text(encoding="utf-8").splitlines():
        name, seconds = line.split()
        noted.setdefault(name, []).append(float(seconds))
    return {name: statistics.median(seconds) for name, seconds in noted.items()}


def command(folder: Path, share: float, names: list[str]) -> list[str]:
    """All of these workloads, one after another."""
    return [PYTHON, str(WORKLOADS), str(folder), str(share), *names]


def groups() -> list[Path]:
    """Control groups like those of a tale, which any container has: what they cost is not the recorder's."""
    mounted = [line.split() for line in Path("/proc/self/mounts").read_text(encoding="utf-8").splitlines()]
    roots = {}
    for _, point, kind, mount_options, *_ in mounted:
        for controller in mount_options.split(","):
            if kind == "cgroup2" or (kind == "cgroup" and controller in ("memory", "blkio", "pids")):
                roots["" if kind == "cgroup2" else controller] = Path(point)
    made = []
    for line in Path("/proc/self/cgroup").read_text(encoding="utf-8").splitlines():
        _, controllers, own = line.split(":", 2)
        if controllers in roots:
            group = roots[controllers] / own.lstrip("/") / f"recordedrun-bench-{os.getpid()}"
            group.mkdir(exist_ok=True)
            made.append(group)
    return made


def bare(folder: Path, share: float, names: list[str]) -> Times:
    """In control groups as if they were recorded, but not recorded."""
    made = groups()
    enter = "; ".join(f"echo $$ > {group}/cgroup.procs" for group in made)
    try:
        subprocess.run(["sh", "-c", f'{enter}; exec "$@"', "sh", *command(folder, share, names)], check=True)
    finally:
        for group in made:
            group.rmdir()
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


def recorded(options: list[str]) -> Way:
    """While they are recorded."""
    def run(folder: Path, names: list[str]) -> Times:
        manifest, size, peak = record(folder, options, command(folder, 1, names))
        noted = times(folder)
        way.recordings.append(Recorded(manifest, size, peak, sum(noted.values())))
        return noted

    way = Way(1, run)
    return way


def neighbour(options: list[str]) -> Way:
    """While something else on the machine is recorded, which does nothing."""
    def run(folder: Path, names: list[str]) -> Times:
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
            return bare(folder, 1, names)
        finally:
            recorder.send_signal(signal.SIGTERM)
            recorder.wait()
            shutil.rmtree(archive)

    return Way(1, run)


def traced(share: float, tracer: list[str | Path], environment: dict[str, str]) -> Way:
    """By another tracer, into a file; a share of the loops is enough of what takes so long."""
    def run(folder: Path, names: list[str]) -> Times:
        trace = folder / "trace"
        line = [*(str(word).replace("TRACE", str(trace)) for word in tracer), *command(folder, share, names)]
        subprocess.run(line, check=True, env=os.environ | environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if trace.is_dir():
            shutil.rmtree(trace)
        else:
            trace.unlink()
        return times(folder)

    return Way(share, run)


def installed_reprozip(folder: Path) -> Path | None:
    """From PyPI; None where it cannot be installed."""
    venv = folder / "venv"
    subprocess.run([PYTHON, "-m", "venv", venv], check=True)
    done = subprocess.run([venv / "bin/pip", "install", "-q", "reprozip"], check=False, capture_output=True, text=True)
    if done.returncode != 0:
        print(f"ReproZip cannot be installed: {done.stderr.strip().splitlines()[-1]}", file=sys.stderr)
        return None
    return venv / "bin/reprozip"


def middle(ratios: list[float]) -> tuple[float, float]:
    """Between what the median lies, with 95 % or more: the order statistics that a fair coin leaves out in 2.5 % each."""
    ordered = sorted(ratios)
    number = len(ordered)
    below = 0
    probability = 0.5**number
    total = probability
    while total <= 0.025 and below < number // 2:
        below += 1
        probability *= (number - below + 1) / below
        total += probability
    return ordered[max(below - 1, 0)], ordered[min(number - below, number - 1)]


def interval(ratios: list[float]) -> str:
    """The median, and between what the rounds lie."""
    return f"{statistics.median(ratios):.2f} ({min(ratios):.2f}-{max(ratios):.2f})"


def table(header: list[str], rows: list[list[str]]) -> str:
    """In Markdown."""
    return "\n".join("| " + " | ".join(row) + " |" for row in [header, ["---"] * len(header), *rows]) + "\n"


def cores() -> str:
    """The processors and the kernel that this ran on."""
    model = next((line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")), "?")
    return f"{os.cpu_count()} cores ({model}), Linux {platform.release()}"


def machine() -> str:
    """What this ran on, bpftrace too."""
    bpftrace = subprocess.run(["bpftrace", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    return f"{cores()}, {bpftrace}"


def ways_of(folder: Path, wanted: list[str] | None) -> dict[str, Way]:
    """Those that are wanted; all unless told."""
    ways = {
        "processes only": recorded(["--no-files"]),
        "default": recorded([]),
        "everything": recorded(["--bytes", "--network"]),
        "collect: end": recorded(["--collect", "end"]),
        "strace -f": traced(0.1, ["strace", "-f", "-o", "TRACE"], {}),
        "neighbour of processes only": neighbour(["--no-files"]),
        "neighbour of default": neighbour([]),
    }
    if wanted is None or "ReproZip" in wanted:
        program = installed_reprozip(folder)
        if program is not None:
            ways["ReproZip"] = traced(0.02, [program, "trace", "--overwrite", "-d", "TRACE"], {"REPROZIP_USAGE_STATS": "off"})
    return ways if wanted is None else {way: ways[way] for way in wanted}


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--starts", type=int, default=30)
    parser.add_argument("--only", default=",".join(NAMES), help="workloads")
    parser.add_argument("--ways", type=lambda text: text.split(","), help="of measuring; all unless given")
    parser.add_argument("--out", type=Path, default=PROJECT / "target/bench")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch:
        measure(options, options.only.split(","), Path(scratch))


def measure(options: argparse.Namespace, names: list[str], folder: Path) -> None:
    """All rounds, then the tables."""
    subprocess.run([PYTHON, WORKLOADS, folder, "--prepare"], check=True)
    ways = ways_of(folder, options.ways)
    ratios: dict[str, dict[str, list[float]]] = {way: {name: [] for name in names} for way in ways}
    with open(options.out / "performance.csv", "w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["round", "way", "workload", "seconds", "bare seconds"])

        def pair(number: int, way: str, what: list[str]) -> None:
            base = bare(folder, ways[way].share, what)  # just before, since machines drift
            for name, seconds in ways[way].run(folder, what).items():
                ratios[way][name].append(seconds / base[name])
                rows.writerow([number, way, name, f"{seconds:.6f}", f"{base[name]:.6f}"])
            out.flush()

        for number in range(options.rounds):
            for way in ways:
                pair(number, way, names)
                print(f"round {number + 1} of {options.rounds}: {way}", file=sys.stderr)
        if "cpu" in names and "default" in ways:
            of_all = list(ways["default"].recordings)
            number = options.rounds
            while number < MOST_PAIRS and not is_narrow(ratios["default"]["cpu"]):
                pair(number, "default", ["cpu"] * 3)
                number += 1
            ways["default"].recordings[:] = of_all
    report(options, names, folder, ways, ratios)


def is_narrow(ratios: list[float]) -> bool:
    """Whether it is known well enough where the median lies."""
    low, high = middle(ratios)
    return len(ratios) > 5 and high - low < NARROW


def report(options: argparse.Namespace, names: list[str], folder: Path, ways: dict[str, Way], ratios: dict[str, dict[str, list[float]]]) -> None:
    """The tables."""
    print(f"Measured on {machine()}; {options.rounds} rounds.\n")
    print(table(["", *ways], [[NAMES[name], *(interval(ratios[way][name]) for way in ways)] for name in names]))
    if "cpu" in names and "default" in ways:
        low, high = middle(ratios["default"]["cpu"])
        print(f"Python that computes, default: of {len(ratios['default']['cpu'])} pairs the median lies between {low:.3f} and {high:.3f} (95 %).\n")
    recordings = {name: way.recordings for name, way in ways.items() if way.recordings}
    if recordings:
        print(table(["", *recordings], figures(recordings)))
    if options.starts:
        print(starts(options.starts, folder))


def starts(number: int, folder: Path) -> str:
    """How long a command waits for its recorder."""
    gates = sorted(record(folder, [], ["true"])[0]["recorder"]["gateSeconds"] for _ in range(number))
    return (
        f"From the recorder's start until the command may start, of {number}: "
        f"median {statistics.median(gates):.2f} s, 99th percentile {gates[-(-99 * number // 100) - 1]:.2f} s."
    )


def figures(recordings: dict[str, list[Recorded]]) -> list[list[str]]:
    """What the manifests say of all workloads together."""
    def of(how) -> list[str]:
        return [str(how(ones)) for ones in recordings.values()]

    def median(ones, value) -> float:
        return statistics.median(value(one) for one in ones)

    def events(one: Recorded) -> int:
        return one.manifest["trace"]["events"]

    return [
        ["events", *of(lambda ones: f"{median(ones, events):,.0f}")],
        ["events a second", *of(lambda ones: f"{median(ones, lambda one: events(one) / one.seconds):,.0f}")],
        ["events lost, all rounds", *of(lambda ones: sum(one.manifest["trace"]["lost"] for one in ones))],
        ["recorder's processor time", *of(lambda ones: f"{median(ones, lambda one: one.manifest['recorder']['cpuSeconds']):.1f} s")],
        ["its peak of memory", *of(lambda ones: f"{max(one.peak_mib for one in ones):.0f} MiB")],
        ["archive", *of(lambda ones: f"{median(ones, lambda one: one.bytes / events(one)):.1f} bytes an event")],
    ]


if __name__ == "__main__":
    main()
