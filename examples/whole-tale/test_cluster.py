"""What a real cluster does: runs that succeed, fail and are cancelled, and what is left of them."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from kubernetes import config
from kubernetes.client import CoreV1Api, CustomObjectsApi, V1Pod
from kubernetes.watch import Watch

import recorded_run
from cluster import DEADLINE_SECONDS, IMAGE, NAMESPACE, Volume, is_gone, wait_until
from recorded_run import GROUP, PLURAL, VERSION, Claim, RunRefused, RunState, RunStatus, TaleRun
from run_folder import Archive

if not os.environ.get("KUBECONFIG"):
    pytest.skip(
        'no KUBECONFIG: make cluster-up, eval "$(cluster/up)", install the operator', allow_module_level=True
    )

# What a container's log could spoil: bytes that are no text, a line longer than the log's, a last line without end.
# It does spoil CR LF, of which containerd keeps the LF.
SUCCEEDS = r"""
printf '%s in %s\n' "$GREETING" "$PWD"
printf '\377\376\000 10%%\r100%%\n'
head -c 40000 /dev/zero | tr '\000' x
printf '\nno newline at the end'
printf 'a warning \351\n' >&2
mkdir results
echo 31.0 > results/warmest
"""
SUCCEEDS_STDOUT = (
    b"hello in /srv/wt/workspace\n\xff\xfe\x00 10%\r100%\n" + b"x" * 40000 + b"\nno newline at the end"
)
SUCCEEDS_STDERR = b"a warning \xe9\n"

READS_DATA = r"""
cat ../data/table.csv
touch ../data/mine 2> /dev/null || echo 'the data is read-only'
"""
TABLE = b"city,degrees\nC\xf3rdoba,31.0\n"

FAILS = r"""
echo 'so far, so good'
echo 'no such station' >&2
exit 3
"""

# Ends when it is asked to, and only then.
GOES_ON = r"""
trap 'echo stopped; exit 143' TERM
printf 'first part \377\n'
touch has-printed
sleep 3600 & wait
"""


@pytest.fixture(scope="module")
def core() -> CoreV1Api:
    config.load_kube_config()
    return CoreV1Api()


@pytest.fixture(scope="module")
def api(core: CoreV1Api) -> CustomObjectsApi:
    return CustomObjectsApi()


@pytest.fixture(scope="module")
def volume(core: CoreV1Api) -> Iterator[Volume]:
    with Volume(core) as volume:
        yield volume


@pytest.fixture(scope="module")
def pull_secret(core: CoreV1Api) -> Iterator[str]:
    """A Secret for pulling images that runs may name."""
    name = f"whole-tale-{uuid.uuid4().hex[:8]}"
    core.create_namespaced_secret(
        NAMESPACE,
        {
            "metadata": {"name": name, "labels": {"wholetale.org/for-runs": "true"}},
            "type": "kubernetes.io/dockerconfigjson",
            "stringData": {".dockerconfigjson": '{"auths": {}}'},
        },
    )
    yield name
    core.delete_namespaced_secret(name, NAMESPACE)


@pytest.fixture(scope="module")
def new_run(api: CustomObjectsApi, volume: Volume, pull_secret: str) -> Iterator[Callable[..., TaleRun]]:
    """Makes the workspace of a new run, in which the script lies; whatever is left of it goes away in the end."""
    made = []

    def new(script: str, **fields: object) -> TaleRun:
        run = TaleRun(
            run_id=uuid.uuid4().hex[:24],
            tale_id=uuid.uuid4().hex[:24],
            version_id=uuid.uuid4().hex[:24],
            image=IMAGE,
            volumes=Claim(volume.name, volume.name),
            mem_limit="256m",
            pull_secret=pull_secret,
            **fields,
        )
        made.append(recorded_run.run_name(run.run_id))
        volume.write(workspace_file(run, run.entrypoint), script.encode())
        return run

    yield new
    for name in made:
        is_gone(api.delete_namespaced_custom_object, GROUP, VERSION, NAMESPACE, PLURAL, name)
    for name in made:
        wait_until_gone(api, name)


def workspace_file(run: TaleRun, name: str) -> str:
    return f"{recorded_run.run_path(run.tale_id, run.run_id)}/workspace/{name}"


def wait_until_gone(api: CustomObjectsApi, name: str) -> None:
    wait_until(f"run {name} is gone", lambda: recorded_run.check_on_run(api, NAMESPACE, name).gone)


def pods_of(core: CoreV1Api, name: str) -> list[V1Pod]:
    return core.list_namespaced_pod(NAMESPACE, label_selector=f"wholetale.org/recorded-run={name}").items


def run_folder(parent: Path) -> Path:
    """A run's folder as a worker sees it."""
    (parent / "workspace").mkdir()
    return parent


def phases_until_the_end(api: CustomObjectsApi, name: str) -> list[str]:
    """Each phase that the API server tells of, once in a row."""
    seen = []
    changes = Watch().stream(
        api.list_namespaced_custom_object,
        GROUP,
        VERSION,
        NAMESPACE,
        PLURAL,
        field_selector=f"metadata.name={name}",
        timeout_seconds=DEADLINE_SECONDS,
    )
    for change in changes:
        phase = change["object"].get("status", {}).get("phase")
        if phase and seen[-1:] != [phase]:
            seen.append(phase)
        if phase and RunStatus[phase].ended:
            return seen
    raise AssertionError(f"run {name} did not end within {DEADLINE_SECONDS} s, it was {seen}")


@dataclass(frozen=True)
class Succeeded:
    """A run that succeeded, and what was seen of it."""

    run: TaleRun
    first: RunState
    uids: list[str]
    phases: list[str]
    ended: RunState
    folder: Path


@pytest.fixture(scope="module")
def succeeded(api, new_run, tmp_path_factory) -> Succeeded:
    """Started twice, waited for, cleaned up."""
    run = new_run(SUCCEEDS, environment=["GREETING=hello"], target_mount="/srv/wt")
    name = recorded_run.run_name(run.run_id)

    first = recorded_run.recorded_run(api, NAMESPACE, run, wait=False)
    uids = [uid_of(api, name)]
    recorded_run.recorded_run(api, NAMESPACE, run, wait=False)
    uids.append(uid_of(api, name))

    phases = phases_until_the_end(api, name)
    recorded_run.recorded_run(api, NAMESPACE, run)
    uids.append(uid_of(api, name))
    folder = run_folder(tmp_path_factory.mktemp("succeeded"))
    return Succeeded(
        run, first, uids, phases, recorded_run.cleanup_run(api, NAMESPACE, run.run_id, folder), folder
    )


def uid_of(api: CustomObjectsApi, name: str) -> str:
    return api.get_namespaced_custom_object(GROUP, VERSION, NAMESPACE, PLURAL, name)["metadata"]["uid"]


def test_a_run_starts_runs_and_completes(succeeded):
    assert succeeded.first.goes_on
    assert succeeded.phases[-3:] == ["STARTING", "RUNNING", "COMPLETED"]
    assert (succeeded.ended.status, succeeded.ended.exit_code) == (RunStatus.COMPLETED, 0)


def test_starting_a_run_again_gives_the_same_run(succeeded):
    assert len(set(succeeded.uids)) == 1, "before it began, while it began, and when it had ended"


def test_what_a_tale_writes_into_its_workspace_is_in_the_runs_folder(succeeded, volume):
    assert volume.read(workspace_file(succeeded.run, "results/warmest")) == b"31.0\n"


def test_the_runs_files_are_what_the_tale_printed(succeeded):
    workspace = succeeded.folder / "workspace"
    assert (workspace / ".stdout").read_bytes() == SUCCEEDS_STDOUT
    assert (workspace / ".stderr").read_bytes() == SUCCEEDS_STDERR
    assert (workspace / ".entrypoint").read_bytes() == b"run.sh"
    assert (succeeded.folder / ".status").read_bytes() == b"3 COMPLETED"


def test_cleanup_deletes_the_resource_and_keeps_the_archive(succeeded, api):
    wait_until_gone(api, succeeded.ended.name)
    archive = Archive.at(succeeded.ended.archive_uri, succeeded.ended.manifest_sha256)
    for path in archive.files:
        for _ in archive.chunks(path):
            pass


def test_cleaning_up_a_run_that_is_gone_writes_nothing(succeeded, api, tmp_path):
    wait_until_gone(api, succeeded.ended.name)
    assert recorded_run.cleanup_run(api, NAMESPACE, succeeded.run.run_id, run_folder(tmp_path)).gone
    assert [file.name for file in tmp_path.rglob("*")] == ["workspace"]


def test_data_may_lie_in_the_claim_of_the_workspace(api, core, volume, new_run, tmp_path):
    run = new_run(READS_DATA, data_path="data/cities")
    volume.write("data/cities/table.csv", TABLE)
    name = recorded_run.recorded_run(api, NAMESPACE, run, wait=False).name
    wait_until("the run has a pod", lambda: pods_of(core, name))
    claims = [
        v.persistent_volume_claim for v in pods_of(core, name)[0].spec.volumes if v.persistent_volume_claim
    ]
    assert len(claims) == 1, "a pod in which two volumes are the same claim never starts"

    recorded_run.recorded_run(api, NAMESPACE, run)
    recorded_run.cleanup_run(api, NAMESPACE, run.run_id, run_folder(tmp_path))
    assert (tmp_path / "workspace/.stdout").read_bytes() == TABLE + b"the data is read-only\n"


def test_a_tale_that_fails_is_failed_with_its_exit_code(api, new_run, tmp_path):
    run, told = new_run(FAILS), []
    state = recorded_run.recorded_run(api, NAMESPACE, run, on_status=told.append)
    assert (state.status, state.exit_code, state.message) == (4, 3, "the tale ended with exit code 3")
    assert told == sorted(told) and told[-1] is RunStatus.FAILED

    recorded_run.cleanup_run(api, NAMESPACE, run.run_id, run_folder(tmp_path))
    assert (tmp_path / ".status").read_bytes() == b"4 FAILED"
    assert (tmp_path / "workspace/.stdout").read_bytes() == b"so far, so good\n"
    assert (tmp_path / "workspace/.stderr").read_bytes() == b"no such station\n"


def test_the_recorder_writes_the_runs_files_back(api, volume, new_run):
    run = new_run(FAILS, write_back=True)
    assert recorded_run.recorded_run(api, NAMESPACE, run).written_back
    assert volume.read(workspace_file(run, ".stdout")) == b"so far, so good\n"
    assert volume.read(workspace_file(run, ".stderr")) == b"no such station\n"
    assert volume.read(workspace_file(run, ".entrypoint")) == b"run.sh"
    assert volume.read(workspace_file(run, "../.status")) == b"4 FAILED"


def test_a_cancelled_task_cancels_its_run_and_keeps_what_was_printed(api, volume, new_run, tmp_path):
    run = new_run(GOES_ON)
    state = recorded_run.recorded_run(
        api, NAMESPACE, run, canceled=lambda: volume.has(workspace_file(run, "has-printed"))
    )
    assert state.status is RunStatus.CANCELLED

    recorded_run.cleanup_run(api, NAMESPACE, run.run_id, run_folder(tmp_path))
    assert (tmp_path / ".status").read_bytes() == b"5 CANCELLED"
    assert (tmp_path / "workspace/.stdout").read_bytes() == b"first part \xff\nstopped\n"


def test_cleanup_cancels_a_run_that_goes_on(api, volume, new_run, tmp_path):
    run = new_run(GOES_ON)
    name = recorded_run.recorded_run(api, NAMESPACE, run, wait=False).name
    wait_until("the tale has printed", lambda: volume.has(workspace_file(run, "has-printed")))
    assert recorded_run.check_on_run(api, NAMESPACE, name).goes_on

    state = recorded_run.cleanup_run(api, NAMESPACE, run.run_id, run_folder(tmp_path))
    assert state.status is RunStatus.CANCELLED
    assert (tmp_path / ".status").read_bytes() == b"5 CANCELLED"
    assert (tmp_path / "workspace/.stdout").read_bytes() == b"first part \xff\nstopped\n"
    wait_until_gone(api, name)


def test_what_the_resource_does_not_allow_is_refused_in_its_words(api, new_run):
    run = new_run(FAILS, entrypoint="../run.sh")
    with pytest.raises(RunRefused, match="the entrypoint must lie in the workspace: write it without .."):
        recorded_run.recorded_run(api, NAMESPACE, run)
