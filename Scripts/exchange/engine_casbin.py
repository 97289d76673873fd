"""Casbin, as pycasbin has it."""
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
    logging.disable(logging.CRITICAL)
    enforcer = casbin.Enforcer(f"{out}/model.conf", f"{out}/policy.csv")
    return [one(enforcer, r) for r in requests]


def one(enforcer, r):
    account = r.account if r.account == "partner" else encoded("c:" + r.account)
    kinds = [r.kind]
    if r.subject == r.user:
        kinds.append("self")
    return any(enforcer.enforce(encoded("u:" + r.user), encoded(r.action), encoded(kind), account) for kind in kinds)


def plant(out):
    """An invite shadows nothing any more."""
    with open(f"{out}/policy.csv") as file:
        lines = [line for line in file if ", invited, " not in line]
    with open(f"{out}/policy.csv", "w") as file:
        file.writelines(lines)
