"""Recorded runs of Whole Tale on Kubernetes, by way of the resource RecordedRun.

These are the three methods that gwvolman's Kubernetes backend lacks (``recorded_run``, ``check_on_run`` and
``cleanup_run``), as functions of the official client: give them a ``kubernetes.client.CustomObjectsApi`` and the
namespace of the runs. What they do not handle they let through, as the client's ``ApiException``: calling again is
always safe, and takes up the run where it is by then.
"""

from __future__ import annotations

import enum
import json
import posixpath
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kubernetes.client import CustomObjectsApi
from kubernetes.client.exceptions import ApiException

from run_folder import Archive, ArchiveError, write_run_files

GROUP, VERSION, PLURAL, KIND = "wholetale.org", "v1alpha1", "recordedruns", "RecordedRun"
POLL_SECONDS = 1.0

Resource = dict[str, Any]


class RunStatus(enum.IntEnum):
    """Whole Tale's; gwvolman's constants spell the last one CANCELED."""

    UNKNOWN = 0
    STARTING = 1
    RUNNING = 2
    COMPLETED = 3
    FAILED = 4
    CANCELLED = 5

    @property
    def ended(self) -> bool:
        """Whether this is final."""
        return self >= RunStatus.COMPLETED

    @property
    def text(self) -> str:
        """As it stands in a run's ``.status``, such as ``3 COMPLETED``."""
        return f"{self.value} {self.name}"


class RunRefused(ValueError):
    """The API server does not take the run; the message is its own, and says which field to change."""


class RunConflict(ValueError):
    """There is a run of this id already, which is another one or is being deleted."""


@dataclass(frozen=True)
class Claim:
    """Whole Tale's files in a claim of the runs' namespace.

    :ivar name: of the claim, gwvolman's ``existing_claim``
    :ivar sub_path: the folder in it, gwvolman's ``existing_claim_subpath``; empty where it is the claim's root
    """

    name: str
    sub_path: str = ""

    def volume(self, path: str) -> Resource:
        """The folder ``path`` of Whole Tale's, as a volume of a RecordedRun."""
        return {
            "persistentVolumeClaim": {"claimName": self.name},
            "subPath": posixpath.join(self.sub_path, path),
        }


@dataclass(frozen=True)
class NfsExport:
    """Whole Tale's files on an NFS server: gwvolman's NFS_SERVER and NFS_PATH."""

    server: str
    path: str

    def volume(self, path: str) -> Resource:
        """The folder ``path`` of Whole Tale's, which must exist, as a volume of a RecordedRun."""
        return {"nfs": {"server": self.server, "path": posixpath.join(self.path, path)}}


@dataclass(frozen=True)
class TaleRun:
    """What gwvolman knows of a run once its image is built.

    :ivar run_id: the run's folder in Girder; the resource's name follows from it
    :ivar version_id: ``runVersionId`` of that folder
    :ivar image: as it is pulled, with tag or digest
    :ivar volumes: where Whole Tale keeps its files
    :ivar entrypoint: the script that ``sh`` runs, relative to the workspace; not used where ``command`` is set
    :ivar command: a program and its arguments instead, or None
    :ivar target_mount: the folder of ``workspace/`` and ``data/`` in the tale
    :ivar environment: ``NAME=value`` each, as in gwvolman's ContainerConfig
    :ivar mem_limit: bytes, or Docker's notation such as ``2g``; None for no limit
    :ivar data_path: the folder of the tale's data below ``volumes``; None where it has none
    :ivar write_back: whether the recorder writes the run's files into its folder, so that a worker need not read the
        archive; who the folder belongs to must be able to write there
    :ivar girder_token: the Secret in the runs' namespace with a Girder token, by which the operator tells Girder of the run's
        status, where it was told of a Girder; it bears the label ``wholetale.org/for-status-callbacks=true``; or None
    :ivar pull_secret: its name in the runs' namespace, where it bears the label ``wholetale.org/for-runs=true``; or None
    """

    run_id: str
    tale_id: str
    version_id: str
    image: str
    volumes: Claim | NfsExport
    entrypoint: str = "run.sh"
    command: Sequence[str] | None = None
    target_mount: str = "/work"
    environment: Sequence[str] = ()
    mem_limit: int | str | None = "2g"
    data_path: str | None = None
    write_back: bool = False
    girder_token: str | None = None
    pull_secret: str | None = "local-registry-secret"


@dataclass(frozen=True)
class RunState:
    """What the resource says of a run.

    :ivar name: the resource's
    :ivar status: UNKNOWN also where the resource is gone
    :ivar gone: whether there is no such resource, or no more
    :ivar message: the operator's words for the status; None before it has any
    :ivar exit_code: the tale's own; None before it has ended, or where a signal ended it
    :ivar started: whether the tale has ever started
    :ivar archive_uri: where the archive lies; None before it is known
    :ivar manifest_sha256: of the archive's manifest; None where there is no whole archive
    :ivar archive_message: the operator's words for what became of the archive; None before it has any
    :ivar written_back: whether the recorder has written the run's files into its folder, all of them
    """

    name: str
    status: RunStatus
    gone: bool = False
    message: str | None = None
    exit_code: int | None = None
    started: bool = False
    archive_uri: str | None = None
    manifest_sha256: str | None = None
    archive_message: str | None = None
    written_back: bool = False

    @property
    def goes_on(self) -> bool:
        """Whether the run has yet to end; false also where it is gone."""
        return not self.gone and not self.status.ended


def recorded_run(
    api: CustomObjectsApi,
    namespace: str,
    run: TaleRun,
    *,
    wait: bool = True,
    canceled: Callable[[], bool] = lambda: False,
    on_status: Callable[[RunStatus], None] = lambda status: None,
) -> RunState:
    """Starts the run and, like the Docker backend, waits until it has ended. The same run is started only once.

    :param wait: False to return as soon as the resource exists
    :param canceled: asked every second, such as ``lambda: task.canceled``; once true the run is cancelled
    :param on_status: told each status that is seen, such as to PATCH it to Girder; they never go back
    :returns: how it is by then; that it FAILED or is gone is for the caller to raise
    :raises ValueError: where a field of ``run`` cannot be written into a resource
    :raises RunRefused: where the API server does not take it
    :raises RunConflict: where there is another run of this id
    """
    resource = run_resource(run)
    name = resource["metadata"]["name"]
    try:
        api.create_namespaced_custom_object(GROUP, VERSION, namespace, PLURAL, resource)
    except ApiException as e:
        if e.status != 409:
            raise _refusal(name, e) from e
        _refuse_another(resource, _read(api, namespace, name))
    if not wait:
        return check_on_run(api, namespace, name)
    return wait_for_run(api, namespace, name, canceled=canceled, on_status=on_status)


def check_on_run(api: CustomObjectsApi, namespace: str, name: str) -> RunState:
    """How a run is now. What the Docker backend returns, whether it still goes on, is ``goes_on`` of the result.

    :param name: :func:`run_name` of the run's id, which gwvolman keeps as ``container_name``
    """
    resource = _read(api, namespace, name)
    return RunState(name, RunStatus.UNKNOWN, gone=True) if resource is None else _state(resource)


def cancel_run(api: CustomObjectsApi, namespace: str, name: str) -> None:
    """Asks for a run's end, at whatever moment; what it recorded until then is archived. One that is gone is no error."""
    try:
        api.patch_namespaced_custom_object(
            GROUP, VERSION, namespace, PLURAL, name, {"spec": {"cancel": True}}
        )
    except ApiException as e:
        if not _says_gone(e, name):
            raise


def wait_for_run(
    api: CustomObjectsApi,
    namespace: str,
    name: str,
    *,
    canceled: Callable[[], bool] = lambda: False,
    on_status: Callable[[RunStatus], None] = lambda status: None,
    timeout: float | None = None,
) -> RunState:
    """Waits until a run has ended or is gone.

    :param timeout: seconds; None for as long as it takes
    :raises TimeoutError: where it had not ended by then; it goes on
    """
    deadline = None if timeout is None else time.monotonic() + timeout
    told, cancelled = None, False
    while True:
        state = check_on_run(api, namespace, name)
        if not state.gone and state.status != told:
            told = state.status
            on_status(told)
        if not state.goes_on:
            return state
        if not cancelled and canceled():
            cancel_run(api, namespace, name)
            cancelled = True
        if deadline is not None and time.monotonic() > deadline:
            raise TimeoutError(
                f"run {name} is still {state.status.name} after {timeout:g} s: {state.message}"
            )
        time.sleep(POLL_SECONDS)


def cleanup_run(
    api: CustomObjectsApi, namespace: str, run_id: str, folder: Path, *, timeout: float | None = 600
) -> RunState:
    """Writes the run's files into its folder and deletes the resource; the archive stays. Cancels what goes on.

    Where the recorder has written them back already it is the status alone, in the operator's words.

    Where this raises, the resource is still there, and so is its pod: mend what it says and call again.

    :param folder: the run's own, in which ``workspace/`` lies
    :param timeout: seconds that a run which had to be cancelled may take to end; None for as long as it takes
    :returns: how the run ended; nothing is written for one that is gone
    :raises ArchiveError: where the archive is missing, cannot be read, or is not what the status says
    :raises OSError: where the folder cannot be written
    :raises TimeoutError: where the cancelled run had not ended by then
    """
    name = run_name(run_id)
    state = check_on_run(api, namespace, name)
    if state.goes_on:
        cancel_run(api, namespace, name)
        state = wait_for_run(api, namespace, name, timeout=timeout)
    if not state.gone:
        _refuse_unarchived(state)
        write_run_files(folder, state.status.text, None if state.written_back else _archive(state))
        _delete(api, namespace, name)
    return state


def run_name(run_id: str) -> str:
    """The name of a run's resource.

    :raises ValueError: where no name can be made of the id
    """
    name = f"rrun-{run_id}"
    if not re.fullmatch(r"rrun-[a-z0-9]([a-z0-9-]*[a-z0-9])?", name) or len(name) > 63:
        raise ValueError(
            f"run_id: {run_id!r} cannot be part of a resource's name; give Girder's id of the run, 24 digits of 0-9a-f"
        )
    return name


def run_path(tale_id: str, run_id: str) -> str:
    """A run's folder, relative to where Whole Tale keeps its files; ``workspace/`` and ``.status`` are in it."""
    return f"runs/{tale_id[:2]}/{tale_id}/{run_id}"


def run_resource(run: TaleRun) -> Resource:
    """The resource for a run; what else there is to check, the API server does.

    :raises ValueError: which names the field
    """
    spec = {
        "tale": {"taleId": run.tale_id, "versionId": run.version_id, "runId": run.run_id},
        "image": run.image,
        "imagePullSecrets": [{"name": run.pull_secret}] if run.pull_secret else None,
        "entrypoint": None if run.command else run.entrypoint,
        "command": list(run.command) if run.command else None,
        "targetMount": run.target_mount,
        "env": [_env_var(setting) for setting in run.environment] or None,
        "resources": (
            None if run.mem_limit is None else {"limits": {"memory": memory_quantity(run.mem_limit)}}
        ),
        "workspace": run.volumes.volume(run_path(run.tale_id, run.run_id) + "/workspace"),
        # Girder makes a run's workspace of hard links to the files of its version.
        "breakHardLinks": True,
        "writeBack": True if run.write_back else None,
        "statusCallback": None if run.girder_token is None else {"secretName": run.girder_token},
        "data": None if run.data_path is None else run.volumes.volume(run.data_path),
        "archive": {"prefix": run.tale_id},
    }
    return {
        "apiVersion": f"{GROUP}/{VERSION}",
        "kind": KIND,
        "metadata": {"name": run_name(run.run_id)},
        "spec": {field: value for field, value in spec.items() if value is not None},
    }


def memory_quantity(limit: int | str) -> str:
    """A memory limit as Kubernetes writes it, to which Docker's ``512m`` would be half a byte.

    :param limit: bytes, or digits and one of b, k, m, g with or without another b, in powers of 1024
    :raises ValueError: where it is neither
    """
    match = re.fullmatch(r"(\d+)([kmg]?)b?", str(limit), re.IGNORECASE)
    if match is None:
        raise ValueError(f"mem_limit: {limit!r} is no size; write bytes, or for example 512m or 2g")
    digits, unit = match.groups()
    return digits + {"": "", "k": "Ki", "m": "Mi", "g": "Gi"}[unit.lower()]


def _env_var(setting: str) -> Resource:
    name, separator, value = setting.partition("=")
    if not name or not separator:
        raise ValueError(f"environment: {setting!r} has no name and value; write NAME=value, or leave it out")
    return {"name": name, "value": value}


def _read(api: CustomObjectsApi, namespace: str, name: str) -> Resource | None:
    try:
        return api.get_namespaced_custom_object(GROUP, VERSION, namespace, PLURAL, name)
    except ApiException as e:
        if _says_gone(e, name):
            return None
        raise


def _delete(api: CustomObjectsApi, namespace: str, name: str) -> None:
    try:
        api.delete_namespaced_custom_object(GROUP, VERSION, namespace, PLURAL, name)
    except ApiException as e:
        if not _says_gone(e, name):
            raise


def _state(resource: Resource) -> RunState:
    status = resource.get("status", {})
    trace = status.get("trace", {})
    conditions = {condition["type"]: condition for condition in status.get("conditions", [])}
    return RunState(
        name=resource["metadata"]["name"],
        status=RunStatus(status.get("code", 0)),
        message=status.get("message"),
        exit_code=status.get("exitCode"),
        started="startTime" in status,
        archive_uri=trace.get("uri"),
        manifest_sha256=trace.get("manifestSha256"),
        archive_message=conditions.get("Archived", {}).get("message"),
        written_back=conditions.get("WrittenBack", {}).get("status") == "True",
    )


def _refuse_unarchived(state: RunState) -> None:
    """Keeps a run that has something to archive and no whole archive from being deleted."""
    if state.started and not state.manifest_sha256:
        raise ArchiveError(
            f"run {state.name} has no whole archive: {state.archive_message}; save what you need from its pod,"
            f" then delete the run: kubectl delete {PLURAL} {state.name}"
        )


def _archive(state: RunState) -> Archive | None:
    """The archive of a run that has ended; None where there was nothing to archive."""
    if state.archive_uri and state.manifest_sha256:
        return Archive.at(state.archive_uri, state.manifest_sha256)
    return None


def _refuse_another(wanted: Resource, existing: Resource | None) -> None:
    name = wanted["metadata"]["name"]
    if existing is None or "deletionTimestamp" in existing["metadata"]:
        raise RunConflict(
            f"run {name} is just being deleted; try again when it is gone, or create a new run in Girder"
        )
    for field, value in wanted["spec"].items():
        if not _includes(existing["spec"].get(field), value):
            raise RunConflict(
                f"spec.{field}: there is a run {name} with another one; create a new run in Girder,"
                " or call cleanup_run for this one first"
            )


def _includes(there: Any, wanted: Any) -> bool:
    """Whether a value of an existing resource is the wanted one, but for fields that the API server has filled in."""
    if isinstance(wanted, dict):
        return isinstance(there, dict) and all(
            _includes(there.get(field), value) for field, value in wanted.items()
        )
    return there == wanted


def _refusal(name: str, error: ApiException) -> Exception:
    """What to raise where a run was not created: the server's words where they are about the run."""
    if error.status == 404:
        return RunRefused(
            f"run {name}: the cluster or the namespace has no {PLURAL}.{GROUP}; install the operator there"
        )
    if error.status in (400, 403, 422):
        return RunRefused(f"run {name}: {_answer(error).get('message', error.reason)}")
    return error


def _says_gone(error: ApiException, name: str) -> bool:
    """Whether it is this very run that was not found, and not the whole kind of resource."""
    return error.status == 404 and _answer(error).get("details", {}).get("name") == name


def _answer(error: ApiException) -> Resource:
    try:
        answer = json.loads(error.body or "")
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}
