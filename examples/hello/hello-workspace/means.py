"""Writes the mean temperature of each station: means.py INPUT OUTPUT."""

import csv
import statistics
import sys
from collections import defaultdict

source, result = sys.argv[1:]
temperatures = defaultdict(list)
with open(source, newline="") as table:
    for row in csv.DictReader(table):
        temperatures[row["station"]].append(float(row["celsius"]))

with open(result, "w", newline="") as table:
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(["station", "days", "mean_celsius"])
    for station, values in sorted(temperatures.items()):
        writer.writerow([station, len(values), f"{statistics.mean(values):.2f}"])

print(f"{len(temperatures)} stations: {result}")
