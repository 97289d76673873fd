"""Random worlds, told as Reeve scripts, and requests about them."""
import dataclasses
import datetime
import random

ALL = ["view", "create", "edit", "delete"]
KINDS = {  # name: (what it lives in, actions, attributes)
    "customer": ("partner", ALL + ["disable"], {}),
    "user": ("partner", ALL + ["disable", "reset"], {}),
    "role": ("partner", ALL, {}),
    "manager": ("partner", ALL, {}),
    "member": ("every account", ALL, {}),
    "audit": ("every account", ["view"], {}),
    "recipe": ("customer", ALL + ["run", "lock"], {"status": ["draft", "running"], "owner": "user", "weight": "number"}),
    "job": ("recipe", ALL + ["rerun"], {"owner": "user", "urgent": "yes/no"}),
    "step": ("job", ALL + ["lock"], {"note": "text", "due": "date"}),
    "staff": ("partner", ALL + ["lock"], {"owner": "user"}),
    "badge": ("staff", ALL, {"note": "text"}),
}
SCOPED = ["customer", "member", "audit", "recipe", "job", "step"]
USERS = ["ada", "bob", "cleo", "dan@initech.example", "eve", "fay o'hara", "gus", "hal, jr", "ida (temp)", "józef", "invited"]
CUSTOMERS = ["acme", "globex", "hooli", "stark & sons", "umbrella", "wonka, inc", "all"]
ROLES = ["Admin", "Viewer", "Success Manager", "Clerk", "Access-Admin", "managing"]
START = datetime.datetime(2026, 1, 1)


def name(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def instant(hours):
    return (START + datetime.timedelta(hours=hours)).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclasses.dataclass
class Record:
    kind: str
    name: str
    account: str  # "partner" for the partner
    above: "Record | None"
    values: dict
    locked: bool = False
    below: list = dataclasses.field(default_factory=list)

    @property
    def place(self):
        """As it stands behind `in`."""
        inside = f"{self.above.kind} {self.above.place}" if self.above else account_name(self.account)
        return f"{name(self.name)} in {inside}"

    @property
    def chain(self):
        return [self] + (self.above.chain if self.above else [])

    @property
    def locked_below(self):
        return any(r.locked or r.locked_below for r in self.below)


def account_name(account):
    return "partner" if account == "partner" else name(account)


@dataclasses.dataclass
class Request:
    now: str
    user: str
    action: str
    kind: str
    account: str
    record: "Record | None" = None  # for create: the one it will live in
    subject: "str | None" = None  # a user

    @property
    def is_of_record(self):
        return self.record is not None

    @property
    def question(self):
        words = f"can {name(self.user)} {self.action} {self.kind}"
        if self.subject:
            return f"{words} {name(self.subject)}"
        if self.record is None:
            return f"{words} in {account_name(self.account)}"
        if self.action == "create":
            return f"{words} in {self.record.kind} {self.record.place}"
        return f"{words} {self.record.place}"

    @property
    def milliseconds(self):
        moment = datetime.datetime.strptime(self.now, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=datetime.timezone.utc)
        return int(moment.timestamp() * 1000)

    @property
    def levels(self):
        """The record asked about and those above it, by kind."""
        return {r.kind: r for r in self.record.chain} if self.record else {}


class World:
    """Worlds differ in what there is of: some have no terms, some no records, so that no target refuses all of them."""

    def __init__(self, seed):
        self.seed = seed
        self.random = random.Random(seed)
        self.has_terms = seed % 3 != 0
        self.has_conditions = seed % 4 != 1
        self.has_locks = seed % 4 in (0, 2)
        self.users = USERS[:self.random.randint(4, len(USERS))]
        self.customers = CUSTOMERS[:self.random.randint(3, len(CUSTOMERS))]
        self.records = []
        self.classes = {}
        first = ['define partner "Initech"', *self.kinds(), *self.roles(), *self.people(), *self.things()]
        first += [self.grant() for _ in range(self.random.randint(10, 40))]
        later = [self.grant() for _ in range(self.random.randint(0, 12))]
        self.random.shuffle(later)
        self.history = [(instant(0), first), (instant(20), later + [self.status() for _ in range(3)])]
        self.moments = [instant(h) for h in sorted(self.random.sample(range(20, 140), 2))]

    def kinds(self):
        yield "define kind customer { has plan one of free, pro; has region; has seats number }"
        for kind, (home, actions, attributes) in KINDS.items():
            if kind not in ("customer", "user", "role", "manager", "member", "audit"):
                plural = f" plural {kind}" if kind == "staff" else ""
                has = "".join(
                    f"has {a} {'one of ' + ', '.join(t) if isinstance(t, list) else t}; " if t != "text" else f"has {a}; "
                    for a, t in attributes.items())
                yield f"define kind {kind}{plural} in {home} {{ {has}can {', '.join(actions)} }}"

    # Roles

    def roles(self):
        for at, role in enumerate(ROLES):
            self.classes[role] = self.random.choice(["system ", "system ", "inheritable ", ""])
            lines = [self.permission(role) for _ in range(self.random.randint(1, 6))]
            if at and self.random.random() < 0.25:
                lines.insert(0, f"includes {name(self.random.choice(ROLES[:at]))}")
            if self.random.random() < 0.3:
                lines.append("can do anything to anything")
            if self.random.random() < 0.3:
                lines.append(f"can {self.random.choice(['view', 'edit', 'view, edit'])} self")
            yield f"define {self.classes[role]}role {name(role)} {{ {'; '.join(lines)} }}"

    def permission(self, role):
        reach = ""
        kind = self.random.choice(list(KINDS) + ["anything", "recipe", "recipe", "job", "step", "customer"])
        if (kind in SCOPED or kind == "anything") and self.random.random() < 0.5:
            bases = ["all", "unassigned"] + (["own", "own"] if self.classes[role] else [])
            reach = f" in {self.random.choice(bases)} customers"
            if self.random.random() < 0.5:
                reach += f" where {self.condition()}"
        if kind == "anything" or self.random.random() < 0.15:
            what = f"can do anything to {kind}"
        else:
            actions = KINDS[kind][1]
            what = f"can {', '.join(self.random.sample(actions, self.random.randint(1, len(actions))))} {kind}"
            attributes = KINDS[kind][2]
            if attributes and self.has_conditions and self.random.random() < 0.35:
                attribute = self.random.choice(list(attributes))
                values = [self.value(attributes[attribute]) for _ in range(self.random.randint(1, 2))]
                if attributes[attribute] == "user":
                    values = [self.random.choice(["$user", v]) for v in values]
                values = list(dict.fromkeys(values))
                what += f" where {attribute} = {values[0]}" if len(values) == 1 else f" where {attribute} in ({', '.join(values)})"
        return what + reach

    def condition(self):
        return self.random.choice([
            "plan = pro", "region = EU", "region in (EU, US)", "plan != pro", "seats >= 5", "region is set",
            "plan = free and region = US", "not region = EU", "plan = pro or seats < 3"])

    def value(self, kind):
        if isinstance(kind, list):
            return self.random.choice(kind)
        return {"user": lambda: name(self.random.choice(self.users)), "number": lambda: self.random.choice(["1", "2.5"]),
                "yes/no": lambda: self.random.choice(["yes", "no"]), "date": lambda: self.random.choice(["2026-01-02", "2026-03-04"]),
                "text": lambda: self.random.choice(['"a b"', "plain"])}[kind]()

    # People and things

    def people(self):
        for user in self.users:
            yield f"add user {name(user)}"
        for customer in self.customers:
            values = [f"plan = {self.random.choice(['free', 'pro'])}"]
            if self.random.random() < 0.7:
                values.append(f"region = {self.random.choice(['EU', 'US', 'Asia'])}")
            if self.random.random() < 0.7:
                values.append(f"seats = {self.random.randint(0, 9)}")
            yield f"add customer {name(customer)} with {', '.join(values)}"

    def things(self):
        for number in range(self.random.randint(4, 16)):
            kind = self.random.choice(["recipe", "recipe", "job", "job", "step", "staff", "badge"])
            home = KINDS[kind][0]
            above = None
            if home in KINDS:
                choice = [r for r in self.records if r.kind == home]
                if not choice:
                    continue
                above = self.random.choice(choice)
                account = above.account
            else:
                account = "partner" if home == "partner" else self.random.choice(self.customers)
            values = {a: self.value(t) for a, t in KINDS[kind][2].items() if self.random.random() < 0.7}
            record = Record(kind, f"{kind} {number}", account, above, values)
            self.records.append(record)
            if above:
                above.below.append(record)
            given = ", ".join(f"{a} = {v}" for a, v in values.items())
            yield f"add {kind} {record.place}" + (f" with {given}" if given else "")
        for record in self.records:
            if self.has_locks and "lock" in KINDS[record.kind][1] and self.random.random() < 0.3:
                record.locked = True
                yield f"lock {record.kind} {record.place}"

    # Grants: some are refused, which changes nothing

    def term(self):
        if not self.has_terms or self.random.random() < 0.5:
            return ""
        begin = f" from {instant(self.random.randint(10, 100))}" if self.random.random() < 0.4 else ""
        end = f" until {instant(self.random.randint(21, 160))}" if not begin or self.random.random() < 0.5 else ""
        return begin + end

    def grant(self):
        user = name(self.random.choice(self.users))
        role = name(self.random.choice(ROLES))
        managing = [r for r, sort in self.classes.items() if sort] or ROLES
        manager = name(self.random.choice(managing[:2]))
        some = ", ".join(name(c) for c in self.random.sample(self.customers, self.random.randint(1, 2)))
        scope = self.random.choice([
            some, some, some, "all customers", f"all customers except {some}", f"all customers where {self.condition()}",
            f"all customers where {self.condition()} except {some}"])
        return self.random.choice([
            f"invite {user} as {role} to partner{self.term()}", f"invite {user} as {role} to partner{self.term()}",
            f"invite {user} as {role} to {some}{self.term()}", f"invite {user} as {role} to {some}{self.term()}",
            f"assign {user} as {manager} to {scope}{self.term()}", f"assign {user} as {manager} to {scope}{self.term()}",
            f"uninvite {user} from {some}", f"unassign {user} from {some}"])

    def status(self):
        return self.random.choice([
            f"disable user {name(self.random.choice(self.users))}",
            f"disable customer {name(self.random.choice(self.customers))}",
            f"change customer {name(self.random.choice(self.customers))} with plan = {self.random.choice(['free', 'pro'])}",
            self.grant()])

    # Requests

    def requests(self, now, count, chance):
        for _ in range(count):
            user = chance.choice(self.users)
            if self.records and chance.random() < 0.4:
                record = chance.choice(self.records)
                under = [k for k, (home, _, _) in KINDS.items() if home == record.kind]
                if under and chance.random() < 0.25:
                    yield Request(now, user, "create", under[0], record.account, record)
                else:
                    action = chance.choice([a for a in KINDS[record.kind][1] if a != "create"])
                    yield Request(now, user, action, record.kind, record.account, record)
            elif chance.random() < 0.08:
                other = user if chance.random() < 0.7 else chance.choice(self.users)
                yield Request(now, user, chance.choice(["view", "edit", "delete"]), "user", "partner", subject=other)
            else:
                kind = chance.choice(list(KINDS))
                account = chance.choice(self.customers + (["partner"] if chance.random() < 0.6 else []))
                yield Request(now, user, chance.choice(KINDS[kind][1]), kind, account)
