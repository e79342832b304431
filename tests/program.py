"""What the script tests share: the program under test, its stores, and text to feed it."""
import glob
import json
import os
import resource
import subprocess
import sys
import tempfile
import unittest

SOURCIER, ROOT = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
ENVIRONMENT = {k: v for k, v in os.environ.items() if not k.startswith("SOURCIER_")}


class Done:
    """A finished command: code, out, err (bytes), and its peak memory in MB."""

    def __init__(self, args, cwd, stdin=None, prefix=()):
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            process = subprocess.Popen([*prefix, SOURCIER, *args], cwd=cwd, stdin=stdin or subprocess.DEVNULL, stdout=out, stderr=err, env=ENVIRONMENT)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = self.code = os.waitstatus_to_exitcode(status)
            self.peak = usage.ru_maxrss / 1024
            out.seek(0), err.seek(0)
            self.out, self.err = out.read(), err.read()


def records(store, family):
    """The records of a family, in order; `problems` are those of the quarantine."""
    pattern = "quarantine-*.jsonl" if family == "problems" else "segments/%s-*.jsonl" % family
    with open(os.path.join(store, "MANIFEST.json"), "rb") as f:
        order = [x["file"] for x in json.load(f)["files"]]
    found = [os.path.relpath(p, store) for p in glob.glob(os.path.join(glob.escape(store), pattern))]
    made = []
    for name in sorted(found, key=order.index):
        with open(os.path.join(store, name), "rb") as f:
            made += [json.loads(line) for line in f]
    return made


def content(store):
    """All that must be the same for any number of jobs and after kill + resume: name -> bytes."""
    files = {}
    for path in glob.glob(os.path.join(glob.escape(store), "segments", "*")) + glob.glob(os.path.join(glob.escape(store), "quarantine*")):
        with open(path, "rb") as f:
            files[os.path.relpath(path, store)] = f.read()
    with open(os.path.join(store, "MANIFEST.json"), "rb") as f:
        manifest = json.load(f)
    del manifest["generation"]
    files["MANIFEST.json"] = json.dumps(manifest).encode()
    return files


def articles():
    """The texts of the corpus."""
    texts = []
    for path in sorted(glob.glob(os.path.join(ROOT, "corpus", "fr", "*.txt"))):
        with open(path, encoding="utf-8") as f:
            texts.append(f.read())
    return texts


def write_dump(path, count):
    """`count` JSONL documents, all different, some of them broken or met before."""
    texts = articles()
    with open(path, "w", encoding="utf-8") as f:
        for n in range(count):
            text = "Le dossier porte le n° %d.\n%s" % (n, texts[n % len(texts)])
            line = json.dumps({"id": str(n), "text": text, "published": "2024-%02d-01" % (n % 12 + 1)}, ensure_ascii=n % 2 == 0)
            f.write((line[:-9] if n % 50 == 7 else line) + "\n")
            if n % 40 == 3:
                f.write(line + "\n")


class ProgramTest(unittest.TestCase):
    """A test with a folder of its own, self.folder, in which the program is run."""

    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = temporary.name

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, data):
        os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
        with open(self.path(name), "wb") as f:
            f.write(data if isinstance(data, bytes) else data.encode())

    def sourcier(self, *args, code=0, **options):
        done = Done(args, self.folder, **options)
        self.assertEqual(done.code, code, "sourcier %s: exit code %d\n%s" % (" ".join(args), done.code, done.err.decode(errors="replace")))
        return done


def main():
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
