#!/usr/bin/env python3
"""measures.py SOURCIER ROOT [--shared DIR] [--raise]: what the program finds, against the floors of tests/floors.json.

 corpus   the four numbers of `sourcier eval` on corpus/fr
 others   sets of DIR/measure/measure.py, where DIR (the data that stay out of the project) is there
 text     the news text of DIR: one job and two give the same bytes, and verify finds no mismatch

Prints a line for each floor. --raise lifts the floors to a hundredth below what is measured now, and never lowers one. Exit code 1 below a floor.
"""
import glob
import json
import os
import re
import subprocess
import sys
import tempfile

from program import ROOT, SOURCIER, Done, content

MARGIN = 0.01      # between a measure and the floor that --raise makes of it: a small loss here may be a gain there


def run(args, **options):
    return subprocess.run(args, check=True, capture_output=True, text=True, **options).stdout


def measure_corpus(folder):
    store = os.path.join(folder, "corpus")
    done = Done(["run", *sorted(glob.glob(os.path.join(ROOT, "corpus", "fr", "*.txt"))), "-o", store], folder)
    if done.code != 0 or Done(["verify", store], folder).code != 0:
        sys.exit("corpus: run or verify failed\n" + done.err.decode())
    scores = json.loads(run([SOURCIER, "eval", store, "--gold", os.path.join(ROOT, "corpus", "fr"), "--json"]))
    return {"headline": scores["headline"], "figures": scores["figures"]["full"]["F1"], "entities": scores["entities"]["relaxed"]["F1"],
            "attributions": scores["attributions"]["slots"]["F1"], "claims": scores["claims"]["slots"]["F1"]}


def measure_shared(shared, sets, folder):
    """set -> {metric: value}; names of metrics without the precision and recall that stand behind them."""
    out = os.path.join(folder, "measures.json")
    run([sys.executable, "-B", os.path.join(shared, "measure", "measure.py"), "--bin", SOURCIER, "--sets", ",".join(sets), "--work", folder, "--json", out])
    measured = {}
    with open(out, encoding="utf-8") as f:
        for row in json.load(f)["table"]:
            if isinstance(row["value"], (int, float)):
                measured.setdefault(row["set"], {})[re.sub(r" \(.*\)$", "", row["metric"])] = float(row["value"])
    return measured


def measure_text(shared, folder):
    text = os.path.join(shared, "text", "fr_news_dev.jsonl")
    stores = [os.path.join(folder, "text%d" % jobs) for jobs in (1, 2)]
    done = [Done(["run", text, "-o", store, "--jobs", str(jobs)], folder) for jobs, store in zip((1, 2), stores)]
    return {"runs that end well": float(sum(d.code in (0, 3) for d in done)) / 2,
            "one job and two give the same bytes": float(content(stores[0]) == content(stores[1])),
            "verify": float(Done(["verify", stores[0]], folder).code == 0)}


def main():
    args = sys.argv[3:]
    shared = args[args.index("--shared") + 1] if "--shared" in args else None
    path = os.path.join(ROOT, "tests", "floors.json")
    with open(path, encoding="utf-8") as f:
        floors = json.load(f)
    with tempfile.TemporaryDirectory() as folder:
        measured = {"corpus": measure_corpus(folder)}
        if shared:
            sets = [name for name in floors if name not in ("corpus", "text", "contract")]
            measured.update(measure_shared(os.path.abspath(shared), sets, folder))
            measured["text"] = measure_text(os.path.abspath(shared), folder)
    below = 0
    for name, metrics in floors.items():
        for metric, floor in metrics.items():
            if name != "corpus" and not shared:
                continue
            value = measured.get(name, {}).get(metric, 0.0)
            bad = value < floor
            below += bad
            print("%-10s %-52s %6.3f  floor %6.3f%s" % (name, metric, value, floor, "  BELOW" if bad else ""))
            metrics[metric] = max(floor, round(value - MARGIN, 3) if value < 1 else 1.0)
    if "--raise" in args:
        with open(path, "w", encoding="utf-8") as f:
            json.dump(floors, f, ensure_ascii=False, indent=2)
            f.write("\n")
    print("measures: %d below their floor" % below)
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
