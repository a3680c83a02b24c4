"""From the archive of a recorded run to the files that Whole Tale expects in the run's folder.

The archive is what ``status.trace.uri`` names, the pin is ``status.trace.manifestSha256``. Nothing is written that
was not checked against it: the pin vouches for the manifest, the manifest for size and sha256 of each file.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

import boto3
from botocore.exceptions import BotoCoreError, ClientError

MANIFEST = "manifest.json"
CHUNK = 1024 * 1024  # bytes

# Name in the archive, and in the workspace. Not every archive has each of them.
WORKSPACE_FILES = {"stdout": ".stdout", "stderr": ".stderr", "docker_stats": ".docker_stats"}


class ArchiveError(Exception):
    """The archive cannot be read, or is not what its manifest or the run's status says. The message names the file."""


class Store(Protocol):
    """Where an archive lies."""

    def chunks(self, path: str) -> Iterator[bytes]:
        """One file, part by part.

        :param path: within the archive, such as ``stdout``
        :raises ArchiveError: where it cannot be read
        """


class FolderStore:
    """An archive below a ``file://`` URI."""

    def __init__(self, uri: str):
        self.folder = Path(unquote(urlsplit(uri).path))

    def chunks(self, path: str) -> Iterator[bytes]:
        try:
            with open(self.folder / path, "rb") as file:
                while chunk := file.read(CHUNK):
                    yield chunk
        except OSError as e:
            raise ArchiveError(
                f"{self.folder / path} cannot be read: {e.strerror}; is the archive mounted here?"
            ) from e


class S3Store:
    """An archive below an ``s3://bucket/prefix/`` URI; settings are the usual AWS_* variables."""

    def __init__(self, uri: str):
        parts = urlsplit(uri)
        self.bucket = parts.netloc
        self.prefix = unquote(parts.path).strip("/") + "/"
        # boto3 itself reads AWS_DEFAULT_REGION only; None leaves it to that and to its configuration files.
        self.client = boto3.client("s3", region_name=os.environ.get("AWS_REGION"))

    def chunks(self, path: str) -> Iterator[bytes]:
        key = self.prefix + path
        try:
            yield from self.client.get_object(Bucket=self.bucket, Key=key)["Body"].iter_chunks(CHUNK)
        except (BotoCoreError, ClientError) as e:
            raise ArchiveError(
                f"s3://{self.bucket}/{key} cannot be read: {e}; check AWS_ENDPOINT_URL_S3, AWS_REGION,"
                " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and that these keys may read the bucket"
            ) from e


def store_at(uri: str) -> Store:
    """The store that ``status.trace.uri`` names.

    :raises ArchiveError: where it is neither ``s3://`` nor ``file://``
    """
    scheme = urlsplit(uri).scheme
    if scheme == "s3":
        return S3Store(uri)
    if scheme == "file":
        return FolderStore(uri)
    raise ArchiveError(
        f"status.trace.uri: {uri!r} is neither s3:// nor file://; give the uri as the status has it"
    )


class Archive:
    """The archive of one run, its manifest checked.

    :ivar manifest: the parsed ``manifest.json``
    :ivar files: what the manifest says of each file, by its path in the archive: ``size`` in bytes and ``sha256``
    """

    def __init__(self, store: Store, manifest_sha256: str):
        """Reads and checks the manifest.

        :param manifest_sha256: ``status.trace.manifestSha256``, 64 hexadecimal digits
        :raises ArchiveError: where the manifest is another one, cannot be read, or is of a format not known here
        """
        content = b"".join(store.chunks(MANIFEST))
        actual = hashlib.sha256(content).hexdigest()
        if actual != manifest_sha256:
            raise ArchiveError(
                f"{MANIFEST}: sha256 is {actual}, status.trace.manifestSha256 says {manifest_sha256};"
                " it was changed after the run had ended: keep archive and resource, and look for who did it"
            )
        self.store = store
        self.manifest = json.loads(content)
        self.files = {file["path"]: file for file in self.manifest["files"]}
        version = self.manifest["formatVersion"]
        if not version.startswith("1."):
            raise ArchiveError(
                f"{MANIFEST}: formatVersion is {version}, known here is 1.x; use a newer run_folder.py"
            )

    @classmethod
    def at(cls, uri: str, manifest_sha256: str) -> Archive:
        """The archive that a run's status names; errors are those of the constructor and of :func:`store_at`."""
        return cls(store_at(uri), manifest_sha256)

    def chunks(self, path: str) -> Iterator[bytes]:
        """One file, part by part; only when the last part has come is it known to be the file that was archived.

        :raises ArchiveError: at the latest after the last part, where size or sha256 is not the manifest's
        """
        if path not in self.files:
            raise ArchiveError(
                f"{path}: the manifest does not list it; it lists {', '.join(sorted(self.files))}"
            )
        listed = self.files[path]
        size, digest = 0, hashlib.sha256()
        for chunk in self.store.chunks(path):
            size += len(chunk)
            digest.update(chunk)
            yield chunk
        if (size, digest.hexdigest()) != (listed["size"], listed["sha256"]):
            raise ArchiveError(
                f"{path}: {size} bytes with sha256 {digest.hexdigest()}, the manifest says {listed['size']} bytes with"
                f" {listed['sha256']}; it was changed: keep archive and resource, and look for who did it"
            )

    def entrypoint(self) -> Iterator[bytes]:
        """What gwvolman was given as the entrypoint, such as ``run.sh``; the whole command line where it was none."""
        command = self.manifest["entrypoint"]
        if len(command) == 2 and command[0] == "sh":
            return iter([command[1].encode()])
        return self.chunks("entrypoint")


def write_run_files(folder: Path, status: str, archive: Archive | None) -> None:
    """Writes what Whole Tale expects after a run: all of it, or where something is wrong nothing.

    In ``workspace/`` these are ``.stdout``, ``.stderr`` and ``.entrypoint``, and ``.docker_stats`` where the archive
    has such a file; in the folder itself ``.status``, last. Each is moved into its place, so that none is ever half
    written, and none is written through a link that the tale may have put there.

    :param folder: the run's own, in which ``workspace/`` lies
    :param status: number and name, such as ``3 COMPLETED``
    :param archive: None where there is nothing to tell but the status
    :raises ArchiveError: where the archive is not what the run's status says
    :raises OSError: where the folder cannot be written
    """
    workspace = folder / "workspace"
    if not workspace.is_dir():
        raise FileNotFoundError(
            f"folder: {folder} has no workspace/; give the run's own, runs/<2 digits>/<tale>/<run>"
        )
    with tempfile.TemporaryDirectory(prefix=".recorded-run-", dir=folder) as checked:
        moves = [
            (_written(Path(checked, name), chunks), workspace / name)
            for name, chunks in _workspace_files(archive)
        ]
        moves.append((_written(Path(checked, ".status"), iter([status.encode()])), folder / ".status"))
        for source, target in moves:
            os.replace(source, target)


def _workspace_files(archive: Archive | None) -> Iterator[tuple[str, Iterator[bytes]]]:
    if archive is not None:
        yield ".entrypoint", archive.entrypoint()
        for path, name in WORKSPACE_FILES.items():
            if path in archive.files:
                yield name, archive.chunks(path)


def _written(file: Path, chunks: Iterator[bytes]) -> Path:
    with open(file, "xb") as target:
        target.writelines(chunks)
    return file
