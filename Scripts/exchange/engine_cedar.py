"""Cedar, as cedarpy has it; its validator reads every export strictly."""
import importlib.metadata
import json

import cedarpy

TARGET = "cedar"
OPTIONS = [[], ["--flatten"]]
USERS = ("owner",)


def version():
    return "cedarpy " + importlib.metadata.version("cedarpy")


def value(attribute, written):
    """As a request brings it: users as entities, flags as such, all else as text."""
    text = written[1:-1] if written[0] == '"' else written
    if attribute in USERS:
        return {"__entity": {"type": "User", "id": text}}
    return text == "yes" if text in ("yes", "no") else text


def asked(r):
    context = {"now": r.milliseconds, "records": {
        kind: {"locked": record.locked, "attributes": {a: value(a, v) for a, v in record.values.items()}}
        for kind, record in r.levels.items()}}
    if r.record:
        context["lockedBelow"] = r.record.locked_below
    if r.subject:
        context["subject"] = {"__entity": {"type": "User", "id": r.subject}}
    resource = {"type": "Partner", "id": "partner"} if r.account == "partner" else {"type": "Customer", "id": r.account}
    return {"principal": {"type": "User", "id": r.user}, "action": {"type": "Action", "id": f"{r.action} {r.kind}"},
            "resource": resource, "context": context}


def read(out, name):
    with open(f"{out}/{name}") as file:
        return file.read()


def decide(out, requests):
    policies, schema, entities = (read(out, f"{name}.json") for name in ("policies", "schema", "entities"))
    unlinked = json.dumps(json.loads(policies) | {"templateLinks": []})
    valid = cedarpy.validate_policies(cedarpy.policies_from_json_str(unlinked), schema)
    assert valid.validation_passed, [str(e) for e in valid.errors][:5]
    answers = cedarpy.is_authorized_batch(
        [asked(r) for r in requests], cedarpy.PolicySet.from_json_str(policies), entities, schema)
    for answer in answers:
        assert not answer.diagnostics.errors, answer.diagnostics.errors
    return [answer.allowed for answer in answers]


def plant(out):
    """An invite shadows nothing any more."""
    entities = json.loads(read(out, "entities.json"))
    for entity in entities:
        if "invited" in entity["attrs"]:
            entity["attrs"]["invited"] = []
    with open(f"{out}/entities.json", "w") as file:
        json.dump(entities, file)
