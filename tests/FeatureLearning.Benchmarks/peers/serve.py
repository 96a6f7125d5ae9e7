"""What the peers that stay in memory share: one JSON object a line in, one a line out.

{"load": FOLDER, ...}  calls load(read, task), read(name, *shape) giving arrays of the folder; its result is kept
{"run": true}          calls run(state), a dictionary of arrays; answers {"seconds", "processor"} of it
{"answer": true}       writes the last arrays to FOLDER/NAME.peer
"""
import json
import os
import sys
import time

import numpy as np


def blas():
    try:
        with open("/proc/self/maps") as maps:
            libraries = {line.split("/")[-1].strip() for line in maps if "blas" in line or "lapack" in line}
    except OSError:
        libraries = set()
    return ", " + " ".join(sorted(name for name in libraries if name.startswith("lib"))) if libraries else ""


def main(load, run, versions, about):
    if sys.argv[1:] == ["--versions"]:
        print(f"Python {sys.version.split()[0]}, {versions}{blas()}")
    elif sys.argv[1:] == ["--serve"]:
        serve(load, run)
    else:
        sys.exit(about)


def serve(load, run):
    folder = state = answers = None
    for line in sys.stdin:
        task, reply = json.loads(line), {}
        if "load" in task:
            folder = task["load"]
            read = lambda name, *shape: np.fromfile(os.path.join(folder, name)).reshape(shape)
            state = load(read, task)
        elif "answer" in task:
            for name, numbers in answers.items():
                np.ascontiguousarray(numbers, dtype=float).tofile(os.path.join(folder, name + ".peer"))
        else:
            wall, processor = time.perf_counter(), time.process_time()
            answers = run(state)
            reply = {"seconds": time.perf_counter() - wall, "processor": time.process_time() - processor}
        print(json.dumps(reply), flush=True)
