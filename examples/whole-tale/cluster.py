"""For the tests: a volume in a real cluster as Whole Tale has one, filled and read through a pod."""

from __future__ import annotations

import base64
import os
import time
import uuid
from collections.abc import Callable
from typing import Any

from kubernetes.client import CoreV1Api
from kubernetes.client.exceptions import ApiException
from kubernetes.stream import stream

NAMESPACE = os.environ.get("WT_NAMESPACE", "tales")
IMAGE = os.environ.get("WT_IMAGE", "localhost/recordedrun-example-hello:1")
STORAGE_CLASS = os.environ.get("WT_STORAGE_CLASS", "")
HOST_PATH = os.environ.get("WT_HOST_PATH", "/var/lib/recordedrun-cluster/volumes/whole-tale")
DEADLINE_SECONDS = 300


def wait_until(what: str, holds: Callable[[], Any]) -> None:
    """Asks until it holds; fails with ``what`` after the deadline."""
    deadline = time.monotonic() + DEADLINE_SECONDS
    while not holds():
        assert time.monotonic() < deadline, f"not within {DEADLINE_SECONDS} s: {what}"
        time.sleep(0.2)


def is_gone(ask: Callable[..., Any], *arguments: str) -> bool:
    """Whether a request about an object is answered that there is none."""
    try:
        ask(*arguments)
    except ApiException as e:
        if e.status == 404:
            return True
        raise
    return False


def delete(delete_it: Callable[..., Any], read_it: Callable[..., Any], *arguments: str) -> None:
    """Deletes an object, if there is one, and waits until it is gone."""
    if not is_gone(delete_it, *arguments):
        wait_until(f"{arguments[0]} is gone", lambda: is_gone(read_it, *arguments))


class Volume:
    """A claim of its own, of the storage class WT_STORAGE_CLASS, or of a folder of the node; and a pod that enters it.

    Everything lies in the folder ``name`` of the claim and belongs to uid 1000 and gid 100, as Whole Tale's files do.
    """

    def __init__(self, core: CoreV1Api):
        self.core = core
        self.name = f"whole-tale-{uuid.uuid4().hex[:8]}"

    def __enter__(self) -> Volume:
        try:
            self._make_claim()
            self._start_pod()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *exception: object) -> None:
        if self._pod_runs():
            self.run("rm", "-rf", f"/volume/{self.name}")
        core = self.core
        delete(core.delete_namespaced_pod, core.read_namespaced_pod, self.name, NAMESPACE)
        delete(
            core.delete_namespaced_persistent_volume_claim,
            core.read_namespaced_persistent_volume_claim,
            self.name,
            NAMESPACE,
        )
        if not STORAGE_CLASS:
            delete(core.delete_persistent_volume, core.read_persistent_volume, self.name)

    def write(self, path: str, content: bytes) -> None:
        """Writes a file, and the folders that it needs; ``path`` is below Whole Tale's folder."""
        script = 'mkdir -p "${1%/*}" && printf %s "$2" | base64 -d > "$1"'
        self.run("sh", "-c", script, "write", self._full(path), base64.b64encode(content).decode())

    def read(self, path: str) -> bytes:
        """Reads a whole file."""
        return base64.b64decode(self.run("base64", self._full(path)))

    def has(self, path: str) -> bool:
        """Whether there is such a file."""
        return self.run("sh", "-c", 'test -e "$1" && echo yes || echo no', "has", self._full(path)) == "yes\n"

    def run(self, *command: str) -> str:
        """What a command in the pod prints, which must be text; fails with what it says where it fails."""
        channel = stream(
            self.core.connect_get_namespaced_pod_exec,
            self.name,
            NAMESPACE,
            container="helper",
            command=list(command),
            stdout=True,
            stderr=True,
            _preload_content=False,
        )
        channel.run_forever(timeout=DEADLINE_SECONDS)
        assert channel.returncode == 0, f"{command}: {channel.read_stderr()}"
        return channel.read_stdout()

    def _full(self, path: str) -> str:
        return f"/volume/{self.name}/{path}"

    def _make_claim(self) -> None:
        size = {"storage": "1Gi"}
        spec = {
            "accessModes": ["ReadWriteOnce"],
            "storageClassName": STORAGE_CLASS,
            "resources": {"requests": size},
        }
        if not STORAGE_CLASS:
            spec["volumeName"] = self.name
            self.core.create_persistent_volume(
                {
                    "metadata": {"name": self.name},
                    "spec": {
                        "accessModes": ["ReadWriteOnce"],
                        "capacity": size,
                        "persistentVolumeReclaimPolicy": "Retain",
                        "claimRef": {"namespace": NAMESPACE, "name": self.name},
                        "hostPath": {"path": HOST_PATH, "type": "DirectoryOrCreate"},
                    },
                }
            )
        self.core.create_namespaced_persistent_volume_claim(
            NAMESPACE, {"metadata": {"name": self.name}, "spec": spec}
        )

    def _start_pod(self) -> None:
        mount = {"image": IMAGE, "volumeMounts": [{"name": "volume", "mountPath": "/volume"}]}
        self.core.create_namespaced_pod(
            NAMESPACE,
            {
                "metadata": {"name": self.name},
                "spec": {
                    "terminationGracePeriodSeconds": 0,
                    "automountServiceAccountToken": False,
                    "initContainers": [
                        {
                            "name": "owner",
                            "command": ["chown", "1000:100", "/volume"],
                            "securityContext": {"runAsUser": 0},
                            **mount,
                        }
                    ],
                    "containers": [
                        {
                            "name": "helper",
                            "command": ["sleep", "infinity"],
                            "securityContext": {"runAsUser": 1000, "runAsGroup": 100},
                            **mount,
                        }
                    ],
                    "volumes": [{"name": "volume", "persistentVolumeClaim": {"claimName": self.name}}],
                },
            },
        )
        wait_until(f"pod {self.name} runs; kubectl describe pod -n {NAMESPACE} {self.name}", self._pod_runs)

    def _pod_runs(self) -> bool:
        try:
            return self.core.read_namespaced_pod(self.name, NAMESPACE).status.phase == "Running"
        except ApiException as e:
            if e.status == 404:
                return False
            raise
