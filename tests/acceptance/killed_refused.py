"""For killed.py: runs that end by themselves without their files. They record nothing, or repeating them ends them."""
import os
import resource
import shutil
import sqlite3
import subprocess
import time

from killed_runs import FILES, command

# Some say "no space left", the kernel's limit for files "File too large".
FULL = ("no space left", "too large", "disk I/O error")


def unchanged(killed, place, said=""):
    assert place.books() == killed.before[0], f"recorded all the same: {said}"


def grown(size, full):
    return size * 9 // 8 if full else size * 3


def too_many_rejects(killed, folder):
    for outputs in (True, False):
        place = killed.base.copy(folder / f"rejects{outputs}", outputs)
        place.must(*command("second"), "--reject-limit", "0", wanted=4)
        unchanged(killed, place)
        files, before = place.files(), killed.start(outputs)
        assert files["out.rejects.csv"] == killed.after[1]["out.rejects.csv"]
        assert all(files[name] == before[name] for name in FILES if name != "out.rejects.csv")
        killed.finish(place)


def no_folder(killed, folder):
    place = killed.base.copy(folder / "nowhere")
    for out in ("nowhere/out.csv", "/dev/full"):
        place.must(*command("second", out), wanted=3)
        unchanged(killed, place)
    place.must(*command("second"), "--manifest", "nowhere/manifest.json", wanted=3)
    unchanged(killed, place)
    killed.finish(place)


def folder_goes(killed, folder):
    """Between payment and rename: held up at the ledger, the run finds its folder gone."""
    place = killed.base.copy(folder / "gone")
    (place.folder / "to").mkdir()
    run = command("second", "to/out.csv")
    holder = sqlite3.connect(place.folder / "ledger", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    process = place.start(*run, "--manifest", "manifest.json", env={"TMPDIR": str(place.folder)})
    deadline = time.monotonic() + 60
    while not any(path.name.startswith(".out.csv.huice-") for path in (place.folder / "to").iterdir()):
        assert time.monotonic() < deadline and process.poll() is None
        time.sleep(0.01)
    (place.folder / "to").rename(place.folder / "elsewhere")
    holder.execute("ROLLBACK")
    holder.close()
    said = place.end(process, 3)
    assert "has recorded run second" in said, said
    assert place.books() == killed.after[0] and not (place.folder / "manifest.json").exists()
    (place.folder / "elsewhere").rename(place.folder / "to")
    place.must(*run)
    found = place.files([f"to/{name}" for name in FILES])
    assert all(found[f"to/{name}"] == killed.after[1][name] for name in FILES if name != "out.manifest.json") and found["to/out.manifest.json"]
    assert place.books() == killed.after[0] and {path.name for path in (place.folder / "to").iterdir()} == set(FILES)


def too_large(killed, folder, full):
    """No file may grow beyond so many bytes: one of the outputs or the ledger cannot be written."""
    largest, refusals = 1 << 12, 0
    while True:
        place = killed.base.copy(folder / f"large{largest}")
        process = place.start(*command("second"), restore_signals=False, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest)))
        said = process.communicate()[1]
        if process.returncode == 0:
            assert refusals > 1
            killed.finish(place)
            return refusals
        assert process.returncode == 3 and any(word in said for word in FULL), (process.returncode, said)
        unchanged(killed, place, said)
        assert place.files() == killed.before[1]
        killed.finish(place)
        largest, refusals = grown(largest, full), refusals + 1


def full_disk(killed, folder, full):
    """A small file system of its own, as far as this machine allows one: more and more room on it until there is enough."""
    disk, room, refusals = folder / "disk", 1 << 14, 0
    disk.mkdir()
    while True:
        if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(disk)], capture_output=True, check=False).returncode != 0:
            return None
        try:
            place = killed.base.copy(disk / "place")
            left = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
            (disk / "ballast").write_bytes(bytes(max(0, left - room)))
            process = place.start(*command("second"), env={"TMPDIR": str(folder)})
            said = process.communicate()[1]
            (disk / "ballast").unlink()
            if process.returncode == 0:
                assert refusals > 1
            else:
                assert process.returncode == 3 and any(word in said for word in FULL), (process.returncode, said)
                unchanged(killed, place, said)
                assert place.files() == killed.before[1]
            killed.finish(place)
            if process.returncode == 0:
                return refusals
            room, refusals = grown(room, full), refusals + 1
        finally:
            subprocess.run(["umount", str(disk)], check=True)


def refused(killed, folder, full):
    folder.mkdir()
    too_many_rejects(killed, folder)
    no_folder(killed, folder)
    folder_goes(killed, folder)
    large, disks = too_large(killed, folder, full), full_disk(killed, folder, full)
    shutil.rmtree(folder)
    return f"refused {large} times for a file too large, " + ("full disks not tried (no right to mount)" if disks is None else f"{disks} times for a full disk")
