"""Inputs from a seed: the same access, written in each side's own language. A file that is there is not made again."""
import hashlib
import os
import random

ROLES = ["Viewer", "Operator", "Auditor", "Admin"]
DECIDE_ROLES = ["Viewer", "Operator", "Auditor", "Billing", "Manager", "Admin"]
ACTIONS = ["view", "edit", "delete", "export", "invite", "approve", "refund", "audit", "rotate", "archive", "comment",
           "assign"]
AT = "2026-01-01T00:00:00Z"
# The places in W7 whose answers have so many rows.
ANSWERS = [10, 100, 1000, 10_000]

SQL = """CREATE TABLE membership(usr TEXT NOT NULL, customer TEXT NOT NULL, role TEXT NOT NULL, PRIMARY KEY(usr, customer)){options};
CREATE TABLE audit(seq {serial}, at TEXT NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL, usr TEXT NOT NULL, customer TEXT NOT NULL, role TEXT NOT NULL);
"""
LUA = """local members, audit, count = {}, {}, 0
function grant(user, role, customer)
  local of = members[user]
  if not of then of = {}; members[user] = of end
  of[customer] = role
  count = count + 1
  audit[count] = {"%s", "ops", "grant", user, customer, role}
end
""" % AT
# A function of LuaJIT holds 65,536 constants.
LUA_PART = 5000


class Inputs:
    """Writes what is asked for into a directory, and returns its path."""

    def __init__(self, directory, seed, users, customers):
        with open(__file__, "rb") as file:
            version = hashlib.sha256(file.read()).hexdigest()[:8]
        # Whoever changes this file gets new inputs.
        self.directory = os.path.join(directory, version)
        self.seed, self.users, self.customers = seed, users, customers
        os.makedirs(self.directory, exist_ok=True)

    def _file(self, name, write):
        """Made in a process of its own, so that this one stays small: what a child's peak is measured from."""
        path = os.path.join(self.directory, f"{self.seed}-{self.users}-{self.customers}-{name}")
        if os.path.exists(path):
            return path
        child = os.fork()
        if child == 0:
            status = 1
            try:
                with open(path + ".part", "w") as file:
                    write(file)
                os.rename(path + ".part", path)
                status = 0
            finally:
                os._exit(status)
        if os.waitpid(child, 0)[1] != 0:
            raise RuntimeError(f"could not write {path}")
        return path

    def grants(self, count, users=None, customers=None):
        """Users, roles and customers by number; a pair may come again with another role, which then replaces it."""
        draw = random.Random(self.seed)
        for _ in range(count):
            yield (draw.randrange(users or self.users), ROLES[draw.randrange(len(ROLES))],
                   draw.randrange(customers or self.customers))

    def distinct(self, count):
        """How many grants the state holds in the end."""
        path = self._file(f"distinct-{count}", lambda file: file.write(str(len(
            {(user, customer) for user, _, customer in self.grants(count)}))))
        with open(path) as file:
            return int(file.read())

    # W1, W3, W4, W6, W7

    def base(self, users=None, customers=None):
        def write(file):
            file.write('define partner "Bench"\ndefine kind recipe in customer { can view, edit }\n')
            for role in ROLES:
                file.write(f"define system role {role} {{ can view, edit recipe }}\n")
            file.writelines(f"add user u{number}\n" for number in range(users or self.users))
            file.writelines(f"add customer c{number}\n" for number in range(customers or self.customers))
            file.write("add customer steady\n")
        return self._file(f"base-{users}-{customers}.reeve", write)

    def reeve(self, count, users=None, customers=None):
        return self._file(f"grants-{count}-{users}-{customers}.reeve", lambda file: file.writelines(
            f"invite u{user} as {role} to c{customer}\n" for user, role, customer in self.grants(count, users, customers)))

    def rules(self):
        """Ten rules of every sort; grants to customers may move six of them."""
        def write(file):
            file.write("""
define rule "viewers everywhere" { require count(team of steady) <= 100000 }
define rule "operators" { require count(team of c0 where role = Operator) <= 100000 }
define rule "admins" { warn when count(team of c1 where role = Admin) > 100000 }
define rule "people" { require count(users) <= 10000000 }
define rule "customers" { require count(customers) >= 1 }
define rule "not oneself" { forbid create member when $user = $actor }
define rule "no auditor in c2" { forbid create member when $role = Auditor and count(users) < 1 }
define rule "leave none" { forbid delete member when count(team of $customer) < 0 }
define rule "managers" { warn when count(managers of c3) > 100000 }
define rule "partner" { require count(team of partner) <= 1000 }
""")
        return self._file("rules.reeve", write)

    def sql(self, count, audit):
        def write(file):
            file.write("PRAGMA journal_mode=WAL;\nPRAGMA synchronous=FULL;\n"
                       + SQL.format(options=" WITHOUT ROWID", serial="INTEGER PRIMARY KEY") + "BEGIN;\n")
            for user, role, customer in self.grants(count):
                file.write(f"INSERT OR REPLACE INTO membership VALUES('u{user}','c{customer}','{role}');\n")
                if audit:
                    file.write("INSERT INTO audit(at,actor,action,usr,customer,role) "
                               f"VALUES('{AT}','ops','grant','u{user}','c{customer}','{role}');\n")
            file.write("COMMIT;\n")
        return self._file(f"grants-{count}-{'audit' if audit else 'row'}.sql", write)

    def postgres(self, count):
        def write(file):
            file.write("DROP TABLE IF EXISTS membership, audit;\n" + SQL.format(options="", serial="BIGSERIAL PRIMARY KEY")
                       + "BEGIN;\n")
            for user, role, customer in self.grants(count):
                file.write(f"INSERT INTO membership VALUES('u{user}','c{customer}','{role}') "
                           "ON CONFLICT (usr, customer) DO UPDATE SET role = excluded.role;\n"
                           "INSERT INTO audit(at,actor,action,usr,customer,role) "
                           f"VALUES('{AT}','ops','grant','u{user}','c{customer}','{role}');\n")
            file.write("COMMIT;\n")
        return self._file(f"grants-{count}.pgsql", write)

    def lua(self, count, defined=True):
        def write(file):
            if defined:
                file.write(LUA)
            for index, (user, role, customer) in enumerate(self.grants(count)):
                if index % LUA_PART == 0:
                    file.write(("end part() end\n" if index else "") + "do local function part()\n")
                file.write(f'grant("u{user}","{role}","c{customer}")\n')
            file.write("end part() end\n")
        return self._file(f"grants-{count}-{'run' if defined else 'calls'}.lua", write)

    def words(self, count):
        return self._file(f"grants-{count}.txt", lambda file: file.writelines(
            f"u{user} {role} c{customer}\n" for user, role, customer in self.grants(count)))

    def json(self, count):
        def write(file):
            file.write("[")
            for index, (user, role, customer) in enumerate(self.grants(count)):
                file.write(("," if index else "") +
                           f'{{"op":"grant","user":"u{user}","role":"{role}","customer":"c{customer}"}}')
            file.write("]\n")
        return self._file(f"grants-{count}.json", write)

    def cedar(self, count):
        return self._file(f"grants-{count}.cedar", lambda file: file.writelines(
            f'permit(principal == User::"u{user}", action == Action::"{role}", resource == Customer::"c{customer}");\n'
            for user, role, customer in self.grants(count)))

    # W5: with few users and customers, so that most statements are grants

    def checked(self, count):
        def write(file):
            for part in (self.base(1000, 1000), self.reeve(count, 1000, 1000)):
                with open(part) as source:
                    for line in source:
                        file.write(line)
        path = self._file(f"checked-{count}.reeve", write)
        return path, sum(1 for _ in open(path))

    # W2

    def _decisions(self, count, users, customers):
        draw = random.Random(self.seed + 2)
        members = {}
        while len(members) < count:
            members[(draw.randrange(users), draw.randrange(customers))] = DECIDE_ROLES[draw.randrange(6)]
        matrix = random.Random(self.seed + 1)
        allowed = {role: {"view"} | {action for action in ACTIONS if matrix.random() < 0.2 + 0.12 * index}
                   for index, role in enumerate(DECIDE_ROLES)}
        keys, requests = list(members), []
        draw = random.Random(self.seed + 3)
        # Half of them ask of a place where somebody is, half of any.
        for index in range(100_000):
            user, customer = (keys[draw.randrange(len(keys))] if index % 2 == 0
                              else (draw.randrange(users), draw.randrange(customers)))
            requests.append((user, ACTIONS[draw.randrange(12)], customer))
        return members, allowed, requests

    def decide(self, count, users, customers):
        """A script, the same in words for the other sides, and requests."""
        def script(file):
            members, allowed, _ = self._decisions(count, users, customers)
            file.write('define partner "Bench"\ndefine kind record in customer { can ' + ", ".join(ACTIONS) + " }\n")
            for role, actions in allowed.items():
                file.write(f"define system role {role} {{ can {', '.join(sorted(actions))} record }}\n")
            file.writelines(f"add user u{number}\n" for number in range(users))
            file.writelines(f"add customer c{number}\n" for number in range(customers))
            file.writelines(f"invite u{user} as {role} to c{customer}\n" for (user, customer), role in members.items())

        def table(file):
            members, allowed, _ = self._decisions(count, users, customers)
            file.writelines(f"m u{user} c{customer} {role}\n" for (user, customer), role in members.items())
            file.writelines(f"a {role} {action} {int(action in allowed[role])}\n"
                            for role in DECIDE_ROLES for action in ACTIONS)

        def requests(file):
            for user, action, customer in self._decisions(count, users, customers)[2]:
                file.write(f"u{user} {action} record c{customer}\n")
        name = f"decide-{count}-{users}-{customers}"
        return (self._file(name + ".reeve", script), self._file(name + ".members", table),
                self._file(name + ".requests", requests))

    # W7

    def answers(self):
        """Users and customers about whom the answers have so many rows, beside the grants that are there anyway."""
        def script(file):
            for rows in ANSWERS:
                file.write(f"add user in{rows}\nadd customer team{rows}\n")
            for rows in ANSWERS:
                file.writelines(f"invite u{number} as Viewer to team{rows}\n" for number in range(min(rows, self.users)))
                file.writelines(f"invite in{rows} as Viewer to c{number}\n" for number in range(min(rows, self.customers)))

        def questions(file):
            for rows in ANSWERS:
                file.write(f"who edit recipe team{rows}\nwhere in{rows} edit recipe\n")
            file.write("what u1 team10\n")
        return self._file("answers.reeve", script), self._file("answers.questions", questions)
