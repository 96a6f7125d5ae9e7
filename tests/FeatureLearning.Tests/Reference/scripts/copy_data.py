"""Copy the project's reference cases into data/ (minified; proportional.json gzipped with mtime 0). Values are
re-serialised with Python's shortest round-trip repr, so every double is bit-identical to the source; the script asserts it.

    python3 scripts/copy_data.py DIRECTORY-WITH-linear.json-AND-proportional.json
"""
import gzip, json, pathlib, sys

HERE = pathlib.Path(__file__).resolve().parent.parent / "data"
source = pathlib.Path(sys.argv[1])
for name in ("linear", "proportional"):
    content = json.loads((source / f"{name}.json").read_text())
    text = json.dumps(content, separators=(",", ":"))
    assert json.loads(text) == content
    if name == "linear":
        (HERE / "linear.json").write_text(text + "\n")
    else:
        (HERE / "proportional.json.gz").write_bytes(gzip.compress(text.encode(), 9, mtime=0))
