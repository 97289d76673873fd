"""Casbin, as pycasbin has it. It tries row after row; its FastEnforcer, made for that, reads no model with a `g2`."""
import collections
import importlib.metadata
import logging

import casbin

TARGET = "casbin"
OPTIONS = [[], ["--flatten", "--kinds-only"]]
KEPT = set(b"_-.@+/:*&=") | {b for b in range(256) if b >= 0x80 or chr(b).isascii() and chr(b).isalnum()}


def version():
    return "pycasbin " + importlib.metadata.version("pycasbin")


def encoded(name):
    """Grammar/exchange.md: names in policy.csv and in requests."""
    return b"".join(bytes([b]) if b in KEPT else b"%%%02x" % b for b in name.encode()).decode()


def decide(out, requests):
    """Each of the enforcer's own answers, from the rows of the request's action and kind; every fiftieth also from all rows."""
    logging.disable(logging.CRITICAL)
    enforcer = casbin.Enforcer(f"{out}/model.conf", f"{out}/policy.csv")
    policy = enforcer.get_model()["p"]["p"]
    rows = policy.policy
    of = collections.defaultdict(list)
    for row in rows:
        of[row[1], row[2]].append(row)

    def enforce(subject, action, kind, account):
        policy.policy = of[action, kind]
        return enforcer.enforce(subject, action, kind, account)

    answers = [one(enforce, r) for r in requests]
    policy.policy = rows
    for r, answer in list(zip(requests, answers))[::50]:
        assert one(enforcer.enforce, r) == answer, f"{r.question}: the rows left out would have answered otherwise"
    return answers


def one(enforce, r):
    account = r.account if r.account == "partner" else encoded("c:" + r.account)
    kinds = [r.kind]
    if r.subject == r.user:
        kinds.append("self")
    return any(enforce(encoded("u:" + r.user), encoded(r.action), encoded(kind), account) for kind in kinds)


def plant(out):
    """An invite shadows nothing any more."""
    with open(f"{out}/policy.csv") as file:
        lines = [line for line in file if ", invited, " not in line]
    with open(f"{out}/policy.csv", "w") as file:
        file.writelines(lines)
