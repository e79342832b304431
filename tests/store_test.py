#!/usr/bin/env python3
"""store_test.py SOURCIER ROOT [TEST...]: the same bytes however a store is made, and no byte that changes unseen."""
import fcntl
import glob
import os
import shutil
import signal
import subprocess
import time
import unittest

from program import ENVIRONMENT, SOURCIER, ProgramTest, content, main, records, write_dump


class Store(ProgramTest):
    def make_dump(self, count=300):
        write_dump(self.path("dump.jsonl"), count)
        os.makedirs(self.path("in"))
        for n in range(20):
            self.write("in/%02d.txt" % n, "Le fonds a investi %d millions de dollars en 2023.\n" % (n % 17))
        return ["dump.jsonl", "in"]

    def start(self, *args):
        return subprocess.Popen([SOURCIER, *args], cwd=self.folder, env=ENVIRONMENT, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def assert_same(self, one, other):
        a, b = content(self.path(one)), content(self.path(other))
        self.assertEqual(sorted(a), sorted(b))
        self.assertEqual([name for name in a if a[name] != b[name]], [])

    def test_jobs(self):
        inputs = self.make_dump()
        for jobs in ("1", "2", "5"):
            self.sourcier("run", *inputs, "-o", "s" + jobs, "--jobs", jobs, "--keep-text", code=3)
        self.assertGreater(len(records(self.path("s1"), "claims")), 1000)
        self.assertGreater(len(records(self.path("s1"), "copies")), 3)
        self.assertGreater(len(records(self.path("s1"), "problems")), 3)
        self.assert_same("s1", "s2")
        self.assert_same("s1", "s5")

    def test_killed_and_resumed(self):
        inputs = self.make_dump(1500)
        begin = time.time()
        self.sourcier("run", *inputs, "-o", "whole", "--jobs", "2", code=3)
        seconds = time.time() - begin
        broken = 0
        for part in (0.3, 0.6, 0.9):
            shutil.rmtree(self.path("store"), ignore_errors=True)
            for again in ("--fresh", "--resume"):      # killed twice before it may end
                run = self.start("run", *inputs, "-o", "store", "--jobs", "2", again)
                time.sleep(seconds * part)
                run.kill()
                broken += run.wait() == -signal.SIGKILL
            self.sourcier("run", *inputs, "-o", "store", "--jobs", "1", "--resume", code=3)
            self.assert_same("whole", "store")
            self.assertEqual(glob.glob(self.path("store/*.tmp*")) + glob.glob(self.path("store/segments/*.tmp*")), [])
        self.assertGreater(broken, 1, "the program was too fast to be killed")

    def test_signals(self):
        inputs = self.make_dump(1500)
        for number, code in ((signal.SIGTERM, 143), (signal.SIGINT, 130)):
            shutil.rmtree(self.path("store"), ignore_errors=True)
            run = self.start("run", *inputs, "-o", "store")
            while not os.path.exists(self.path("store/LOCK")) and run.poll() is None:
                time.sleep(0.01)
            time.sleep(0.1)
            run.send_signal(number)
            self.assertEqual(run.wait(), code)
            self.sourcier("run", *inputs, "-o", "store", "--resume", code=3)
        self.sourcier("run", *inputs, "-o", "whole", code=3)
        self.assert_same("whole", "store")

    def test_added_to(self):
        inputs = self.make_dump()
        self.sourcier("run", *inputs, "-o", "whole", code=3)
        self.sourcier("run", "dump.jsonl", "-o", "store", code=3)
        self.sourcier("run", *inputs, "-o", "store", "--resume", code=3)
        for family in ("documents", "figures", "claims", "facts"):
            self.assertEqual({r["id"] for r in records(self.path("whole"), family)}, {r["id"] for r in records(self.path("store"), family)})

    def test_held_lock(self):
        inputs = self.make_dump(20)
        self.sourcier("run", *inputs, "-o", "store", code=3)
        before = content(self.path("store"))
        with open(self.path("store/LOCK"), "r+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            done = self.sourcier("run", *inputs, "-o", "store", "--resume", code=75)
            self.assertIn(b"lock", done.err.lower())
            self.sourcier("run", *inputs, "-o", "store", "--fresh", code=75)
            self.sourcier("verify", "store")      # readers need no lock
        self.assertEqual(before, content(self.path("store")))

    def test_full_disk(self):
        """On a disk that is too small the run ends with 2; when there is room again it goes on to the same bytes."""
        inputs = self.make_dump(600)
        self.sourcier("run", *inputs, "-o", "whole", code=3)
        script = """mkdir -p disk && mount -t tmpfs -o size=2M tmpfs disk || exit 99
            "$0" run "$@" -o disk/store; echo "code $?"
            mount -o remount,size=200M disk || exit 99
            "$0" run "$@" -o disk/store --resume; echo "code $?"
            cp -r disk/store copy; umount disk"""
        done = subprocess.run(["unshare", "-rm", "bash", "-c", script, SOURCIER, *inputs], cwd=self.folder, env=ENVIRONMENT, capture_output=True, text=True)
        if done.returncode == 99 or "unshare" in done.stderr:
            self.limited_file_size(inputs)
            return
        self.assertEqual(done.stdout.split(), ["code", "2", "code", "3"], done.stderr)
        self.assertIn("No space left on device", done.stderr)
        self.assert_same("whole", "copy")

    def limited_file_size(self, inputs):
        """Where no file system may be mounted: no file may grow over a limit."""
        done = subprocess.run(["bash", "-c", 'trap "" XFSZ; ulimit -f 200; "$0" run "$@" -o copy', SOURCIER, *inputs], cwd=self.folder, env=ENVIRONMENT, capture_output=True, text=True)
        self.assertEqual(done.returncode, 2, done.stderr)
        self.assertIn("File too large", done.stderr)
        self.sourcier("run", *inputs, "-o", "copy", "--resume", code=3)
        self.assert_same("whole", "copy")

    def test_verify_names_the_changed_byte(self):
        inputs = self.make_dump(100)
        self.sourcier("run", *inputs, "-o", "store", code=3)
        self.sourcier("verify", "store")
        figures = [f for f in records(self.path("store"), "figures") if f["kind"] == "money"]
        documents = {d["id"]: d for d in records(self.path("store"), "documents")}
        for figure in (figures[0], figures[len(figures) // 2], figures[-1]):
            source = documents[figure["document"]]["source"]
            name = "dump.jsonl" if source["path"] == "dump.jsonl" else "in/" + source["path"]
            place = (source["record_byte_start"] or 0) + figure["byte_start"]
            with open(self.path(name), "rb") as f:
                data = bytearray(f.read())
            data[place] ^= 1      # a digit becomes its neighbour
            self.write(name, bytes(data))
            said = self.sourcier("verify", "store", code=1).out.decode()
            self.assertIn("%s: text [%d, %d)" % (figure["id"], figure["byte_start"], figure["byte_end"]), said)
            self.assertIn(figure["document"], said)
            data[place] ^= 1
            self.write(name, bytes(data))
            self.sourcier("verify", "store")

    def test_verify_names_the_changed_segment(self):
        self.make_dump(1)
        self.sourcier("run", "in", "-o", "store")
        for path in sorted(glob.glob(self.path("store/segments/*.jsonl"))):
            with open(path, "r+b") as f:
                f.seek(20)
                byte = f.read(1)
                f.seek(20)
                f.write(bytes([byte[0] ^ 1]))
                f.flush()
                done = self.sourcier("verify", "store", code=1)
                self.assertIn(os.path.basename(path), done.out.decode() + done.err.decode())
                f.seek(20)
                f.write(byte)
        self.sourcier("verify", "store")


if __name__ == "__main__":
    main()
