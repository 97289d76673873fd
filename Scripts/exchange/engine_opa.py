"""The bundle for OPA, as rego-cpp has it."""
import importlib.metadata
import json

import regopy

TARGET = "opa"
OPTIONS = [[]]


def version():
    return "regopy " + importlib.metadata.version("regopy")


def value(written):
    """As a request brings it: numbers and flags as such, all else as text."""
    if written in ("yes", "no"):
        return written == "yes"
    if written[0] == '"':
        return written[1:-1]
    return json.loads(written) if written.replace(".", "").isdigit() else written


def record(r):
    return {"attributes": {a: value(v) for a, v in r.values.items()}, "locked": r.locked, "locked_below": r.locked_below}


def asked(r):
    found = {"user": r.user, "action": r.action, "kind": r.kind, "account": r.account, "now": r.milliseconds}
    if r.subject:
        found["subject"] = r.subject
    if r.record:
        first, *above = r.record.chain
        found["record"] = record(first) | {"above": [record(a) for a in above]}
    return found


def decide(out, requests):
    # Compiled once, as a fleet does it.
    engine = regopy.Interpreter()
    with open(f"{out}/policy.rego") as file:
        engine.add_module("policy", file.read())
    with open(f"{out}/data.json") as file:
        engine.add_data_json(file.read())
    bundle = engine.build("x := data.reeve.allow")
    answers = []
    for r in requests:
        # rego-cpp reads a term here, in which `\\u00f3` is not `ó`.
        engine.set_input_term(json.dumps(asked(r), ensure_ascii=False))
        answer = engine.query_bundle(bundle).results[0].bindings["x"]
        assert answer in (True, False), answer
        answers.append(answer)
    return answers


def plant(out):
    """What one manages shadows the invite, instead of the other way round."""
    with open(f"{out}/policy.rego") as file:
        text = file.read()
    team = 'route := "team" if live(user.team[account])'
    manager = "    not live(user.team[account])\n    manages(account)\n"
    assert team in text and manager in text
    text = text.replace(team, 'route := "team" if {\n    live(user.team[account])\n    not manages(account)\n}')
    with open(f"{out}/policy.rego", "w") as file:
        file.write(text.replace(manager, "    manages(account)\n"))
