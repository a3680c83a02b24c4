"""A crowd: 300 runs at once, side by side with as many Jobs by Kubernetes' own controller, on nodes that kwok plays.

usage: crowd.py [--count N] [--rounds N] [--alone] [--operator-pid PID]

Takes a cluster with the chart in it, as tools/e2e has it, kubectl and kwok. In each round as many Jobs as runs are created at once; their
pods have the same specification and live the same life (kwok.yaml). Prints the tables of docs/performance.md. Fails where a run is lost, has
more than one pod or another's archive, where the API server answers the operator with a conflict, or where a run takes more writes than it may.
"""

import argparse
import contextlib
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from bench import cores, table

KWOK = Path(__file__).with_name("kwok.yaml")
NODES = [f"crowd-{number}" for number in range(10)]
SYSTEM = "recordedrun-system"
PATIENCE_SECONDS = 300
MOST_WRITES = 10
WRITES = {"POST", "PUT", "PATCH", "DELETE"}
ENDED = "custom-columns=NAME:.metadata.name,ENDED:.status.completionTime"


@dataclass(frozen=True)
class Kind:
    """What is created in a crowd, and where."""

    api: str
    resource: str
    namespace: str

    @property
    def objects(self) -> str:
        """The path of all of a crowd."""
        return f"{self.api}/namespaces/{self.namespace}/{self.resource}?labelSelector=crowd"


RUNS = Kind("/apis/wholetale.org/v1alpha1", "recordedruns", "tales")
JOBS = Kind("/apis/batch/v1", "jobs", "crowd-jobs")

# Requests since a start, by method, resource and code of the answer.
Calls = Counter[tuple[str, str, str]]


def kubectl(*arguments: str, stdin: str | None = None) -> str:
    """What it printed."""
    done = subprocess.run(["kubectl", *arguments], input=stdin, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout


def parsed(text: str, metric: str, method: str) -> Calls:
    """The samples of a counter of requests in Prometheus' text, whose label for the method has that name."""
    calls: Calls = Counter()
    for line in text.splitlines():
        found = re.fullmatch(metric + r"\{(.*)\} (\S+)", line)
        if found:
            labels = dict(re.findall(r'(\w+)="([^"]*)"', found[1]))
            calls[labels[method], labels["resource"], labels["code"]] += int(float(found[2]))
    return calls


def answers() -> Calls:
    """What the API server has answered to everybody."""
    return parsed(kubectl("get", "--raw", "/metrics"), "apiserver_request_total", "verb")


class Operator:
    """The process that acts on runs: the chart's that holds the Lease, or one outside of the cluster."""

    def __init__(self, pid: int | None) -> None:
        self.pid = pid
        self.pod = None if pid else kubectl("get", "lease", "-n", SYSTEM, "recordedrun", "-o", "jsonpath={.spec.holderIdentity}").split("_")[0]

    def proc(self, file: str) -> str:
        """What the kernel says of it."""
        if self.pid:
            return Path(f"/proc/{self.pid}/{file}").read_text(encoding="ascii")
        return kubectl("exec", "-n", SYSTEM, self.pod, "--", "cat", f"/proc/1/{file}")

    def peak_mib(self) -> int:
        """The most memory that it ever had."""
        return int(re.search(r"VmHWM:\s+(\d+) kB", self.proc("status"))[1]) // 1024

    def cpu_seconds(self) -> float:
        """The processor time of all its threads."""
        user, system = self.proc("stat").rsplit(")", 1)[1].split()[11:13]
        return (int(user) + int(system)) / 100

    def calls(self) -> Calls:
        """Its requests to the API server."""
        if self.pid:
            text = subprocess.run(["curl", "-sf", "http://localhost:8080/metrics"], stdout=subprocess.PIPE, text=True, check=True).stdout
        else:
            text = kubectl("get", "--raw", f"/api/v1/namespaces/{SYSTEM}/pods/{self.pod}:8080/proxy/metrics")
        return parsed(text, "recordedrun_api_requests_total", "method")


@contextlib.contextmanager
def nodes() -> Iterator[None]:
    """Nodes that kwok plays."""
    with tempfile.TemporaryDirectory(prefix="crowd-") as scratch:
        access = json.loads(kubectl("config", "view", "--raw", "--minify", "--flatten", "-o", "json"))
        # The chart's policies let nobody but nodes write what becomes of a run's pod.
        access["users"][0]["user"] |= {"as": "kwok", "as-groups": ["system:masters", "system:nodes"]}
        kubeconfig = Path(scratch) / "kubeconfig"
        kubeconfig.write_text(json.dumps(access), encoding="utf-8")
        labels = {"crowd": "kwok"}
        kubectl("apply", "-f", "-", stdin=listed([{"apiVersion": "v1", "kind": "Node", "metadata": {"name": n, "labels": labels}} for n in NODES]))
        with (Path(scratch) / "log").open("w") as log:
            kwok = subprocess.Popen(["kwok", "--kubeconfig", kubeconfig, "--config", KWOK], stdout=log, stderr=log)
        try:
            kubectl("wait", "--for=condition=Ready", "node", "-l", "crowd=kwok", "--timeout=30s")
            yield
        finally:
            kubectl("delete", "node", *NODES)
            kwok.terminate()
            kwok.wait()


def listed(items: list[dict]) -> str:
    """As kubectl reads it."""
    return json.dumps({"apiVersion": "v1", "kind": "List", "items": items})


def run(name: str) -> dict:
    """A run as small as may be, for a node that kwok plays."""
    return {
        "apiVersion": "wholetale.org/v1alpha1",
        "kind": "RecordedRun",
        "metadata": {"name": name, "namespace": RUNS.namespace, "labels": {"crowd": "runs"}},
        "spec": {"image": "registry.example.org/tale:1", "workspace": {"configMap": {"name": "crowd"}}, "nodeSelector": {"crowd": "kwok"}},
    }


def job(name: str, pod: dict) -> dict:
    """A Job whose pods are like that of a run."""
    spec = {key: value for key, value in pod["spec"].items() if key not in ("nodeName", "tolerations", "priority", "preemptionPolicy")}
    return {
        "apiVersion": "batch/v1",
        "kind": "Job",
        "metadata": {"name": name, "namespace": JOBS.namespace, "labels": {"crowd": "jobs"}},
        "spec": {"backoffLimit": 0, "template": {"spec": spec}},
    }


def all_ended(kind: Kind, things: list[dict]) -> float:
    """Creates all of them at once, and says how many seconds it took until the last one had ended."""
    left = {thing["metadata"]["name"] for thing in things}
    started = time.monotonic()
    create = ["kubectl", "create", "--validate=false", "-f", "-"]
    with subprocess.Popen(create, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as creating:
        creating.stdin.write(listed(things))
        creating.stdin.close()
        while left:
            left -= ended(kind, left, started + PATIENCE_SECONDS)
        return time.monotonic() - started


def ended(kind: Kind, names: set[str], until: float) -> set[str]:
    """Those of them that have ended when all have, or when the API server has closed the watch."""
    seconds = int(until - time.monotonic())
    if seconds <= 0:
        sys.exit(f"crowd: after {PATIENCE_SECONDS} s {len(names)} {kind.resource} have not ended, such as {min(names)}")
    watch = ["kubectl", "get", kind.resource, "-n", kind.namespace, "-l", "crowd", "--watch", "--no-headers", "-o", ENDED]
    found: set[str] = set()
    with subprocess.Popen([*watch, f"--request-timeout={seconds}s"], stdout=subprocess.PIPE, text=True) as watching:
        for line in watching.stdout:
            name, at = line.split()
            if at != "<none>":
                found.add(name)
            if names <= found:
                break
        watching.terminate()
    return found


def got(path: str) -> list[dict]:
    """The objects at that path of the API."""
    return json.loads(kubectl("get", "--raw", path))["items"]


def pods_of(kind: Kind) -> list[dict]:
    """Those in its namespace that are on nodes of a crowd."""
    return [pod for pod in got(f"/api/v1/namespaces/{kind.namespace}/pods") if pod["spec"].get("nodeName") in NODES]


def problems(names: list[str]) -> list[str]:
    """What is wrong with runs that have ended, in sentences."""
    pods = Counter(pod["metadata"]["ownerReferences"][0]["uid"] for pod in pods_of(RUNS))
    runs = {run["metadata"]["name"]: run for run in got(RUNS.objects)}
    found = [f"{name} is lost" for name in names if name not in runs]
    for name, run in runs.items():
        uid, status = run["metadata"]["uid"], run["status"]
        if status["phase"] != "COMPLETED":
            found.append(f"{name} is {status['phase']}: {status['message']}")
        elif not status["trace"]["uri"].endswith(f"/{name}/{uid}/"):
            found.append(f"the archive of {name} is {status['trace']['uri']}")
        if pods[uid] != 1:
            found.append(f"{name} has {pods[uid]} pods")
    return found


def deleted(kind: Kind) -> None:
    """Returns once all of a crowd are gone."""
    kubectl("delete", "--raw", f"{kind.objects}&propagationPolicy=Background")
    gone(lambda: got(kind.objects), kind)


def cleared(kind: Kind) -> None:
    """Returns once all of a crowd are gone, and their pods with them."""
    deleted(kind)
    for node in NODES:  # which the garbage collector would do one by one, at 20 requests a second
        kubectl("delete", "--raw", f"/api/v1/namespaces/{kind.namespace}/pods?fieldSelector=spec.nodeName={node}")
    gone(lambda: pods_of(kind), kind)


def gone(left: Callable[[], list[dict]], kind: Kind) -> None:
    """Waits until there are none."""
    until = time.monotonic() + PATIENCE_SECONDS
    while left():
        if time.monotonic() > until:
            sys.exit(f"crowd: there are still {kind.resource}, or pods of theirs, after {PATIENCE_SECONDS} s")
        time.sleep(0.5)


@dataclass(frozen=True)
class Round:
    """What a round of runs took, from creating the first until the last was gone."""

    seconds: float
    cpu_seconds: float
    calls: Calls
    answers: Calls


def round_of_runs(operator: Operator, count: int) -> Round:
    """Ends this program where a run has a problem."""
    names = [f"crowd-{number}" for number in range(count)]
    cpu, calls, answered = operator.cpu_seconds(), operator.calls(), answers()
    seconds = all_ended(RUNS, [run(name) for name in names])
    wrong = problems(names)
    if wrong:
        sys.exit("crowd: " + "\n       ".join(wrong[:10]))
    deleted(RUNS)
    taken = Round(seconds, operator.cpu_seconds() - cpu, operator.calls() - calls, answers() - answered)
    cleared(RUNS)
    return taken


def template() -> dict:
    """The pod of a run, for Jobs."""
    all_ended(RUNS, [run("crowd-template")])
    (pod,) = pods_of(RUNS)
    cleared(RUNS)
    return pod


def per_run(rounds: list[Round], count: int) -> dict[tuple[str, str], float]:
    """Requests for each run, by resource and method."""
    total: Counter[tuple[str, str]] = Counter()
    for one in rounds:
        for (method, resource, _), number in one.calls.items():
            total[resource, method] += number
    return {key: number / count / len(rounds) for key, number in sorted(total.items())}


def spread(values: list[float]) -> str:
    """The median, and the least and the largest."""
    return f"{statistics.median(values):.1f} s ({min(values):.1f}-{max(values):.1f})"


def measured(operator: Operator, count: int, rounds: int, alone: bool) -> tuple[list[float], list[Round]]:
    """What Jobs, and what runs took, round by round."""
    jobs: list[float] = []
    runs: list[Round] = []
    things = [
        {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": JOBS.namespace}},
        {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "crowd", "namespace": RUNS.namespace}},  # every run's workspace
    ]
    kubectl("apply", "-f", "-", stdin=listed(things))
    with nodes():
        try:
            pod = template()
            for _ in range(rounds):
                if not alone:
                    jobs.append(all_ended(JOBS, [job(f"crowd-{number}", pod) for number in range(count)]))
                    cleared(JOBS)
                runs.append(round_of_runs(operator, count))
        finally:
            cleared(RUNS)
            cleared(JOBS)
    kubectl("delete", "-f", "-", stdin=listed(things))
    return jobs, runs


def times(jobs: list[float], runs: list[Round], operator: Operator) -> str:
    """The table of how long both took, and what the operator took."""
    seconds = [one.seconds for one in runs]
    rows = [["runs", spread(seconds)]]
    if jobs:
        ratios = [run / job for run, job in zip(seconds, jobs, strict=True)]
        rows += [["Jobs", spread(jobs)], ["ratio", f"{statistics.median(ratios):.2f} ({min(ratios):.2f}-{max(ratios):.2f})"]]
    rows += [
        ["operator's processor time", f"{statistics.median(one.cpu_seconds for one in runs):.1f} s"],
        ["operator's peak of memory", f"{operator.peak_mib()} MiB"],
    ]
    return table(["until all have ended", ""], rows)


def main() -> None:
    """Prints what was measured."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=300, help="runs, and Jobs, of a round; %(default)s")
    parser.add_argument("--rounds", type=int, default=5, help="%(default)s")
    parser.add_argument("--alone", action="store_true", help="without Jobs beside")
    parser.add_argument("--operator-pid", type=int, help="one outside of the cluster, with its metrics on port 8080")
    asked = parser.parse_args()

    operator = Operator(asked.operator_pid)
    jobs, runs = measured(operator, asked.count, asked.rounds, asked.alone)
    print(f"{cores()}; {asked.rounds} rounds of {asked.count}.\n")
    print(times(jobs, runs, operator))
    calls = per_run(runs, asked.count)
    print(table(["the operator's requests for each run", ""], [[f"{method} {resource}", f"{n:.2f}"] for (resource, method), n in calls.items() if n >= 0.01]))
    writes = sum(n for (resource, method), n in calls.items() if method in WRITES and resource not in ("events", "leases"))
    refused = {key: n for key, n in sum((one.answers for one in runs), Counter()).items() if key[2].startswith("4")}
    print(f"writes for each run, Events and Leases apart: {writes:.2f}; refused by the API server: {refused or 'none'}")
    conflicts = {key: n for key, n in refused.items() if key[2] == "409" and key[1] in ("recordedruns", "pods", "events")}
    if conflicts or writes > MOST_WRITES:
        sys.exit(f"crowd: a run takes {writes:.2f} writes of {MOST_WRITES}; conflicts: {conflicts or 'none'}")


if __name__ == "__main__":
    main()
