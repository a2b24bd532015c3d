#!/usr/bin/env python3
"""Makes the texts that the built-in table is distilled on, out of Debian packages.

debian-texts.py FOLDER OUT.jsonl

Downloads the packages of debian-packages.tsv into FOLDER where they are missing (apt-get download; nothing is
installed), and writes JSON lines {"source": package, "text": passage} for `kb embed distil --text`. Passages are prose
of 30 to 110 words out of manuals, and what programs say to people (message catalogues), one by one. The same packages
give the same file.
"""
import argparse
import gzip
import html
import json
import os
import random
import re
import struct
import subprocess
import sys
import tempfile
from multiprocessing import Pool

LARGEST_FILE = 4 << 20
SHORTEST, LONGEST = 30, 110  # words of a passage
NOT_TEXT = re.compile(r"<(script|style|pre|head)\b.*?</\1\s*>|<!--.*?-->", re.S | re.I)
BLOCK = re.compile(
    r"</?(address|article|br|caption|d[dtl]|div|entry|figure|footer|h\d|header|item|li|listitem|note|ol|p|page|para"
    r"|section|table|t[dhr]|term|title|ul)\b[^>]*>", re.I)
TAG = re.compile(r"<[^>]*>")
ROFF_REQUEST = re.compile(r"^[.'](\\\"|[A-Za-z]{1,3}\b) ?(.*)$")
ROFF_ESCAPE = re.compile(r"\\(f(\[\w*\]|\(..|.)|s[-+]?\d|\(..|\[[^]]*\]|[&|^%])")
OTHER_LANGUAGE = re.compile(
    r"[/._-](ar|bg|ca|cs|da|de|el|eo|es|et|eu|fa|fi|fr|gl|he|hi|hr|hu|id|it|ja|ko|lt|lv|nb|nl|nn"
    r"|pl|pt|pt_BR|pt-br|ro|ru|sk|sl|sr|sv|tr|uk|vi|zh|zh_CN|zh_TW|zh-cn|zh-tw)([/_.-]|$)")
WORD = re.compile(r"[A-Za-z]{2,}")
PLACEHOLDER = re.compile(r"%(\d+\$)?[-+ #0']*[\d.*]*(?:[hlLqjzt]{0,2})[a-zA-Z]|%\d+|%\([^)]*\)\w|\{[^{}]*\}|\$\{?\w+\}?")
MARKUP_SUFFIXES = {"html", "htm", "xhtml", "xml", "page", "docbook"}
TEXT_SUFFIXES = MARKUP_SUFFIXES | {"txt", "rst", "md", "adoc", "catalog"}


def is_prose(text):
    words = text.split()
    plain = sum(1 for word in words if WORD.match(word))
    return len(words) >= 5 and plain >= 0.75 * len(words) and sum(map(len, words)) < 9 * len(words) and text.isascii()


def read(path):
    with (gzip.open if path.endswith(".gz") else open)(path, "rb") as file:
        return file.read(LARGEST_FILE).decode("utf-8", "ignore")


def without_markup(text):
    return html.unescape(TAG.sub("", BLOCK.sub("\n\n", NOT_TEXT.sub("\n\n", text))))


def without_roff(text):
    lines = []
    for line in text.splitlines():
        if request := ROFF_REQUEST.match(line):
            name, rest = request.groups()
            # Paragraphs and headings part what stands around them; of words in another face the text stays.
            line = rest if name in ("B", "I", "BR", "IR", "RB", "RI", "BI", "IB", "Nm", "Fl", "Ar", "Xr", "Pa", "Cm") else "\n"
        lines.append(ROFF_ESCAPE.sub("", line).replace("\\-", "-").replace("\\e", "\\"))
    return "\n".join(lines)


def passages(text):
    """Paragraphs that are prose, short ones together."""
    words = []
    for paragraph in re.split(r"\n\s*\n", text):
        paragraph = " ".join(paragraph.split())
        if not is_prose(paragraph):
            continue
        words += paragraph.split()
        while len(words) >= LONGEST:
            yield " ".join(words[:LONGEST])
            words = words[LONGEST:]
        if len(words) >= SHORTEST:
            yield " ".join(words)
            words = []


def messages(path):
    """What a program says: the untranslated texts of a compiled message catalogue (the .mo format of GNU gettext)."""
    with open(path, "rb") as file:
        catalogue = file.read()
    if len(catalogue) < 20 or struct.unpack_from("<I", catalogue)[0] != 0x950412DE:
        return
    count, originals = struct.unpack_from("<II", catalogue, 8)
    for i in range(count):
        length, offset = struct.unpack_from("<II", catalogue, originals + 8 * i)
        text = catalogue[offset:offset + length].split(b"\0")[0].split(b"\4")[-1].decode("utf-8", "ignore")
        text = " ".join(PLACEHOLDER.sub("", without_markup(text)).replace("_", "").replace("&", "").replace("~", "").split())
        if is_prose(text):
            yield " ".join(text.split()[:LONGEST])


def glosses(path):
    """A dictionary's entries as WordNet keeps them: the words of a meaning, and its explanation."""
    with open(path, encoding="ascii") as file:
        lines = file.readlines()
    for line in lines:
        if line.startswith(" ") or "|" not in line:
            continue
        fields, gloss = line.split("|", 1)
        fields = fields.split()
        words = [fields[4 + 2 * i].split("(")[0].replace("_", " ") for i in range(int(fields[3], 16))]
        text = f"{', '.join(words)}: {' '.join(gloss.split())}"
        if text.isascii() and len(text.split()) >= 4:
            yield " ".join(text.split()[:LONGEST])


def of_file(path):
    name = path[:-3] if path.endswith(".gz") else path
    suffix = name.rsplit(".", 1)[-1].lower() if "." in os.path.basename(name) else ""
    if suffix == "mo":
        # One language's catalogue has all the originals.
        return list(messages(path)) if "/locale/de/" in path else []
    if os.path.basename(path) in ("data.noun", "data.verb", "data.adj", "data.adv"):
        return list(glosses(path))
    if path.endswith(".dict.dz"):
        with gzip.open(path, "rb") as file:
            return list(passages(file.read().decode("utf-8", "ignore")))
    is_manual = "/man/man" in path
    if OTHER_LANGUAGE.search(path) or not (is_manual or suffix in TEXT_SUFFIXES):
        return []
    text = read(path)
    return list(passages(without_roff(text) if is_manual else without_markup(text) if suffix in MARKUP_SUFFIXES else text))


def of_package(argument):
    package, most = argument
    found, seen = [], set()
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["dpkg", "-x", package, folder], check=True, stderr=subprocess.DEVNULL)
        files = sorted(os.path.join(root, name) for root, _, names in os.walk(folder) for name in names)
        random.Random(1).shuffle(files)
        for path in files:
            if len(found) >= 3 * most:
                break
            if os.path.islink(path) or (os.path.getsize(path) > LARGEST_FILE and not path.endswith((".mo", "data.noun"))):
                continue
            try:
                texts = of_file(path)
            except (OSError, EOFError, ValueError, IndexError, struct.error, gzip.zlib.error):
                continue
            for text in texts:
                if text not in seen:
                    seen.add(text)
                    found.append(text)
    # Files of a package are much alike: what is left out is left out everywhere.
    random.Random(2).shuffle(found)
    return os.path.basename(package).split("_")[0], found[:most]


def download(packages, folder):
    os.makedirs(folder, exist_ok=True)
    there = {name.split("_")[0] for name in os.listdir(folder) if name.endswith(".deb")}
    for package in packages:
        if package in there:
            continue
        if subprocess.run(["apt-get", "download", "-q", package], cwd=folder, stdout=subprocess.DEVNULL).returncode != 0:
            sys.exit(f"debian-texts.py: {package} cannot be downloaded")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("out")
    arguments = parser.parse_args()
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "debian-packages.tsv")) as file:
        most = {package: int(passages) for package, passages, _ in (line.split("\t") for line in file.read().splitlines()[1:])}
    download(most, arguments.folder)
    debs = sorted(name for name in os.listdir(arguments.folder) if name.endswith(".deb") and name.split("_")[0] in most)
    written, seen = 0, set()
    with open(arguments.out, "w") as out, Pool(2) as pool:
        for package, texts in pool.imap(of_package, [(os.path.join(arguments.folder, deb), most[deb.split("_")[0]]) for deb in debs]):
            texts = [text for text in texts if text not in seen]
            seen.update(texts)
            written += len(texts)
            for text in texts:
                out.write(json.dumps({"source": package, "text": text}) + "\n")
            print(f"{package}: {len(texts)}", file=sys.stderr, flush=True)
    print(f"{written} passages", file=sys.stderr)


if __name__ == "__main__":
    main()
