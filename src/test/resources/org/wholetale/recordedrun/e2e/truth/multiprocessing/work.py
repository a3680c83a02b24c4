"""What each process does."""

import pathlib


def square(number: int) -> None:
    pathlib.Path("squares", str(number)).write_text(f"{number * number}\n")
