#!/usr/bin/env python3
"""bench.py [--dump FILE.jsonl] [--quick] [--lower] [--build DIR]: what the program costs, against tests/bench/ceilings.json.

 instructions   callgrind instructions per byte of text, as the slope between two sizes, without libcrypto (valgrind hides the
                processor's own SHA instructions): repeatable to parts per million
 output         bytes of store per byte of text
 memory         peak of `run --jobs 1`, MB
 run            CPU of `run --jobs 1` into memory over CPU of `LC_ALL=C.UTF-8 wc -w` on the plain text: median of alternating pairs
 analysis       the same for bytes to claims in memory (tests/bench/analysis_bench.cc)
 jobs           CPU of two jobs over that of one; the wall clock is printed, too

FILE is by default ../shared/text/fr_news_dev.jsonl where it is there, else the articles of corpus/ with a line of their own each; each
of the two has its ceilings. --quick leaves out what needs a quiet machine (run, analysis, jobs). --lower writes what is lower than its
ceiling as the new one. Exit code 1 above a ceiling.
"""
import argparse
import json
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CEILINGS = os.path.join(ROOT, "tests", "bench", "ceilings.json")
NEWS = os.path.join(os.path.dirname(ROOT), "shared", "text", "fr_news_dev.jsonl")
PAIRS = 5
SIZES = (300_000, 900_000)      # bytes of text for callgrind
SLICE = 5_000_000               # bytes of text for output and memory
MARGINS = {"instructions": 1.005, "output": 1.005}      # of a new ceiling over what was measured; else 1.1


def build(folder):
    subprocess.run(["cmake", "-S", ROOT, "-B", folder, "-G", "Ninja", "-DSOURCIER_TESTS=ON"], check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["cmake", "--build", folder, "--target", "sourcier", "analysis_bench"], check=True, stdout=subprocess.DEVNULL)


def corpus_dump(path, size):
    """The articles of corpus/, again and again, until there are `size` bytes; numbers in them differ from round to round."""
    folder = os.path.join(ROOT, "corpus", "fr")
    texts = []
    for name in sorted(os.listdir(folder)):
        if name.endswith(".txt"):
            with open(os.path.join(folder, name), encoding="utf-8") as f:
                texts.append(f.read())
    written = n = 0
    with open(path, "w", encoding="utf-8") as f:
        while written < size:
            text = re.sub(r"\d", lambda m: str((int(m.group()) + n // len(texts)) % 10), texts[n % len(texts)])
            text = "Dossier %d.\n%s" % (n, text)
            f.write(json.dumps({"text": text}, ensure_ascii=False) + "\n")
            written += len(text.encode())
            n += 1


def plain_text(dump, path, limit=None):
    """Writes the texts of a dump, and beside it (path.jsonl) the records they stand in, up to `limit` bytes. Returns bytes of text."""
    size = 0
    with open(dump, encoding="utf-8") as f, open(path, "w", encoding="utf-8") as out, open(path + ".jsonl", "w", encoding="utf-8") as records:
        for line in f:
            record = json.loads(line)
            text = "\n".join(filter(None, [record.get("title"), record["text"]])) + "\n"
            out.write(text)
            records.write(line)
            size += len(text.encode())
            if limit and size >= limit:
                break
    return size


def cpu(args, **options):
    """(CPU seconds, wall seconds, peak MB) of a command."""
    begin = time.time()
    process = subprocess.Popen(args, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 3):
        sys.exit("%s: exit code %d" % (" ".join(args), process.returncode))
    return usage.ru_utime + usage.ru_stime, time.time() - begin, usage.ru_maxrss / 1024


def run_store(sourcier, dump, store, jobs=1):
    shutil.rmtree(store, ignore_errors=True)
    return cpu([sourcier, "run", dump, "-o", store, "--jobs", str(jobs)])


def count_words(path):
    return cpu(["wc", "-w", path], env={**os.environ, "LC_ALL": "C.UTF-8"})[0]


def instructions(sourcier, dump, folder):
    """Instructions of a run, without those of libcrypto: self costs by object file from the profile."""
    profile, store = os.path.join(folder, "callgrind.out"), os.path.join(folder, "store")
    shutil.rmtree(store, ignore_errors=True)
    cpu(["valgrind", "--tool=callgrind", "--callgrind-out-file=" + profile, sourcier, "run", dump, "-o", store, "--jobs", "1"])
    total, inside, call, names = 0, "", False, {}
    with open(profile) as f:
        for line in f:
            if line.startswith("ob="):
                key, _, name = line[3:].strip().partition(" ")
                inside = names.setdefault(key, name)
            elif line.startswith("calls="):
                call = True
            elif line[0] in "0123456789+-*":
                if not call and "libcrypto" not in inside:
                    total += int(line.split()[1])
                call = False
    return total


def measure(sourcier, analysis, dump, folder, quick):
    text = os.path.join(folder, "text")
    costs = []
    for size in SIZES:
        done = plain_text(dump, text, size)
        costs.append((done, instructions(sourcier, text + ".jsonl", folder)))
    found = {"instructions": (costs[1][1] - costs[0][1]) / (costs[1][0] - costs[0][0])}
    size, store = plain_text(dump, text, SLICE), os.path.join(folder, "store")
    found["memory"] = run_store(sourcier, text + ".jsonl", store)[2]
    found["output"] = sum(os.path.getsize(os.path.join(d, f)) for d, _, files in os.walk(store) for f in files) / size
    if quick:
        return found
    plain_text(dump, text)
    dump = text + ".jsonl"
    ratios, walls, twos = [], [], []
    for _ in range(PAIRS):
        words = count_words(text)
        one, two = run_store(sourcier, dump, store), run_store(sourcier, dump, store, 2)
        ratios.append(one[0] / words)
        walls.append((one[1], two[1]))
        twos.append(two[0] / one[0])
    found["run"], found["jobs"] = statistics.median(ratios), statistics.median(twos)
    print("wall of two jobs over one: %.2f (best of %d)" % (min(w[1] for w in walls) / min(w[0] for w in walls), PAIRS))
    ratios = []
    for _ in range(PAIRS):
        done = json.loads(subprocess.run([analysis, dump, text], check=True, capture_output=True, text=True).stdout)
        ratios.append(done["seconds"] / statistics.median(count_words(text) for _ in range(3)))
    found["analysis"] = statistics.median(ratios)
    return found


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--dump")
    options.add_argument("--quick", action="store_true")
    options.add_argument("--lower", action="store_true")
    options.add_argument("--build", default=os.path.join(ROOT, "build"), help="where the program is built (RelWithDebInfo)")
    given = options.parse_args()
    build(given.build)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with tempfile.TemporaryDirectory(dir="/dev/shm" if os.access("/dev/shm", os.W_OK) else None) as folder:
        dump = given.dump or (NEWS if os.path.exists(NEWS) else None)
        kind = "news" if dump else "corpus"
        if not dump:
            dump = os.path.join(folder, "corpus.jsonl")
            corpus_dump(dump, 8_000_000)
        found = measure(os.path.join(given.build, "sourcier"), os.path.join(given.build, "tests", "analysis_bench"), dump, folder, given.quick)
    with open(CEILINGS) as f:
        ceilings = json.load(f)
    above = 0
    for name, value in found.items():
        ceiling = ceilings[kind].get(name)
        bad = ceiling is not None and value > ceiling
        above += bad
        goal = ceilings["goal"].get(name)
        print("%-13s %9.3f  ceiling %9s%s%s" % (name, value, ceiling, "  goal %s" % goal if goal else "", "  ABOVE" if bad else ""))
        if given.lower and (ceiling is None or value * MARGINS.get(name, 1.1) < ceiling):
            ceilings[kind][name] = round(value * MARGINS.get(name, 1.1), 3)
    if given.lower:
        with open(CEILINGS, "w") as f:
            json.dump(ceilings, f, indent=2)
            f.write("\n")
    print("bench (%s): %d above their ceiling" % (kind, above))
    return 1 if above else 0


if __name__ == "__main__":
    sys.exit(main())
