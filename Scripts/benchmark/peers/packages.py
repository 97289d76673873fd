"""Peers that are Python packages, each in a process of its own.

usage: packages.py cedar-decide MEMBERS REQUESTS COUNT    W2: one batch, entities and policies parsed before
       packages.py dictionary MEMBERS REQUESTS            W2: a dictionary and a set of Python's own
       packages.py cedar-read POLICIES                    W5
       packages.py orjson FILE | json FILE                W3, W5: the whole document
       packages.py casbin WORDS                           W1: role links in memory, by one call
"""
import json
import sys
import time


def report(what, **figures):
    print(json.dumps({"what": what, **figures}), flush=True)


def lines(path):
    with open(path) as file:
        return file.read().splitlines()


def members(path):
    held, allowed = {}, {}
    for line in lines(path):
        kind, first, second, third = line.split()
        if kind == "m":
            held[(first, second)] = third
        elif third == "1":
            allowed.setdefault(first, set()).add(second)
    return held, allowed


def requests(path):
    return [(user, action, customer) for user, action, _, customer in map(str.split, lines(path))]


def middle(values):
    return sorted(values)[len(values) // 2]


def dictionary(members_path, requests_path):
    held, allowed = members(members_path)
    powers = {(role, action) for role, actions in allowed.items() for action in actions}
    asked, times = requests(requests_path), []
    for _ in range(5):
        yes, start = 0, time.perf_counter_ns()
        for user, action, customer in asked:
            if (held.get((user, customer)), action) in powers:
                yes += 1
        times.append((time.perf_counter_ns() - start) / len(asked))
    report("by name", nanoseconds=middle(times), yes=yes, asked=len(asked))


def cedar_decide(members_path, requests_path, count):
    """A customer's teams are groups, one a role; who is in the group may do what the role may. Cedar tells for each
    answer how long it took by its own clock; what the package adds around it is reported beside."""
    import cedarpy
    held, allowed = members(members_path)
    asked = requests(requests_path)[:int(count)]
    groups = {}
    for (user, customer), role in held.items():
        groups.setdefault(user, []).append({"type": "Team", "id": f"{role}@{customer}"})
    customers = sorted({customer for _, customer in held})
    users = sorted(set(groups) | {user for user, _, _ in asked})
    entities = [{"uid": {"type": "User", "id": user}, "attrs": {}, "parents": groups.get(user, [])} for user in users]
    entities += [{"uid": {"type": "Customer", "id": customer}, "parents": [],
                  "attrs": {role.lower(): {"__entity": {"type": "Team", "id": f"{role}@{customer}"}} for role in allowed}}
                 for customer in customers]
    entities += [{"uid": {"type": "Team", "id": f"{role}@{customer}"}, "attrs": {}, "parents": []}
                 for role in allowed for customer in customers]
    policies = "\n".join(
        "permit(principal, action in [{}], resource is Customer) when {{ principal in resource.{} }};".format(
            ", ".join(f'Action::"{action}"' for action in sorted(actions)), role.lower())
        for role, actions in allowed.items())
    entities, policies = json.dumps(entities), policies
    known = cedarpy.Entities.from_json_str(entities) if hasattr(cedarpy, "Entities") else entities
    parsed = cedarpy.PolicySet.from_str(policies) if hasattr(cedarpy, "PolicySet") else policies
    batch = [{"principal": f'User::"{user}"', "action": f'Action::"{action}"', "resource": f'Customer::"{customer}"',
              "context": {}} for user, action, customer in asked]
    own, around = [], []
    for _ in range(3):
        start = time.perf_counter_ns()
        answers = cedarpy.is_authorized_batch(batch, parsed, known)
        around.append((time.perf_counter_ns() - start) / len(batch))
        timers = [answer.metrics.get("authz_duration_micros") for answer in answers if answer.metrics]
        timers = [value for value in timers if value is not None]
        if timers:
            own.append(1000 * sum(timers) / len(timers))
    report("by name", nanoseconds=middle(own or around), around=middle(around), timer=int(bool(own)),
           yes=sum(answer.allowed for answer in answers), asked=len(batch))


def cedar_read(path):
    import cedarpy
    text = open(path).read()
    start = time.perf_counter_ns()
    if hasattr(cedarpy, "PolicySet"):
        cedarpy.PolicySet.from_str(text)
    else:
        cedarpy.policies_to_json_str(text)
    report("read", nanoseconds=time.perf_counter_ns() - start, statements=text.count("\n"))


def document(package, path):
    loads = __import__(package).loads
    start = time.perf_counter_ns()
    with open(path, "rb") as file:
        found = loads(file.read())
    report("read", nanoseconds=time.perf_counter_ns() - start, statements=len(found))


def casbin(path):
    import casbin
    model = casbin.Model()
    model.load_model_from_text("""
[request_definition]
r = sub, dom, act
[policy_definition]
p = role, act, dom
[role_definition]
g = _, _, _
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = g(r.sub, p.role, r.dom) && r.act == p.act
""")
    enforcer = casbin.Enforcer(model)
    # One call refuses a link that is given twice.
    given = list(dict.fromkeys(lines(path)))
    start = time.perf_counter_ns()
    if not enforcer.add_named_grouping_policies("g", [line.split() for line in given]):
        sys.exit("the links were refused")
    report("done", nanoseconds=time.perf_counter_ns() - start, statements=len(given))


if __name__ == "__main__":
    works = {"cedar-decide": cedar_decide, "dictionary": dictionary, "cedar-read": cedar_read, "casbin": casbin,
             "orjson": lambda path: document("orjson", path), "json": lambda path: document("json", path)}
    works[sys.argv[1]](*sys.argv[2:])
