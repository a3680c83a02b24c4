"""What ReproZip and SQL read in a trace, as JSON: reprozip_read.py TRACE"""

import json
import sqlite3
import sys

from reprozip.tracer.trace import get_files

conn = sqlite3.connect(sys.argv[1])
conn.row_factory = sqlite3.Row


def rows(sql):
    return [dict(row) for row in conn.execute(sql)]


result = {
    "processes": rows("SELECT id, parent, timestamp, is_thread, exitcode FROM processes ORDER BY id"),
    "executed": rows("SELECT name, timestamp, process, argv, envp, workingdir FROM executed_files ORDER BY id"),
    "opened": rows("SELECT name, timestamp, mode, is_directory, process FROM opened_files ORDER BY id"),
    "told": {row["name"]: row["value"] for row in rows("SELECT name, value FROM recordedrun")},
}
conn.row_factory = None
files, inputs, outputs = get_files(conn)
result["files"] = sorted(str(file.path) for file in files)
result["inputs"] = sorted(str(path) for run in inputs for path in run)
result["outputs"] = sorted(str(path) for run in outputs for path in run)
json.dump(result, sys.stdout)
