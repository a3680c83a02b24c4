"""Processes that are forked, spawned anew, and share memory."""

import multiprocessing
import pathlib
from multiprocessing import shared_memory

from work import square


def main() -> None:
    pathlib.Path("squares").mkdir()
    with multiprocessing.get_context("fork").Pool(2) as pool:
        pool.map(square, range(8))
    spawned = [multiprocessing.get_context("spawn").Process(target=square, args=(n,)) for n in (8, 9)]
    for process in spawned:
        process.start()
    for process in spawned:
        process.join()
    memory = shared_memory.SharedMemory(create=True, size=1000)
    memory.close()
    memory.unlink()
    total = sum(int(file.read_text()) for file in sorted(pathlib.Path("squares").iterdir()))
    pathlib.Path("total").write_text(f"{total}\n")


if __name__ == "__main__":
    main()
