#!/usr/bin/env python3
"""docs_test.py SOURCIER ROOT: what the pages for people say is what the program does.

 - every `sourcier COMMAND`, every --flag and every path of the project named in a page exists;
 - every key of every schema is explained in schemas/FORMAT.md;
 - the shell lines of FORMAT.md print what it says they print (`# -> ...`);
 - the records in FORMAT.md are those that the program makes of its article, key by key.
"""
import glob
import json
import os
import re
import subprocess
import sys
import tempfile

# What tuning may change without making FORMAT.md wrong.
LOOSE_KEYS = {"rule", "rules", "confidence"}
PATH = re.compile(r"(?:tools|schemas|pipeline|extractors|corpus|tests|\.ci)/[\w./-]*\w/?")


def read(path):
    with open(path, encoding="utf-8") as f:
        return f.read()


def code_of(page):
    """The code of a page: each line of a fenced block, each inline span."""
    for i, part in enumerate(re.split(r"^```.*$", page, flags=re.M)):
        yield from part.splitlines() if i % 2 else re.findall(r"`([^`\n]+)`", part)


def blocks_of(page, kind):
    return re.findall(r"^```%s\n(.*?)^```$" % kind, page, flags=re.M | re.S)


class Program:
    def __init__(self, path):
        self.path, self.help = path, {}
        self.commands = re.findall(r"^  ([a-z-]+) ", self.run("--help").split("Subcommands:")[1], re.M)

    def run(self, *args, **options):
        return subprocess.run([self.path, *args], capture_output=True, text=True, **options).stdout

    def flags(self, command):
        """The flags that `command` takes ("" for the program itself), from its --help."""
        if command not in self.help:
            self.help[command] = set(re.findall(r"(?<![\w-])--?[a-zA-Z][\w-]*", self.run(*command.split(), "--help")))
        return self.help[command]

    def any_flag(self, flag):
        return any(flag in self.flags(c) for c in ["", *self.commands])


def check_names(name, page, program, root):
    """Commands, flags and paths that a page names and that are not there."""
    for code in code_of(page):
        code = re.sub(r"\s#\s.*", "", code)
        for call in re.finditer(r"(?:^|[\s/;|(])sourcier +([a-z-]+)?([^|;#]*)", code):
            command, rest = call.group(1) or "", call.group(2)
            if command.startswith("-"):
                command, rest = "", command + rest
            if command and command not in program.commands:
                yield "%s: `%s`: there is no command %s" % (name, code.strip(), command)
                continue
            for flag in re.findall(r"(?<![\w-])--?[a-zA-Z][\w-]*", re.sub(r"'[^']*'|\"[^\"]*\"", "", rest)):
                if flag not in program.flags(command) | program.flags(""):
                    yield "%s: `%s`: %s has no %s" % (name, code.strip(), command, flag)
        if re.match(r"--[a-z]", code) and not program.any_flag(code.split()[0].split("=")[0]):
            yield "%s: `%s`: no command has this flag" % (name, code)
        for path in re.findall(r"(?<![\w/.$-])" + PATH.pattern, code):
            if not re.search(re.escape(path) + r"[*<{]", code) and not os.path.exists(os.path.join(root, path)):
                yield "%s: `%s`: there is no %s" % (name, code.strip(), path)


def keys_of(schema):
    if isinstance(schema, list):
        for part in schema:
            yield from keys_of(part)
    elif isinstance(schema, dict):
        yield from schema.get("properties", {})
        for part in schema.values():
            yield from keys_of(part)


def check_fields(root, page):
    """Keys of schemas that FORMAT.md does not explain: neither in code nor in a record shown."""
    words = set(re.findall(r"\w+", "\n".join(code_of(page))))
    for path in sorted(glob.glob(os.path.join(root, "schemas", "*.schema.json"))):
        family = os.path.basename(path).split(".")[0]
        if not re.search(r"\*\*[^*]*\b%s\b[^*]*\*\*" % family, page):
            yield "FORMAT.md: the family %s has no paragraph" % family
        for key in dict.fromkeys(keys_of(json.loads(read(path)))):
            if key not in words:
                yield "FORMAT.md: %s of %s is not explained" % (key, family)


def check_shell(page, folder):
    """Shell lines whose output is not what the comment below them says."""
    for block in blocks_of(page, "sh"):
        command = []
        for line in block.splitlines():
            if not line.startswith("# ->"):
                command.append(line)
                continue
            got = subprocess.run(["bash", "-c", "\n".join(command)], cwd=folder, capture_output=True, text=True)
            if got.stdout.strip() != line[4:].strip():
                yield "FORMAT.md: %s\n  should print %s\n  prints       %s" % ("\n".join(command), line[4:].strip(), got.stdout.strip() + got.stderr)
            command = []


def differences(said, made, place):
    if isinstance(said, dict) and isinstance(made, dict):
        if list(said) != list(made):
            yield "%s: keys %s, the program has %s" % (place, ",".join(said), ",".join(made))
        for key in said:
            if key in made and key not in LOOSE_KEYS:
                yield from differences(said[key], made[key], "%s.%s" % (place, key))
    elif said != made:
        yield "%s: %s, the program has %s" % (place, json.dumps(said, ensure_ascii=False), json.dumps(made, ensure_ascii=False))


def check_records(page, program, folder):
    """Records of FORMAT.md that are not those of the program for article.txt."""
    store = os.path.join(folder, "store")
    program.run("run", "article.txt", "-o", store, cwd=folder)
    made = {}
    for path in glob.glob(os.path.join(store, "segments", "*.jsonl")):
        for line in read(path).splitlines():
            record = json.loads(line)
            made[record.get("id")] = record
    blocks = blocks_of(page, "json")
    if len(blocks) < 6:
        yield "FORMAT.md: only %d records are shown" % len(blocks)
    for block in blocks:
        said = json.loads(block)
        if said["id"] not in made:
            yield "FORMAT.md: the program makes no record %s (%s)" % (said["id"], said["type"])
        else:
            yield from differences(said, made[said["id"]], "FORMAT.md: " + said["type"])


def main():
    program, root = Program(os.path.abspath(sys.argv[1])), sys.argv[2]
    failures, checks = [], 0
    pages = [p for pattern in ("*.md", "*/*.md", "*/*/*.md") for p in glob.glob(os.path.join(root, pattern))
             if not re.match(r"(build|\.)", os.path.relpath(p, root))]
    for page in sorted(pages):
        failures += check_names(os.path.relpath(page, root), read(page), program, root)
        checks += 1
    page = read(os.path.join(root, "schemas", "FORMAT.md"))
    with tempfile.TemporaryDirectory() as folder:
        failures += check_fields(root, page)
        failures += check_shell(page, folder)      # also writes article.txt
        failures += check_records(page, program, folder)
    # The checks must be able to fail: a page with one fault of each kind.
    bad = "`sourcier fly` `sourcier run --fly` `--fly` `tools/fly` `tools/test`\n```sh\necho 1\n# -> 2\n```\n"
    found = len(list(check_names("bad", bad, program, root))) + len(list(check_shell(bad, "/")))
    if found != 5:
        failures.append("docs_test itself: %d of 5 planted faults found" % found)
    for failure in failures:
        print(failure)
    print("docs: %d pages, %d failures" % (len(pages), len(failures)))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
