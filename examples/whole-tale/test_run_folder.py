"""From an archive in a folder to the files of a run; nothing that was changed gets there."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from run_folder import Archive, ArchiveError, write_run_files

STDOUT = b"warm days\r\n\xff\xfe\x00 not text"
FILES = {"stdout": STDOUT, "stderr": b"", "entrypoint": b"sh run.sh"}


def make_archive(
    folder: Path, files: dict[str, bytes] = FILES, command=("sh", "run.sh"), **changes
) -> Archive:
    """An archive of these files, as the recorder writes one; its name has what a URI must escape."""
    folder = folder / "an archive"
    folder.mkdir()
    for path, content in files.items():
        (folder / path).write_bytes(content)
    listed = [{"path": p, "size": len(c), "sha256": hashlib.sha256(c).hexdigest()} for p, c in files.items()]
    manifest = {"formatVersion": "1.0", "entrypoint": list(command), "files": listed, **changes}
    content = json.dumps(manifest).encode()
    (folder / "manifest.json").write_bytes(content)
    return Archive.at(folder.as_uri() + "/", hashlib.sha256(content).hexdigest())


@pytest.fixture
def run(tmp_path: Path) -> Path:
    """A run's folder."""
    folder = tmp_path / "run"
    (folder / "workspace").mkdir(parents=True)
    return folder


def written(run: Path) -> dict[str, bytes]:
    """All files below a run's folder, by their relative path."""
    return {str(file.relative_to(run)): file.read_bytes() for file in run.rglob("*") if file.is_file()}


def test_the_files_are_the_archives_byte_by_byte(tmp_path, run):
    write_run_files(run, "3 COMPLETED", make_archive(tmp_path))
    assert written(run) == {
        ".status": b"3 COMPLETED",
        "workspace/.stdout": STDOUT,
        "workspace/.stderr": b"",
        "workspace/.entrypoint": b"run.sh",
    }


def test_docker_stats_are_written_where_the_archive_has_them(tmp_path, run):
    stats = b"2026-11-25T02:07:24.500Z - 12.50%, 12.5 MiB / 2.0 GiB, 0 / 0, 0B / 8.39 MB, 3\n"
    write_run_files(run, "3 COMPLETED", make_archive(tmp_path, {**FILES, "docker_stats": stats}))
    assert (run / "workspace/.docker_stats").read_bytes() == stats


@pytest.mark.parametrize(
    "command, line, entrypoint",
    [
        (["sh", "scripts/all.sh"], b"sh scripts/all.sh", b"scripts/all.sh"),
        (["python3", "a.py"], b"python3 a.py", b"python3 a.py"),
        (["sh", "-c", "date"], b"sh -c date", b"sh -c date"),
    ],
)
def test_the_entrypoint_is_what_gwvolman_was_given(tmp_path, run, command, line, entrypoint):
    write_run_files(run, "3 COMPLETED", make_archive(tmp_path, {**FILES, "entrypoint": line}, command))
    assert (run / "workspace/.entrypoint").read_bytes() == entrypoint


def test_a_run_that_had_nothing_to_archive_has_a_status(run):
    write_run_files(run, "5 CANCELLED", None)
    assert written(run) == {".status": b"5 CANCELLED"}


@pytest.mark.parametrize("path", ["stdout", "stderr"])
@pytest.mark.parametrize("change", [lambda content: content + b"x", lambda content: b"x" + content[1:]])
def test_nothing_is_written_from_an_archive_with_a_changed_file(tmp_path, run, path, change):
    archive = make_archive(tmp_path)
    file = tmp_path / "an archive" / path
    file.write_bytes(change(file.read_bytes()))
    with pytest.raises(ArchiveError, match=f"{path}: .* the manifest says .*it was changed"):
        write_run_files(run, "3 COMPLETED", archive)
    assert written(run) == {}


def test_nothing_is_written_from_an_archive_with_a_lost_file(tmp_path, run):
    archive = make_archive(tmp_path)
    (tmp_path / "an archive/stderr").unlink()
    with pytest.raises(ArchiveError, match="stderr cannot be read: No such file"):
        write_run_files(run, "3 COMPLETED", archive)
    assert written(run) == {}


def test_another_manifest_is_refused(tmp_path):
    make_archive(tmp_path)
    with pytest.raises(
        ArchiveError, match="manifest.json: sha256 is .*, status.trace.manifestSha256 says 0000"
    ):
        Archive.at((tmp_path / "an archive").as_uri() + "/", "0" * 64)


def test_a_manifest_of_a_format_to_come_is_refused(tmp_path):
    with pytest.raises(ArchiveError, match="formatVersion is 2.0, known here is 1.x"):
        make_archive(tmp_path, formatVersion="2.0")


def test_a_file_that_the_manifest_does_not_list_is_not_read(tmp_path):
    archive = make_archive(tmp_path)
    (tmp_path / "an archive/other").touch()
    with pytest.raises(
        ArchiveError, match="other: the manifest does not list it; it lists entrypoint, stderr, stdout"
    ):
        b"".join(archive.chunks("other"))


def test_a_place_that_is_no_archive_is_told():
    with pytest.raises(ArchiveError, match="status.trace.uri: 'https://x/' is neither s3:// nor file://"):
        Archive.at("https://x/", "0" * 64)


def test_a_folder_that_is_no_runs_is_told(tmp_path):
    with pytest.raises(FileNotFoundError, match="folder: .* has no workspace/; give the run's own"):
        write_run_files(tmp_path, "3 COMPLETED", None)


def test_nothing_is_written_through_a_link_of_the_tale(tmp_path, run):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"not the tale's")
    (run / "workspace/.stdout").symlink_to(elsewhere)
    write_run_files(run, "3 COMPLETED", make_archive(tmp_path))
    assert elsewhere.read_bytes() == b"not the tale's"
    assert (run / "workspace/.stdout").read_bytes() == STDOUT
