"""The works W1 to W8: what each side does, and the goals. A side is measured in turn with the others, round by round, and
ratios are taken within a round: the machine's speed may drift from round to round."""
import os
import shutil
import statistics
import sys

from inputs import ANSWERS
from machine import Failed, run

HERE = os.path.dirname(os.path.abspath(__file__))
PACKAGES = [sys.executable, os.path.join(HERE, "peers", "packages.py")]


class Side:
    """Whoever does a work. `measure(size)` gives seconds for the whole of it, and perhaps bytes of memory."""

    def __init__(self, name, does, measure, needs=(), most=None, is_reeve=False):
        self.name, self.does, self.measure, self.needs, self.most = name, does, measure, needs, most
        self.is_reeve = is_reeve


class Result:
    """Of one side at one size: seconds and memory in every round."""

    def __init__(self):
        self.seconds, self.memory, self.failure = [], [], None

    @property
    def median(self):
        return statistics.median(self.seconds) if self.seconds else None


class Work:
    """`units(size)`: how many of what a time is divided by. `goals`: texts with a function of `self` that gives a value,
    and what it must not exceed (`most`) or fall below (`least`)."""

    def __init__(self, key, title, unit, sides, units=lambda size: size, goals=(), sizes=None, rounds=None,
                 shows_memory=True):
        self.key, self.title, self.unit, self.sides, self.units = key, title, unit, sides, units
        self.goals, self.sizes, self.rounds = goals, sizes, rounds
        self.shows_memory, self.results = shows_memory, {}

    def run(self, sizes, rounds, machine, tell, patience):
        for size in self.sizes or sizes:
            for number in range(self.rounds or (rounds if size < 1_000_000 else max(1, rounds - 2))):
                for side in self.sides:
                    if not machine.has(*side.needs) or (side.most and size > side.most):
                        continue
                    result = self.results.setdefault((side.name, size), Result())
                    # What takes very long is timed once.
                    if result.failure or (number and result.seconds and result.seconds[0] > patience):
                        continue
                    tell(f"{self.key} {size:,} {side.name}, round {number + 1}")
                    try:
                        seconds, memory = side.measure(size)
                        result.seconds.append(seconds)
                        if memory:
                            result.memory.append(memory)
                    except Failed as failure:
                        result.failure = str(failure)

    def result(self, name, size):
        found = self.results.get((name, size))
        return found if found and found.seconds else None

    def ratio(self, name, other, size):
        """How many times as long the one takes as the other: the median of the rounds' ratios."""
        a, b = self.result(name, size), self.result(other, size)
        if not a or not b:
            return None
        return statistics.median(x / y for x, y in zip(a.seconds, b.seconds))

    def largest(self, name, *others):
        """The largest size that all of them did."""
        sizes = [size for side, size in self.results if side == name and self.result(name, size)
                 and all(self.result(other, size) for other in others)]
        return max(sizes, default=None)

    def per_unit(self, name, size):
        found = self.result(name, size)
        return found.median / self.units(size) if found else None


def versus(name, other):
    """A goal's value: how many times as long as a peer, at the largest size that both did."""
    def value(work):
        size = work.largest(name, other)
        return None if size is None else work.ratio(name, other, size)
    return value


def faster(name, other):
    """How many times as fast as a peer."""
    def value(work):
        ratio = versus(name, other)(work)
        return None if ratio is None else 1 / ratio
    return value


def growth(name):
    """How many times as long the largest size takes as the one a tenth of it."""
    def value(work):
        size = work.largest(name)
        small = work.result(name, size // 10) if size else None
        return work.result(name, size).median / small.median if small else None
    return value


class Bench:
    """The programs and the inputs that the works share."""

    def __init__(self, directory, inputs, machine, postgres, reeve, in_process, quick):
        self.directory, self.inputs, self.machine, self.postgres = directory, inputs, machine, postgres
        self.reeve, self.in_process, self.quick = reeve, in_process, quick
        peers = os.path.join(HERE, "peers")
        self.decide = machine.compiled(os.path.join(peers, "decide.c"))
        self.sqlite = machine.compiled(os.path.join(peers, "sqlite.c"), "-lsqlite3")
        self.append = machine.compiled(os.path.join(peers, "append.c"))
        self.split = machine.compiled(os.path.join(peers, "split.c"))
        self.simdjson = machine.compiled(os.path.join(peers, "json.cpp"), "-lsimdjson")
        for name, binary in (("C", self.decide), ("SQLite from C", self.sqlite), ("simdjson", self.simdjson)):
            if binary:
                machine.versions[name] = "built here"
            else:
                machine.missing.setdefault(name, "cannot be built here")
        if postgres.reason:
            machine.missing["PostgreSQL"] = postgres.reason
        else:
            machine.versions["PostgreSQL"] = "server"
        self._stores = {}

    # Stores

    def fresh(self, name):
        path = os.path.join(self.directory, name)
        shutil.rmtree(path, ignore_errors=True)
        return path

    def store(self, *scripts, name):
        """A store that these scripts made; made once."""
        if name not in self._stores:
            path = self.fresh(name)
            for script in scripts:
                run([self.reeve, "run", "--quiet", "--store", path, script])
            self._stores[name] = path
        return self._stores[name]

    def base(self):
        return self.store(self.inputs.base(), name="base.store")

    def filled(self, size):
        if not size:
            return self.base()
        return self.store(self.inputs.base(), self.inputs.reeve(size), name=f"filled-{size}.store")

    def copy(self, store, name):
        path = self.fresh(name)
        shutil.copytree(store, path)
        os.sync()
        return path

    # W1 and W6

    def provision(self, size, *before):
        store = self.base() if not before else self.store(self.inputs.base(), *before, name="ruled.store")
        cost = run([self.reeve, "run", "--quiet", "--store", self.copy(store, "work.store"), self.inputs.reeve(size)])
        return cost.seconds, cost.memory

    def in_sqlite(self, size, audit):
        path = os.path.join(self.directory, "work.db")
        for ending in ("", "-wal", "-shm"):
            if os.path.exists(path + ending):
                os.remove(path + ending)
        cost = run(["sqlite3", "-batch", path], stdin=self.inputs.sql(size, audit))
        return cost.seconds, cost.memory

    def program(self, *command):
        cost = run(list(command))
        return cost.seconds, cost.memory

    def figure(self, command, what, name="nanoseconds", scale=1e-9, units=1):
        cost = run(command, figures=True)
        return cost.figure(what, name) * scale * units, cost.memory


def provision(bench):
    inputs = bench.inputs

    def casbin(size):
        return bench.figure(PACKAGES + ["casbin", inputs.words(size)], "done")

    def postgres(size):
        return bench.program(*bench.postgres.command("-f", inputs.postgres(size)))

    sides = [
        Side("reeve run", "reads, authorises, checks rules; journal, hash, one sync, snapshot",
             lambda size: bench.provision(size), is_reeve=True),
        Side("sqlite3, audited", "the same rows and an audit row each, one transaction, WAL, one sync",
             lambda size: bench.in_sqlite(size, True), ["sqlite3"]),
        Side("sqlite3", "one row each, no audit", lambda size: bench.in_sqlite(size, False), ["sqlite3"]),
        Side("LuaJIT", "fills tables in memory, checks and stores nothing",
             lambda size: bench.program("luajit", inputs.lua(size)), ["luajit"]),
        Side("Lua 5.4", "the same", lambda size: bench.program("lua5.4", inputs.lua(size)), ["lua5.4"]),
        Side("PostgreSQL", "the same rows and an audit row each, one transaction, by psql", postgres,
             ["psql", "PostgreSQL"], most=100_000),
        Side("pycasbin", "role links in memory by one call, without reading the file", casbin, ["casbin"], most=10_000),
    ]
    return Work("W1", "provision: a script of grants, committed as one transaction", "grant", sides, goals=[
        ("as fast as sqlite3 with an audit row", faster("reeve run", "sqlite3, audited"), "least", 10),
        ("as fast as LuaJIT, which stores nothing", faster("reeve run", "LuaJIT"), "least", 1),
        ("ten times the grants take as long", growth("reeve run"), "most", 11),
    ])


def decide(bench):
    inputs, asked, answers, threads = bench.inputs, {}, {}, {}
    repetitions = "5" if bench.quick else "15"

    def files(size):
        # Ten in a hundred of all pairs are there, as of a hundred thousand among ten thousand users in a thousand customers.
        users, customers = {1_000_000: (20_000, 5000), 100_000: (10_000, 1000)}.get(size, (2000, 500))
        return inputs.decide(size, users, customers)

    def side(name, command, what, take=lambda cost: None):
        def measure(size):
            cost = run(command(*files(size)), figures=True)
            take(size, cost)
            yes, count = cost.figure(what, "yes"), cost.figure(what, "asked")
            # All sides must give the same answers.
            if answers.setdefault((size, count), yes) != yes:
                raise Failed(f"{yes} times yes, others {answers[(size, count)]}")
            return cost.figure(what, "nanoseconds") * 1e-9, cost.memory
        return measure

    def in_process(what, *more):
        def take(size, cost):
            for line in cost.lines:
                if line["what"] == "threads":
                    threads.setdefault((size, int(line["threads"])), []).append(line["perSecond"])
        return side(what, lambda script, _, requests: [bench.in_process, "decide", script, requests, repetitions, *more],
                    what, take)

    def scaling(_):
        size = max((size for size, count in threads if count == 4), default=None)
        if size is None:
            return None
        return statistics.median(four / one for four, one in zip(threads[(size, 4)], threads[(size, 1)]))

    none = lambda size, cost: None
    sides = [
        Side("Reeve, by name", "the whole decision: four names looked up, status, routes, powers; View.can",
             in_process("by name", "1", "4"), is_reeve=True),
        Side("C, by name", "three names interned and two look-ups, nothing else",
             side("C", lambda _, table, requests: [bench.decide, table, requests, repetitions], "by name", none), ["C"]),
        Side("Reeve, by handle", "the whole decision, names looked up before", in_process("by handle"), is_reeve=True),
        Side("C, by number", "two look-ups", side("C", lambda _, table, requests: [bench.decide, table, requests, repetitions],
                                                  "by number", none), ["C"]),
        Side("Python", "a dictionary and a set", side("Python", lambda _, table, requests: PACKAGES + ["dictionary", table, requests],
                                                      "by name", none)),
        Side("SQLite, prepared", "one prepared statement from C, in memory",
             side("SQLite", lambda _, table, requests: [bench.sqlite, "decide", table, requests, "5"], "by name", none),
             ["SQLite from C"]),
        Side("Cedar", "by its own timer, entities and policies parsed before; one batch of 10,000",
             side("Cedar", lambda _, table, requests: PACKAGES + ["cedar-decide", table, requests, "2000" if bench.quick else "10000"],
                  "by name", none), ["cedarpy"], most=100_000),
    ]
    return Work("W2", "decide: may this user do this there? random requests, in process", "decision", sides, lambda _: 1, [
        ("nanoseconds by name at 100,000 grants",
         lambda work: nanoseconds(work, "Reeve, by name", 100_000), "most", 300),
        ("as long as C, by name", versus("Reeve, by name", "C, by name"), "most", 1),
        ("as long as C, by handle", versus("Reeve, by handle", "C, by number"), "most", 2),
        ("as fast as Cedar", faster("Reeve, by name", "Cedar"), "least", 100),
        ("four threads decide as much as one", scaling, "least", 1.8),
    ])


def nanoseconds(work, name, size):
    found = work.result(name, size)
    return found.median * 1e9 if found else None


def open_and_ask(bench):
    def question(size):
        user, _, customer = next(bench.inputs.grants(1))
        cost = run([bench.reeve, "ask", "--store", bench.filled(size), f"can u{user} view recipe in c{customer}"])
        return cost.seconds, cost.memory

    def snapshot(size):
        return os.path.join(bench.filled(size), "snapshot.json")

    def sqlite(size):
        path = os.path.join(bench.directory, f"filled-{size}.db")
        if not os.path.exists(path):
            run(["sqlite3", "-batch", path], stdin=bench.inputs.sql(size, False))
            run(["sqlite3", path, "PRAGMA wal_checkpoint(TRUNCATE)"])
        user, _, customer = next(bench.inputs.grants(1))
        return bench.program("sqlite3", "-batch", path,
                             f"SELECT role FROM membership WHERE usr='u{user}' AND customer='c{customer}'")

    filled = set()

    def postgres(size):
        if size not in filled:
            run(bench.postgres.command("-c", f"DROP TABLE IF EXISTS held_{size}", "-c",
                                       f"CREATE TABLE held_{size}(usr TEXT, customer TEXT, role TEXT, at BIGSERIAL)", "-c",
                                       f"\\copy held_{size}(usr, role, customer) FROM '{bench.inputs.words(size)}' DELIMITER ' '",
                                       "-c", f"CREATE INDEX ON held_{size}(usr, customer)", "-c", f"ANALYZE held_{size}"))
            filled.add(size)
        user, _, customer = next(bench.inputs.grants(1))
        return bench.program(*bench.postgres.command(
            "-At", "-c", f"SELECT role FROM held_{size} WHERE usr='u{user}' AND customer='c{customer}'"))

    sides = [
        Side("reeve ask", "a process that answers one question from the store", question, is_reeve=True),
        Side("sqlite3", "a process that finds one row by its key", sqlite, ["sqlite3"]),
        Side("psql", "the same, the server up", postgres, ["psql", "PostgreSQL"]),
        Side("cat", "the snapshot, copied", lambda size: bench.program("cat", snapshot(size))),
        Side("Reeve, whole", "the whole store opened for a change, hash checked, tables made; in process",
             lambda size: bench.figure([bench.in_process, "open", bench.filled(size)], "open"), is_reeve=True),
        # Once in a process, as the side before: a second time is faster for either.
        Side("simdjson", "the same snapshot read into a tree, nothing more; in process",
             lambda size: bench.figure([bench.simdjson, snapshot(size), "1"], "open"), ["simdjson"]),
        Side("orjson", "the same; in process", lambda size: bench.figure(PACKAGES + ["orjson", snapshot(size)], "read"),
             ["orjson"]),
        Side("Python's json", "the same; in process", lambda size: bench.figure(PACKAGES + ["json", snapshot(size)], "read")),
    ]
    return Work("W3", "open a store and ask one thing: a whole process", "process", sides, lambda _: 1, [
        ("milliseconds to ask one thing", lambda work: milliseconds(work, "reeve ask"), "most", 13),
        ("as long as psql", versus("reeve ask", "psql"), "most", 1),
        ("as long, opened whole, as simdjson's parse", versus("Reeve, whole", "simdjson"), "most", 1),
    ])


def milliseconds(work, name):
    size = work.largest(name)
    return work.result(name, size).median * 1e3 if size else None


def more_than_empty(work):
    full, empty = versus("Reeve", "raw, in turn")(work), versus("Reeve, nearly empty", "raw, in turn with it")(work)
    return full / empty if full and empty else None


def commit(bench):
    count = 300 if bench.quick else 2000

    # A disk syncs the faster the more it had to do just before: a commit and a raw append are measured in turn, in one
    # process. Each run gives both figures; whoever asks first makes it.
    pairs = {}

    def paired(kind, figure, size, store):
        have = pairs.setdefault((kind, size), {})
        if figure not in have:
            log = os.path.join(bench.directory, "work.log")
            cost = run([bench.in_process, "commits", bench.copy(store(), "work.store"), "1000", str(count), "1", log],
                       figures=True)
            have.update({name: (cost.figure("commits", name) * 1e-9, cost.memory) for name in ("p50", "raw")})
        return have.pop(figure)

    def full(figure):
        return lambda size: paired("full", figure, size, lambda: bench.filled(size))

    def empty(figure):
        return lambda size: paired("empty", figure, size,
                                   lambda: bench.store(bench.inputs.base(1000, 10), name="small.store"))

    def raw(_):
        return bench.figure([bench.append, os.path.join(bench.directory, "work.log"), str(count)], "commits", "p50")

    def sqlite(_):
        path = os.path.join(bench.directory, "work-commits.db")
        for ending in ("", "-wal", "-shm"):
            if os.path.exists(path + ending):
                os.remove(path + ending)
        return bench.figure([bench.sqlite, "commit", path, str(count)], "commits", "p50")

    sides = [
        Side("Reeve", "one statement a transaction, in one session (which makes room in its journal before), on a store of so many grants",
             full("p50"), is_reeve=True),
        Side("raw, in turn", "150 bytes and fdatasync, after each of those commits", full("raw")),
        Side("Reeve, nearly empty", "the same on a store of a thousand users and no grants", empty("p50"), is_reeve=True),
        Side("raw, in turn with it", "150 bytes and fdatasync, after each of those", empty("raw")),
        Side("raw append", "150 bytes and fdatasync, and nothing else", raw, ["C"]),
        Side("SQLite", "a row and an audit row a transaction, from C, WAL, synchronous=FULL", sqlite, ["SQLite from C"]),
    ]
    return Work("W4", "durable commit: one statement, one transaction, synced", "commit", sides, lambda _: 1, [
        ("as long as the raw append in turn", versus("Reeve", "raw, in turn"), "most", 1.2),
        ("as long as on a nearly empty store, each by its raw append", more_than_empty, "most", 1.1),
    ])


def read_only(bench):
    inputs = bench.inputs
    sides = [
        Side("reeve check", "syntax, names and types of every statement; the whole process",
             lambda size: bench.program(bench.reeve, "check", "--store", bench.fresh("none.store"), inputs.checked(size)[0]),
             is_reeve=True),
        Side("C", "lines split at their spaces, keywords compared", lambda size: bench.figure(
            [bench.split, inputs.checked(size)[0]], "read"), ["C"]),
        Side("orjson", "as many calls as JSON", lambda size: bench.figure(PACKAGES + ["orjson", inputs.json(size)], "read"),
             ["orjson"]),
        Side("LuaJIT", "as many calls compiled, not run", lambda size: bench.program(
            "luajit", "-e", f'assert(loadfile("{inputs.lua(size, False)}"))'), ["luajit"]),
        Side("luac 5.4", "the same", lambda size: bench.program("luac5.4", "-p", inputs.lua(size, False)), ["luac5.4"]),
        Side("SQLite", "as many INSERTs parsed and planned, from C", lambda size: bench.figure(
            [bench.sqlite, "prepare", inputs.sql(size, False)], "read"), ["SQLite from C"]),
        Side("Cedar", "as many policies parsed", lambda size: bench.figure(PACKAGES + ["cedar-read", inputs.cedar(size)], "read"),
             ["cedarpy"], most=100_000),
    ]

    def rate(work):
        size = work.largest("reeve check")
        return work.units(size) / work.result("reeve check", size).median / 1e6 if size else None
    counts = {}

    def units(size):
        if size not in counts:
            counts[size] = inputs.checked(size)[1]
        return counts[size]
    return Work("W5", "read only: what is wrong with a script of so many grants?", "statement", sides, units, [
        ("million statements a second", rate, "least", 4),
    ])


def rules(bench):
    sides = [
        Side("with rules", "ten require, warn and forbid rules standing",
             lambda size: bench.provision(size, bench.inputs.rules()), is_reeve=True),
        Side("without", "W1", lambda size: bench.provision(size), is_reeve=True),
    ]
    return Work("W6", "rules: W1 with ten rules standing", "grant", sides, goals=[
        ("as long as without", versus("with rules", "without"), "most", 1.5),
    ])


def ask_wide(bench):
    figures = {}
    script, questions = bench.inputs.answers()

    def store(size):
        return bench.store(bench.inputs.base(), bench.inputs.reeve(size), script, name=f"answers-{size}.store")

    def answers(size):
        if (size, "open") not in figures:
            cost = run([bench.in_process, "wide", store(size), questions, "5" if bench.quick else "21"], figures=True)
            for line in cost.lines:
                figures[(size, line["what"])] = (line["nanoseconds"], line["rows"])
            figures[(size, "open")] = cost.memory
        return figures

    def side(what, does):
        def measure(size):
            # Anew in each round.
            if what == "who edit recipe team10":
                figures.pop((size, "open"), None)
            nanoseconds, _ = answers(size)[(size, what)]
            return nanoseconds * 1e-9, None
        name = {"who": "who can", "where": "where can", "what": "what can"}[what.split()[0]]
        rows = what.split()[-1].strip("team") if name == "who can" else what.split()[1].strip("in")
        return Side(f"{name}, {int(rows):,} rows" if name != "what can" else "what can", does, measure, is_reeve=True)

    sides = []
    for rows in [rows for rows in ANSWERS if rows <= min(bench.inputs.users, bench.inputs.customers)]:
        sides.append(side(f"who edit recipe team{rows}", "who can edit recipe in a customer with so many on its team"))
        sides.append(side(f"where in{rows} edit recipe", "where one can who is in so many customers"))
    sides.append(side("what u1 team10", "every kind and action of one user in one customer"))
    smallest = lambda work, name: min((size for side, size in work.results if side == name and work.result(name, size)),
                                      default=None)

    def steady(work):
        ratios = []
        for side in work.sides:
            large, small = work.largest(side.name), smallest(work, side.name)
            if large and small and large != small:
                ratios.append(work.result(side.name, large).median / work.result(side.name, small).median)
        return statistics.median(ratios) if ratios else None

    def per_row(name):
        def value(work):
            rows = [rows for rows in ANSWERS if work.largest(f"{name}, {rows:,} rows")]
            if len(rows) < 3:
                return None
            few, many = rows[1], rows[-1]
            size = work.largest(f"{name}, {many:,} rows")
            return (work.result(f"{name}, {many:,} rows", size).median / many
                    / (work.result(f"{name}, {few:,} rows", size).median / few))
        return value
    return Work("W7", "ask wide: who can, where can, what can, on stores of so many grants", "answer", sides, lambda _: 1, [
        ("as long on the largest store as on the smallest, the same answer", steady, "most", 2),
        ("as long a row in the longest answer of who can as in one of a hundred", per_row("who can"), "most", 1.5),
        ("as long a row in the longest answer of where can as in one of a hundred", per_row("where can"), "most", 1.5),
    ], shows_memory=False)


def start(bench):
    none = bench.fresh("none.store")
    sides = [
        Side("reeve --version", "prints one line", lambda _: bench.program(bench.reeve, "--version"), is_reeve=True),
        Side("reeve -c ''", "an empty script", lambda _: bench.program(bench.reeve, "run", "--store", none, "-c", ""),
             is_reeve=True),
        Side("sqlite3", "an empty database in memory", lambda _: bench.program("sqlite3", "-batch", ":memory:", "SELECT 1"), ["sqlite3"]),
        Side("true", "a process at all", lambda _: bench.program("true")),
    ]
    return Work("W8", "start: a process that does next to nothing", "process", sides, lambda _: 1, [
        ("as long as sqlite3, --version", versus("reeve --version", "sqlite3"), "most", 2),
        ("as long as sqlite3, -c ''", versus("reeve -c ''", "sqlite3"), "most", 2),
    ], sizes=[1], rounds=11 if bench.quick else 41)


class Memory:
    """Bytes a grant, the peak of a load, and whether a session grows."""

    def __init__(self, bench, sizes):
        self.lines, self.goals = [], []
        base = run([bench.in_process, "open", bench.base()], figures=True)
        for size in sizes:
            cost = run([bench.in_process, "open", bench.filled(size)], figures=True)
            grants = bench.inputs.distinct(size)
            held = cost.figure("open", "bytes") - base.figure("open", "bytes")
            self.lines.append((f"{size:,} statements, {grants:,} grants", held / grants, cost.figure("open", "peak"),
                               run([bench.reeve, "run", "--quiet", "--store", bench.copy(bench.base(), "work.store"),
                                    bench.inputs.reeve(size)]).memory))
        self.goals.append(("bytes a grant at the largest size", self.lines[-1][1], "most", 150))
        # In memory where the system has such a directory: it is the process that is looked at, not the disk.
        directory = "/dev/shm" if os.path.isdir("/dev/shm") and os.access("/dev/shm", os.W_OK) else bench.directory
        store = os.path.join(directory, f"reeve-bench-{os.getpid()}.store")
        shutil.copytree(bench.base(), store)
        try:
            commits = 2000 if bench.quick else 100_000
            cost = run([bench.in_process, "commits", store, "1000", str(commits), "10"], figures=True)
        finally:
            shutil.rmtree(store, ignore_errors=True)
        self.growth = [(int(line["commits"]), line["bytes"]) for line in cost.lines if line["what"] == "memory"]
        # Behind the first tenth everything has been used once.
        self.goals.append((f"as much after {self.growth[-1][0]:,} commits as after {self.growth[0][0]:,}",
                           self.growth[-1][1] / self.growth[0][1], "most", 1.05))


WORKS = {"W1": provision, "W2": decide, "W3": open_and_ask, "W4": commit, "W5": read_only, "W6": rules, "W7": ask_wide,
         "W8": start}
