"""The benchmark's workloads: runs those that are named, each once, and prints how long each took.

usage: workloads.py FOLDER SHARE NAME...   prints lines of NAME SECONDS to the file FOLDER/times; the loops of system calls run a SHARE of their
                                           length, from 0 to 1
       workloads.py FOLDER --prepare builds what they need
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
SOURCES = 24

CPU = """
total = 0
for i in range(15_000_000):
    total += i * i % 7
"""

PIPES = """
i=0
while [ $i -lt 100 ]; do
  seq 2000 | sort -r | sed 's/1/one/' | tr o 0 | head -n 1500 | wc -l > /dev/null
  i=$((i + 1))
done
"""


def python() -> str:
    """Debian's own, since a version manager's shims would start a dozen shells."""
    return "/usr/bin/python3"


def commands(folder: Path, share: float) -> dict[str, list[str]]:
    """How each workload is run, in that folder."""
    def times(number: int) -> str:
        return str(round(number * share))

    loops = str(folder / "loops")
    return {
        "cpu": [python(), "-c", CPU],
        "notebook": ["sh", "-c", "cd notebook/workspace && sh run.sh"],
        "c-build": ["sh", "-c", "rm -f c/*.o && make -s -j2 -C c"],
        "spawns": [loops, "spawns", times(2000)],
        "open-one": [loops, "open-one", times(200_000)],
        "open-many": ["sh", "-c", f"for i in 1 2 3 4 5; do {loops} open-many {times(20_000)}; done"],
        "pipes": ["sh", "-c", PIPES],
        "preads": [loops, "preads", times(2_000_000)],
        "mix": ["sh", "-c", f"{loops} open-one {times(200_000)} & {loops} spawns {times(1000)} & wait"],
    }


def prepare(folder: Path) -> None:
    """Puts programs, sources and files where the workloads find them."""
    subprocess.run(["gcc", "-static", "-O1", "-o", folder / "loops", PROJECT / "src/bench/loops.c"], check=True)
    (folder / "one").write_text("some bytes")
    many = folder / "many"
    many.mkdir(exist_ok=True)
    for i in range(20_000):
        (many / str(i)).write_text("some bytes")
    shutil.rmtree(folder / "notebook", ignore_errors=True)
    shutil.copytree(PROJECT / "examples/notebook/notebook-workspace", folder / "notebook/workspace")
    shutil.copytree(PROJECT / "examples/notebook/notebook-data", folder / "notebook/data")
    c = folder / "c"
    c.mkdir(exist_ok=True)
    objects = " ".join(f"f{i}.o" for i in range(SOURCES))
    (c / "Makefile").write_text(f"all: {objects}\n\t$(CC) -shared -o all.so {objects}\n%.o: %.c\n\t$(CC) -O2 -fPIC -c -o $@ $<\n")
    for i in range(SOURCES):
        body = "\n".join(f"int f{i}_{j}(int x) {{ return printf(\"%d\", x) + (int)strlen(getenv(\"HOME\")) * {j}; }}" for j in range(60))
        (c / f"f{i}.c").write_text(f"#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n#include <math.h>\n{body}\n")


def main() -> None:
    """Runs what the command line says."""
    folder = Path(sys.argv[1]).resolve()
    os.chdir(folder)
    if sys.argv[2:] == ["--prepare"]:
        prepare(folder)
        return
    known = commands(folder, float(sys.argv[2]))
    with open("times", "w", encoding="utf-8") as times:
        for name in sys.argv[3:]:
            begun = time.monotonic()
            subprocess.run(known[name], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            times.write(f"{name} {time.monotonic() - begun:.6f}\n")


if __name__ == "__main__":
    main()
