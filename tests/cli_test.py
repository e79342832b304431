#!/usr/bin/env python3
"""Runs tests/cli/*.test: commands, and all that they print.

    cli_test.py SOURCIER ROOT [FILE...]            run them
    cli_test.py SOURCIER ROOT --update [FILE...]   rewrite what is expected by what comes out: read the diff, then commit

    # Comment.
    $ sourcier languages         a command for bash; `sourcier` is the program under test
    > -v                         (a command may go on in lines with >)
    | code  name                 a line of standard output
    ! sourcier: no such file     a line of standard error
    = 2                          the exit code, where it is not 0

Everything that a command prints must stand there, in that order on each of the two streams. `{*}` stands for any text
within a line; a line that is only `{...}` for any number of lines. A file is one folder: its commands run one after the
other in the same empty folder, with $ROOT (the project) and $TMPDIR set, HOME there, and no SOURCIER_* variable.
A stable test has little text and few records: results of extraction belong in tests/cases.
"""
import glob
import os
import re
import subprocess
import sys
import tempfile

ANY_LINES = "{...}"


class Step:
    def __init__(self, line, command):
        self.line, self.command, self.out, self.err, self.code = line, command, [], [], 0
        self.before = []      # comment and empty lines above it


def read_steps(path):
    steps, before = [], []
    with open(path, encoding="utf-8") as f:
        lines = f.read().splitlines()
    for number, line in enumerate(lines, 1):
        kind, rest = line[:2], line[2:]
        if line.startswith("#") or not line.strip():
            before.append(line)
        elif kind == "$ ":
            steps.append(Step(number, rest))
            steps[-1].before, before = before, []
        elif steps and kind == "> ":
            steps[-1].command += "\n" + rest
        elif steps and line[0] == "|":
            steps[-1].out.append(rest)
        elif steps and line[0] == "!":
            steps[-1].err.append(rest)
        elif steps and kind == "= ":
            steps[-1].code = int(rest)
        else:
            sys.exit("%s:%d: expected '$', '>', '|', '!', '=' or '#', found '%s'" % (path, number, line))
    return steps, before


def line_matches(expected, line):
    return re.fullmatch(".*".join(map(re.escape, expected.split("{*}"))), line, re.S) is not None


def lines_match(expected, lines):
    if not expected or not lines:
        return all(e == ANY_LINES for e in expected) and not lines
    if expected[0] == ANY_LINES:
        return any(lines_match(expected[1:], lines[i:]) for i in range(len(lines) + 1))
    return line_matches(expected[0], lines[0]) and lines_match(expected[1:], lines[1:])


def kept(expected, lines):
    """`lines` to write instead of `expected`: those with a {*} that still match stay."""
    if lines_match(expected, lines):
        return expected
    wild = [e for e in expected if "{*}" in e]
    return [next((w for w in wild if line_matches(w, line)), line) for line in lines]


def run_file(path, program, root):
    """(failures, steps as they came out)"""
    steps, rest = read_steps(path)
    failures = []
    with tempfile.TemporaryDirectory() as folder:
        work, home, bin_folder = (os.path.join(folder, name) for name in ("work", "home", "bin"))
        for name in (work, home, bin_folder):
            os.mkdir(name)
        os.symlink(os.path.abspath(program), os.path.join(bin_folder, "sourcier"))
        env = {k: v for k, v in os.environ.items() if not k.startswith("SOURCIER_") and k != "NO_COLOR"}
        env.update(PATH=bin_folder + ":" + env["PATH"], HOME=home, XDG_CONFIG_HOME=home + "/.config", TMPDIR=home,
                   LC_ALL="C.UTF-8", ROOT=os.path.abspath(root), COLUMNS="120")
        for step in steps:
            done = subprocess.run(["bash", "-c", step.command], cwd=work, env=env, stdin=subprocess.DEVNULL, capture_output=True, timeout=300)
            out, err = (s.decode("utf-8", "backslashreplace").replace(work + "/", "").splitlines() for s in (done.stdout, done.stderr))
            if not (lines_match(step.out, out) and lines_match(step.err, err) and step.code == done.returncode):
                shown = ["%s:%d: $ %s" % (path, step.line, step.command)]
                for name, want, got in (("standard output", step.out, out), ("standard error", step.err, err)):
                    if not lines_match(want, got):
                        shown += ["  %s, expected:" % name, *("    " + w for w in want), "  found:", *("    " + g for g in got)]
                if step.code != done.returncode:
                    shown.append("  exit code: expected %d, found %d" % (step.code, done.returncode))
                failures.append("\n".join(shown))
            step.out, step.err, step.code = kept(step.out, out), kept(step.err, err), done.returncode
    return failures, steps, rest


def text_of(steps, rest):
    lines = []
    for step in steps:
        lines += step.before
        lines += ["%s %s" % (">" if i else "$", part) for i, part in enumerate(step.command.split("\n"))]
        lines += [("| " + line).rstrip() for line in step.out] + [("! " + line).rstrip() for line in step.err]
        lines += ["= %d" % step.code] if step.code else []
    return "\n".join(lines + rest) + "\n"


def check_itself(program, root):
    """Four commands that print, or return, something else than expected must be found."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "planted.test")
        with open(path, "w") as f:
            f.write("$ echo a\n| b\n$ echo a\n$ echo a >&2\n$ exit 3\n$ echo abc; exit 2\n| a{*}\n= 2\n$ true\n| gone\n$ seq 5\n| 1\n| {...}\n| 5\n")
        if len(run_file(path, program, root)[0]) != 5:
            sys.exit("cli_test itself: planted faults were not found")


def main():
    program, root, args = sys.argv[1], sys.argv[2], sys.argv[3:]
    updating = args[:1] == ["--update"]
    check_itself(program, root)
    commands = failed = 0
    for path in args[updating:] or sorted(glob.glob(os.path.join(root, "tests", "cli", "*.test"))):
        failures, steps, rest = run_file(path, program, root)
        commands, failed = commands + len(steps), failed + len(failures)
        print("\n".join(failures), end="\n" if failures else "")
        if updating and failures:
            with open(path, "w", encoding="utf-8") as f:
                f.write(text_of(steps, rest))
    print("cli: %d commands, %d failed" % (commands, failed))
    return 1 if failed and not updating else 0


if __name__ == "__main__":
    sys.exit(main())
