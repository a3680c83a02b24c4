"""What needs no cluster: the resource that is built, and what becomes of the API server's answers."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from kubernetes.client.exceptions import ApiException

import recorded_run
from recorded_run import Claim, NfsExport, RunConflict, RunRefused, RunStatus, TaleRun

RUN_ID = "64f0c2d5e1b7a90012345678"
NAME = f"rrun-{RUN_ID}"
RUN = TaleRun(
    run_id=RUN_ID,
    tale_id="5f1e0a",
    version_id="5f1e0b",
    image="registry.example.org/5f1e0a/1624994605",
    volumes=Claim("girder-data"),
)
SPEC = {
    "tale": {"taleId": "5f1e0a", "versionId": "5f1e0b", "runId": RUN_ID},
    "image": "registry.example.org/5f1e0a/1624994605",
    "imagePullSecrets": [{"name": "local-registry-secret"}],
    "entrypoint": "run.sh",
    "targetMount": "/work",
    "resources": {"limits": {"memory": "2Gi"}},
    "workspace": {
        "persistentVolumeClaim": {"claimName": "girder-data"},
        "subPath": f"runs/5f/5f1e0a/{RUN_ID}/workspace",
    },
    "breakHardLinks": True,
    "archive": {"prefix": "5f1e0a"},
}
LEFT_OUT = object()


def test_the_resource_has_what_the_docker_backend_runs():
    assert recorded_run.run_resource(RUN) == {
        "apiVersion": "wholetale.org/v1alpha1",
        "kind": "RecordedRun",
        "metadata": {"name": NAME},
        "spec": SPEC,
    }


@pytest.mark.parametrize(
    "change, expected",
    [
        ({"entrypoint": "scripts/all.sh"}, {"entrypoint": "scripts/all.sh"}),
        ({"command": ["python3", "a.py"]}, {"command": ["python3", "a.py"], "entrypoint": LEFT_OUT}),
        ({"target_mount": "/home/jovyan"}, {"targetMount": "/home/jovyan"}),
        (
            {"environment": ["A=1", "B=x=y", "C="]},
            {"env": [{"name": "A", "value": "1"}, {"name": "B", "value": "x=y"}, {"name": "C", "value": ""}]},
        ),
        ({"mem_limit": 2147483648}, {"resources": {"limits": {"memory": "2147483648"}}}),
        ({"mem_limit": None}, {"resources": LEFT_OUT}),
        ({"pull_secret": None}, {"imagePullSecrets": LEFT_OUT}),
        ({"write_back": True}, {"writeBack": True}),
        ({"girder_token": "token"}, {"statusCallback": {"secretName": "token"}}),
        (
            {"volumes": Claim("girder-data", "wt"), "data_path": "data/5f1e0a"},
            {
                "workspace": {
                    "persistentVolumeClaim": {"claimName": "girder-data"},
                    "subPath": f"wt/runs/5f/5f1e0a/{RUN_ID}/workspace",
                },
                "data": {"persistentVolumeClaim": {"claimName": "girder-data"}, "subPath": "wt/data/5f1e0a"},
            },
        ),
        (
            {"volumes": NfsExport("nfs.example.org", "/srv/girder"), "data_path": "data/5f1e0a"},
            {
                "workspace": {
                    "nfs": {
                        "server": "nfs.example.org",
                        "path": f"/srv/girder/runs/5f/5f1e0a/{RUN_ID}/workspace",
                    }
                },
                "data": {"nfs": {"server": "nfs.example.org", "path": "/srv/girder/data/5f1e0a"}},
            },
        ),
    ],
)
def test_each_field_of_a_run_has_its_place_in_the_resource(change, expected):
    wanted = {field: value for field, value in {**SPEC, **expected}.items() if value is not LEFT_OUT}
    assert recorded_run.run_resource(replace(RUN, **change))["spec"] == wanted


@pytest.mark.parametrize(
    "limit, quantity",
    [
        (512, "512"),
        ("512", "512"),
        ("512b", "512"),
        ("512m", "512Mi"),
        ("2g", "2Gi"),
        ("2GB", "2Gi"),
        ("64k", "64Ki"),
    ],
)
def test_dockers_memory_limit_becomes_a_quantity(limit, quantity):
    assert recorded_run.memory_quantity(limit) == quantity


@pytest.mark.parametrize(
    "change, message",
    [
        ({"mem_limit": "2 GiB"}, "mem_limit: '2 GiB' is no size; write bytes, or for example 512m or 2g"),
        ({"environment": ["HOME"]}, "environment: 'HOME' has no name and value; write NAME=value"),
        ({"environment": ["=x"]}, "environment: '=x' has no name"),
        ({"run_id": "Run 1"}, "run_id: 'Run 1' cannot be part of a resource's name; give Girder's id"),
        ({"run_id": "a" * 59}, "run_id: 'aaa"),
    ],
)
def test_what_cannot_be_written_is_named(change, message):
    with pytest.raises(ValueError) as refused:
        recorded_run.run_resource(replace(RUN, **change))
    assert str(refused.value).startswith(message)


def test_a_status_reads_as_whole_tale_writes_it():
    assert [status.text for status in RunStatus] == [
        "0 UNKNOWN",
        "1 STARTING",
        "2 RUNNING",
        "3 COMPLETED",
        "4 FAILED",
        "5 CANCELLED",
    ]
    assert [status for status in RunStatus if status.ended] == [3, 4, 5]


class FakeApi:
    """An API server that holds runs by name, and gives each the status that a test wants."""

    def __init__(self, refusal: ApiException | None = None):
        self.runs = {}
        self.refusal = refusal

    def create_namespaced_custom_object(self, group, version, namespace, plural, body):
        name = body["metadata"]["name"]
        if self.refusal:
            raise self.refusal
        if name in self.runs:
            raise answer(409, "AlreadyExists", name)
        self.runs[name] = json.loads(json.dumps(body))
        self.runs[name]["spec"]["archive"]["onFailure"] = "Fail"
        return self.runs[name]

    def get_namespaced_custom_object(self, group, version, namespace, plural, name):
        if name not in self.runs:
            raise answer(404, "NotFound", name)
        return self.runs[name]

    def patch_namespaced_custom_object(self, group, version, namespace, plural, name, body):
        self.get_namespaced_custom_object(group, version, namespace, plural, name)["spec"].update(
            body["spec"]
        )

    def delete_namespaced_custom_object(self, group, version, namespace, plural, name):
        del self.runs[name]


def answer(code: int, reason: str, name: str, message: str = "") -> ApiException:
    error = ApiException(status=code, reason=reason)
    error.body = json.dumps(
        {"kind": "Status", "reason": reason, "message": message, "details": {"name": name}}
    )
    return error


def start(api: FakeApi, run: TaleRun = RUN):
    return recorded_run.recorded_run(api, "tales", run, wait=False)


def test_a_run_that_was_just_created_goes_on():
    state = start(FakeApi())
    assert (state.name, state.status, state.goes_on, state.gone) == (NAME, RunStatus.UNKNOWN, True, False)


def test_the_same_run_twice_is_one():
    api = FakeApi()
    assert start(api) == start(api)
    assert list(api.runs) == [NAME]


@pytest.mark.parametrize(
    "change, field",
    [
        ({"image": "other"}, "image"),
        ({"entrypoint": "other.sh"}, "entrypoint"),
        ({"environment": ["A=1"]}, "env"),
    ],
)
def test_another_run_of_the_same_id_is_refused(change, field):
    api = FakeApi()
    start(api)
    with pytest.raises(
        RunConflict, match=f"spec.{field}: there is a run {NAME} with another one; create a new run"
    ):
        start(api, replace(RUN, **change))


def test_a_run_is_not_started_again_while_it_is_deleted():
    api = FakeApi()
    start(api)
    api.runs[NAME]["metadata"]["deletionTimestamp"] = "2026-11-25T02:07:24Z"
    with pytest.raises(RunConflict, match="is just being deleted; try again"):
        start(api)


def test_what_the_api_server_refuses_is_told_in_its_words():
    words = "a run may not name the Secret local-registry-secret: label it"
    with pytest.raises(RunRefused, match=f"run {NAME}: {words}"):
        start(FakeApi(answer(403, "Forbidden", NAME, words)))


def test_a_cluster_without_the_operator_is_told():
    with pytest.raises(RunRefused, match="has no recordedruns.wholetale.org; install the operator"):
        start(FakeApi(ApiException(status=404, reason="Not Found")))


def test_an_api_server_in_trouble_is_let_through():
    with pytest.raises(ApiException, match="503"):
        start(FakeApi(ApiException(status=503, reason="Service Unavailable")))


def test_a_run_that_is_gone_is_told_from_one_that_ended():
    api = FakeApi()
    gone = recorded_run.check_on_run(api, "tales", NAME)
    assert (gone.status, gone.gone, gone.goes_on) == (RunStatus.UNKNOWN, True, False)
    start(api)
    api.runs[NAME]["status"] = {"code": 4, "message": "the tale ended with exit code 3", "exitCode": 3}
    ended = recorded_run.check_on_run(api, "tales", NAME)
    assert (ended.status, ended.gone, ended.goes_on, ended.exit_code) == (RunStatus.FAILED, False, False, 3)


def test_a_cluster_without_the_operator_is_not_taken_for_a_run_that_is_gone():
    class NoSuchResource(FakeApi):
        def get_namespaced_custom_object(self, *arguments):
            raise ApiException(status=404, reason="Not Found")

    with pytest.raises(ApiException, match="404"):
        recorded_run.check_on_run(NoSuchResource(), "tales", NAME)


def test_cancelling_a_run_that_is_gone_is_no_error():
    recorded_run.cancel_run(FakeApi(), "tales", NAME)


def test_a_run_that_does_not_end_in_time_is_told():
    api = FakeApi()
    start(api)
    api.runs[NAME]["status"] = {"code": 1, "message": "the image is being pulled"}
    with pytest.raises(
        TimeoutError, match=f"run {NAME} is still STARTING after 0 s: the image is being pulled"
    ):
        recorded_run.wait_for_run(api, "tales", NAME, timeout=0)


def test_a_run_that_left_no_archive_is_not_deleted(tmp_path):
    api = FakeApi()
    start(api)
    api.runs[NAME]["status"] = {
        "code": 4,
        "startTime": "2026-11-25T02:07:24Z",
        "conditions": [{"type": "Archived", "message": "the store does not answer"}],
    }
    (tmp_path / "workspace").mkdir()
    with pytest.raises(
        recorded_run.ArchiveError, match="has no whole archive: the store does not answer; save"
    ):
        recorded_run.cleanup_run(api, "tales", RUN_ID, tmp_path)
    assert NAME in api.runs


def ended_without_archive_here(api: FakeApi, tmp_path: Path, written_back: str) -> Path:
    """Lets the run end, its archive out of reach; returns its folder."""
    start(api)
    api.runs[NAME]["status"] = {
        "code": 3,
        "startTime": "2026-11-25T02:07:24Z",
        "trace": {"uri": (tmp_path / "nowhere").as_uri() + "/", "manifestSha256": "0" * 64},
        "conditions": [{"type": "WrittenBack", "status": written_back}],
    }
    (tmp_path / "run/workspace").mkdir(parents=True)
    return tmp_path / "run"


def test_what_the_recorder_has_written_back_is_not_read_from_the_archive(tmp_path):
    api = FakeApi()
    folder = ended_without_archive_here(api, tmp_path, "True")
    recorded_run.cleanup_run(api, "tales", RUN_ID, folder)
    assert (folder / ".status").read_bytes() == b"3 COMPLETED"
    assert NAME not in api.runs


def test_what_could_not_be_written_back_is_read_from_the_archive(tmp_path):
    api = FakeApi()
    folder = ended_without_archive_here(api, tmp_path, "False")
    with pytest.raises(recorded_run.ArchiveError, match="manifest.json cannot be read"):
        recorded_run.cleanup_run(api, "tales", RUN_ID, folder)
    assert NAME in api.runs
