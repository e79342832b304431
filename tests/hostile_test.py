#!/usr/bin/env python3
"""hostile_test.py SOURCIER ROOT [TEST...]: bad input becomes a problem record or a flag; all else is read, and the exit code says so."""
import json
import os
import subprocess
import unittest

from program import ProgramTest, main, records

GOOD = "Le fonds a investi 13 milliards de dollars en 2023.\n"


class Hostile(ProgramTest):
    def run_on(self, *inputs, code, options=(), **how):
        """Runs on the inputs and a good file after them; the good one must have come through. Returns {path: problem codes}."""
        self.write("good.txt", GOOD)
        done = self.sourcier("run", *inputs, "good.txt", "-o", "store", *options, code=code, **how)
        self.assertIn("13 milliards de dollars", [f["text"] for f in records(self.path("store"), "figures")])
        if "stdin" not in how:      # which cannot be read again
            self.sourcier("verify", "store")
        problems = {}
        for p in records(self.path("store"), "problems"):
            problems.setdefault(p["source"]["path"], []).append(p["code"])
        return problems, done

    def documents(self):
        return {d["source"]["path"]: d for d in records(self.path("store"), "documents")}

    def test_empty_file(self):
        self.write("empty.txt", "")
        self.assertEqual(self.run_on("empty.txt", code=3)[0], {"empty.txt": ["empty_document"]})

    def test_blank_file(self):
        self.write("blank.txt", " \n\t\n")
        self.run_on("blank.txt", code=0)

    def test_binary_file(self):
        self.write("binary.txt", bytes(range(256)) * 64)
        problems, _ = self.run_on("binary.txt", code=3)
        self.assertEqual(len(problems["binary.txt"]), 1)
        self.assertRegex(problems["binary.txt"][0], "binary")

    def test_unknown_types_in_a_folder_are_counted(self):
        self.write("in/picture.jpg", b"\xff\xd8\xff\xe0")
        self.write("in/program.bin", b"\x7fELF")
        self.write("in/sub/a.txt", "L’usine emploie 80 salariés depuis mars 2023.\n")
        problems, done = self.run_on("in", code=0)
        self.assertEqual(problems, {})
        self.assertIn(b"2 files of unknown type skipped", done.err)
        self.assertIn("sub/a.txt", self.documents())

    def test_one_line_of_300_megabytes(self):
        line = subprocess.Popen(["bash", "-c", "head -c 300000000 /dev/zero | tr '\\0' a"], stdout=subprocess.PIPE)
        problems, done = self.run_on("-", code=3, stdin=line.stdout)
        line.stdout.close(), line.wait()
        self.assertEqual(list(problems.values()), [["document_too_large"]])
        self.assertLess(done.peak, 300, "MB of memory for a line that is only hashed")

    def test_one_line_of_300_megabytes_in_a_dump(self):
        with open(self.path("d.jsonl"), "wb") as f:
            f.write(b'{"text":"Le port a perdu 12 % de son trafic en 2021."}\n{"text":"')
            for _ in range(300):
                f.write(b"a" * 1000000)
            f.write(b'"}\n{"text":"Le port a gagn\xc3\xa9 3 % en 2022."}\n')
        problems, done = self.run_on("d.jsonl", code=3)
        self.assertEqual(problems, {"d.jsonl": ["document_too_large"]})
        self.assertLess(done.peak, 300)
        self.assertEqual([d["source"]["record"] for d in records(self.path("store"), "documents")], [0, 2, None])

    def test_a_million_blank_lines(self):
        self.write("lines.txt", "\n" * 1000000 + GOOD.replace("13", "14"))
        self.run_on("lines.txt", code=0)
        figure = records(self.path("store"), "figures")[0]
        self.assertEqual((figure["text"], figure["line"], figure["byte_start"]), ("14 milliards de dollars", 1000001, 1000019))

    def test_long_text_without_a_stop(self):
        self.write("words.txt", "mot " * 500000 + "\n")
        self.run_on("words.txt", code=0)

    def test_deep_nesting(self):
        self.write("deep.txt", "« " * 20000 + "a ( [ " * 20000 + "\n")
        self.write("deep.jsonl", '{"text":' + "[" * 100000 + "\n")
        problems, _ = self.run_on("deep.txt", "deep.jsonl", code=3)
        self.assertEqual(problems, {"deep.jsonl": ["bad_json"]})

    def test_numbers_without_end(self):
        self.write("digits.txt", "Il y a %s euros.\n%s\n" % ("9" * 100000, "1,5 milliard de milliards de " * 2000))
        self.run_on("digits.txt", code=0)

    def test_invalid_utf8(self):
        self.write("bad.txt", b"Le port a perdu 12 % de son trafic \xc3\x28 en 2021 \xe2\x82, dit le pr\xc3\xa9fet.\n")
        self.run_on("bad.txt", code=0)
        self.assertIn("invalid_bytes", self.documents()["bad.txt"]["flags"])

    def test_lone_surrogates_in_escapes(self):
        self.write("d.jsonl", '{"text":"Le port a perdu 12 % \\ud83d de son trafic en 2021."}\n{"text":"\\udc00 Le port a perdu 13 % en 2021."}\n')
        self.run_on("d.jsonl", code=0)
        self.assertEqual([f["text"] for f in records(self.path("store"), "figures")][:2], ["12 %", "13 %"])
        flags = [d["flags"] for d in records(self.path("store"), "documents")]
        self.assertTrue("invalid_bytes" in flags[0] and "invalid_bytes" in flags[1], flags)

    def test_truncated_lines(self):
        self.write("d.jsonl", '{"text":"Le port a perdu 12 % en 2021."}\n{"text":"Le port a\nnull\n{"title":"sans texte"}\n{"text":"Le port a perdu 13 % en 2022."}')
        problems, _ = self.run_on("d.jsonl", code=3)
        self.assertEqual(len(problems["d.jsonl"]), 3)
        self.assertEqual([f["text"] for f in records(self.path("store"), "figures")][:2], ["12 %", "13 %"])

    def test_unreadable_file(self):
        self.write("in/secret.txt", GOOD)
        os.chmod(self.path("in/secret.txt"), 0)
        prefix = ()
        if os.geteuid() == 0:      # root reads everything unless it gives that right away
            prefix = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search", "--inh-caps", "-dac_override,-dac_read_search")
        problems, _ = self.run_on("in", code=3, prefix=prefix)
        self.assertEqual(problems, {"secret.txt": ["unreadable"]})

    def test_links_that_lead_back(self):
        os.makedirs(self.path("in/sub"))
        os.symlink("..", self.path("in/sub/up"))
        os.symlink("nowhere", self.path("in/broken.txt"))
        problems, _ = self.run_on("in", code=3)
        self.assertEqual(sorted(problems), ["broken.txt", "sub/up"])

    def test_odd_names(self):
        self.write("in/a b'\"$é.txt", GOOD.replace("13", "15"))
        self.run_on("in", code=0)
        figure = records(self.path("store"), "figures")[0]
        command = [l for l in self.sourcier("audit", "store", figure["id"]).out.decode().split("\n  print ")][1]
        printed = subprocess.run(["bash", "-c", command], cwd=self.folder, capture_output=True)
        self.assertEqual(printed.stdout.decode(), "15 milliards de dollars")

    def test_the_same_payload_twice(self):
        self.write("in/a.txt", GOOD)
        self.run_on("in", code=0)
        self.assertEqual([len(records(self.path("store"), f)) for f in ("documents", "copies")], [1, 1])

    def test_extract_says_the_same(self):
        self.write("d.jsonl", '{"text":"Le port a perdu 12 % en 2021."}\n{"text":"Le port a\n')
        done = self.sourcier("extract", "d.jsonl", code=3)
        types = [json.loads(line)["type"] for line in done.out.splitlines()]
        self.assertEqual((types[0], types[-1]), ("document", "problem"))


if __name__ == "__main__":
    main()
