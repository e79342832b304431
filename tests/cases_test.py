#!/usr/bin/env python3
"""Runs the cases of tests/cases/*.txt: a text, and what must be found in it. No C++ and no rebuild to add one.

    cases_test.py SOURCIER ROOT [FILE...]          run them; FILE stands for all cases
    cases_test.py SOURCIER ROOT --update [FILE...] rewrite failing lines with what is found: read the diff, then commit
    cases_test.py SOURCIER ROOT --show [KEY=VALUE...]   the lines for the text on standard input, to paste into a case

Set SOURCIER_OPTIONS to add options, such as `--languages extractors/languages` after an edit of rules or lexicons.

    @@ --language fr                       before the first case: options of `sourcier extract` for this file
    == A name for the case                 `# ...` is a comment line, anywhere
    @ published=2024-05-02                 fields of the document (title, published, url, language), where there are any
    Environ 80 salariés depuis 2023.       the text, as many lines as wanted; \\u202f and the like are the character
    -> quantity "80 salariés" number=80 unit=salariés qualifier=approx
    -> date "2023" edtf=2023 role=since
    -> no claim
    ~> ...                                 wanted, but not found yet: reported, not failed

A line is a kind, the surface in quotes, and keys of the record with their values; keys not named are not looked at.
Kinds: the `kind` of figures and times; `entity`; `attribution` (surface: its content); `claim` (surface: its figure);
`block` (surface: how it begins); `document` and `problem` (no surface).
Values: null; "with spaces"; for a role of a claim or attribution its text, or its canonical name where it has no text; for
a list, what one of its members says (`hedges=environ`). `subject.canonical=x` looks deeper.
Figures and times are complete: all of a case must be listed as soon as one figure, or one time, is. `no figure`, `no time`,
`no entity "Orange"`, `no claim` forbid. A line takes one record: two lines for a figure that stands twice.
"""
import glob
import json
import os
import re
import shlex
import subprocess
import sys

FIGURES = "money percent ratio multiple number ordinal quantity".split()
TIMES = "date time duration set".split()
FAMILIES = {"figure", "time", "entity", "attribution", "claim", "block", "document", "problem"}
SHOWN = {
    "figure": "number low high unit qualifier per direction",
    "time": "edtf role mod duration qualifier",
    "entity": "class canonical",
    "attribution": "kind source cue",
    "claim": "claim_type subject object measure number unit direction time epistemic said_by",
    "block": "role",
}


class Case:
    def __init__(self, path, line, name):
        self.path, self.line, self.name = path, line, name
        self.fields, self.text, self.wants = {}, [], []   # wants: (line number, sign, kind, surface, {key: value})
        self.records = []

    def document(self):
        return {**self.fields, "text": "\n".join(self.text).strip("\n")}

    def __str__(self):
        return "%s:%d: %s" % (self.path, self.line, self.name)


def unescape(text):
    return re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m.group(1), 16)), text)


def read_pairs(text):
    """key=value key="more than a word" -> {key: value}"""
    pairs = {}
    for key, quoted, plain in re.findall(r'([\w.]+)=(?:"([^"]*)"|(\S*))', text):
        pairs[key] = unescape(plain or quoted)
    return pairs


def read_want(path, number, line):
    m = re.fullmatch(r'(->|~>) (no )?([a-z]+)(?: "([^"]*)")?((?: [\w.]+=(?:"[^"]*"|[^\s"]\S*))*)', line)
    if not m or m.group(3) not in FAMILIES | set(FIGURES + TIMES):
        sys.exit("%s:%d: expected '-> KIND \"surface\" key=value...', found '%s'" % (path, number, line))
    surface = None if m.group(4) is None else unescape(m.group(4))
    return (number, m.group(1) + (" no" if m.group(2) else ""), m.group(3), surface, read_pairs(m.group(5)))


def read_cases(path):
    """(options, cases)"""
    options, cases = [], []
    with open(path, encoding="utf-8") as f:
        for number, line in enumerate(f.read().splitlines(), 1):
            if line.startswith("#"):
                continue
            if line.startswith("== "):
                cases.append(Case(path, number, line[3:].strip()))
            elif not cases:
                if line.startswith("@@ "):
                    options += shlex.split(line[3:])
                elif line.strip():
                    sys.exit("%s:%d: expected '== name' first, found '%s'" % (path, number, line))
            elif line[:2] in ("->", "~>"):
                cases[-1].wants.append(read_want(path, number, line.rstrip()))
            elif line.startswith("@ "):
                cases[-1].fields.update(read_pairs(line[2:]))
            elif cases[-1].wants:
                if line.strip():
                    sys.exit("%s:%d: expected '->' or '== name', found '%s'" % (path, number, line))
            else:
                cases[-1].text.append(unescape(line))
    for case in cases:
        if not case.wants:
            sys.exit("%s: expects nothing" % case)
    return options, cases


def extract(program, options, cases):
    """Fills case.records: (kind, surface, record)."""
    lines = "".join(json.dumps(c.document(), ensure_ascii=False) + "\n" for c in cases)
    command = [program, "extract", *options, *shlex.split(os.environ.get("SOURCIER_OPTIONS", ""))]
    done = subprocess.run(command, input=lines.encode(), capture_output=True)
    if done.returncode not in (0, 3):
        sys.exit("%s: exit code %d\n%s" % (" ".join(command), done.returncode, done.stderr.decode()))
    by_id, case = {}, None
    for line in done.stdout.decode().splitlines():
        r = json.loads(line)
        if "source" in r and r["type"] in ("document", "problem") and r["source"]["record"] is not None:
            case = cases[r["source"]["record"]]
        if r["type"] == "document":
            text = case.document()["text"]
            case.records.append(("document", None, r))
            case.records += [("block", text[b["char_start"]:b["char_end"]], b) for b in r["blocks"]]
        elif r["type"] == "claim":
            case.records.append(("claim", r["figure_text"], r))
        elif r["type"] == "attribution":
            case.records.append(("attribution", r["content"][0]["text"] if r["content"] else None, r))
        else:
            case.records.append((r.get("kind") or r["type"], r.get("text"), r))


def value_at(record, key):
    """What a record says under a key, as it is written in a case."""
    for part in key.split("."):
        record = record.get(part) if isinstance(record, dict) else None
    return record


def spell(value):
    if value is None:
        return ["null"]
    if isinstance(value, list):
        return [s for v in value for s in spell(v)] or ["null"]
    if isinstance(value, dict):
        return [str(value.get("text") or value.get("canonical") or value.get("edtf"))]
    return ["true" if value is True else "false" if value is False else str(value)]


def family(kind):
    return "figure" if kind in FIGURES else "time" if kind in TIMES else kind


def matches(want, found, taken, with_values=True):
    _, sign, kind, surface, pairs = want
    fkind, fsurface, record = found
    if id(record) in taken:
        return False
    if sign.endswith("no"):
        if kind not in (fkind, family(fkind)):
            return False
    elif kind != fkind:
        return False
    if surface is not None and surface != fsurface and not (kind == "block" and (fsurface or "").startswith(surface)):
        return False
    return not with_values or all(v in spell(value_at(record, k)) for k, v in pairs.items())


def quote(text):
    text = "".join(c if c.isprintable() and (c == " " or not c.isspace()) else "\\u%04x" % ord(c) for c in str(text))
    return text if re.fullmatch(r'[^\s"]+', text) else '"%s"' % text.replace('"', "\\u0022")


def compose(sign, kind, surface, record, keys):
    line = "%s %s" % (sign, kind)
    if surface is not None:
        text = quote(surface)
        line += " " + (text if text.startswith('"') else '"%s"' % text)
    return line + "".join(" %s=%s" % (k, quote(spell(value_at(record, k))[0])) for k in keys)


def default_line(found):
    kind, surface, record = found
    keys = [k for k in SHOWN.get(family(kind), "").split() if spell(value_at(record, k)) not in (["null"], ["exact"], ["asserted"])]
    if "number" in keys:
        keys = [k for k in keys if k not in ("low", "high")]
    if kind == "block":
        surface = surface.split("\n")[0][:30]
    return compose("->", kind, surface, record, keys)


def check(case):
    """[(want or None, message, line to write instead or None)] for what fails, and the ~> lines that hold."""
    failures, missed, taken, now_hold = [], [], set(), []
    # Lines with most keys first, so that a loose line does not take another's record.
    for want in sorted(case.wants, key=lambda w: -len(w[4])):
        sign = want[1]
        found = next((f for f in case.records if matches(want, f, taken)), None)
        if sign.endswith("no"):
            if found and sign[0] == "-":
                failures.append((want, "must not be there: " + default_line(found)[3:], ""))
        elif found:
            taken.add(id(found[2]))
            if sign == "~>":
                now_hold.append(want)
        elif sign == "->":
            missed.append(want)
    for want in missed:
        _, sign, kind, surface, pairs = want
        near = next((f for f in case.records if matches(want, f, taken, False)), None)
        if near:
            taken.add(id(near[2]))
            failures.append((want, "found: " + default_line(near)[3:], compose("->", kind, surface if kind == "block" else near[1], near[2], pairs)))
        else:
            failures.append((want, "not found", ""))
    for name in ("figure", "time"):
        if any(w[1] == "->" and family(w[2]) == name for w in case.wants):
            pending = [w for w in case.wants if w[1] == "~>"]
            for f in case.records:
                if family(f[0]) == name and id(f[2]) not in taken and f[2]["type"] == name and not any(w[3] and f[1] in w[3] for w in pending):
                    failures.append((None, "not listed: " + default_line(f)[3:], default_line(f)))
    return failures, now_hold


def update(path, failures):
    """Writes the lines found instead of those that failed."""
    with open(path, encoding="utf-8") as f:
        lines = f.read().splitlines()
    for case, (want, _, instead) in sorted(failures, key=lambda x: -(x[1][0] or x[0].wants[-1])[0]):
        at = (want or case.wants[-1])[0]
        lines[at - 1 if want else at:at] = [instead] if instead else []
    with open(path, "w", encoding="utf-8") as f:
        f.write("\n".join(lines) + "\n")


def check_itself(program):
    """A case in which every line is wrong must fail line by line."""
    case = Case("itself", 0, "planted faults")
    case.text = ["L’usine emploie environ 80 salariés et 3 cadres depuis 2023."]
    case.wants = [read_want("itself", n, line) for n, line in enumerate([
        '-> quantity "80 salariés" number=81', '-> money "80 salariés"', '-> no time', '-> no quantity "3 cadres"',
        '-> quantity "80 salariés"', '-> document language=de'])]
    extract(program, ["--language", "fr"], [case])
    failed = [w[0] if w else "not listed" for w, _, _ in check(case)[0]]
    if sorted(map(str, failed)) != ["0", "1", "2", "3", "5", "not listed"]:
        sys.exit("cases_test itself: of the planted faults only these were found: %s" % failed)


def main():
    program, root, args = sys.argv[1], sys.argv[2], sys.argv[3:]
    if args[:1] == ["--show"]:
        case = Case("-", 0, "")
        case.fields, case.text = read_pairs(" ".join(args[1:])), sys.stdin.read().splitlines()
        extract(program, [], [case])
        print("\n".join(default_line(f) for f in case.records if f[0] not in ("document", "block")))
        return 0
    check_itself(program)
    updating = args[:1] == ["--update"]
    files = args[updating:] or sorted(glob.glob(os.path.join(root, "tests", "cases", "*.txt")))
    count = failed = waiting = 0
    for path in files:
        options, cases = read_cases(path)
        extract(program, options, cases)
        bad = []
        for case in cases:
            failures, now_hold = check(case)
            bad += [(case, f) for f in failures]
            failed += bool(failures)
            waiting += sum(w[1][0] == "~" for w in case.wants)
            for want, message, _ in failures:
                print("%s:%d: %s\n    %s" % (path, want[0] if want else case.line, case.name, message))
            for want in now_hold:
                print("%s:%d: %s: now holds, make it ->" % (path, want[0], case.name))
        count += len(cases)
        if updating and bad:
            update(path, bad)
            print("%s: rewritten" % path)
    print("cases: %d in %d files, %d failed, %d lines wanted but not found yet" % (count, len(files), failed, waiting))
    return 1 if failed and not updating else 0


if __name__ == "__main__":
    sys.exit(main())
