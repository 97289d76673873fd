/// Users, customers and roles.
let pageViews = #"""
    // Lists to choose from, with a search above: of users, and of customers.
    const chosen = {};
    function chooser(kind, options) {
      const { label, keep, about, hash, none } = options;
      const search = h("input", { type: "search", id: "search", autocomplete: "off", spellcheck: "false", "aria-controls": "found" });
      const box = h("div", { class: "card list", id: "found", role: "listbox", tabindex: 0, "aria-label": label });
      const count = h("p", { class: "small soft", id: "count" });
      let found = [];
      let active = -1;
      const list = new Rows(box, 46, (index) => {
        const item = found[index];
        const [name, more] = about(item);
        return h("div", {
          class: "option", role: "option", id: "option-" + index, "aria-setsize": found.length, "aria-posinset": index + 1,
          "aria-selected": String(index === active || item === options.current), on: { click: () => open(index) },
        }, h("b", {}, h("bdi", {}, name)), h("span", {}, more));
      });
      function mark(index) {
        active = index;
        for (const [at, row] of list.shown) row.setAttribute("aria-selected", String(at === index || found[at] === options.current));
        if (index >= 0) {
          list.reveal(index);
          box.setAttribute("aria-activedescendant", "option-" + index);
        } else box.removeAttribute("aria-activedescendant");
      }
      function open(index) {
        if (index < 0 || index >= found.length) return;
        mark(index);
        location.hash = hash(found[index]);
      }
      function refresh() {
        names[kind].find(search.value.trim(), (index) => keep(index), (indexes) => {
          const more = options.extra ? options.extra(search.value.trim().toLowerCase()) : [];
          found = more.concat(indexes);
          chosen[kind] = search.value;
          active = -1;
          box.scrollTop = 0;
          list.set(found.length);
          const words = found.length === 0 ? none : plural(indexes.length, label.toLowerCase().replace(/s$/, ""));
          count.textContent = words;
          say(words);
          performance.mark("found");
        });
      }
      search.value = chosen[kind] || "";
      search.addEventListener("input", refresh);
      const move = (event) => {
        const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -1e9, End: 1e9 };
        if (event.key === "Enter") { event.preventDefault(); return open(active < 0 ? 0 : active); }
        if (!(event.key in steps) || found.length === 0) return;
        if (event.target === search && (event.key === "Home" || event.key === "End")) return;
        event.preventDefault();
        mark(Math.max(0, Math.min(found.length - 1, active + steps[event.key])));
        if (event.target === search) box.focus({ preventScroll: true });
      };
      search.addEventListener("keydown", move);
      box.addEventListener("keydown", move);
      refresh();
      return {
        refresh,
        element: h("section", { class: "side", "aria-label": "Find " + label.toLowerCase() },
          h("label", { class: "field", for: "search" }, options.prompt), search, options.filter || null, count, box),
      };
    }

    function whole(kind, side, detail, isOpen) {
      return h("div", { class: "split" + (isOpen ? " open" : "") }, side,
        h("section", { class: "detail", "aria-live": "off" },
          isOpen ? h("a", { class: "back", href: "#" + kind }, "← All " + kind) : null, detail));
    }

    const column = {
      place: { name: "Account", width: "minmax(140px, 1.4fr)", cell: ({ line, at }) => at !== undefined ? toPlace(at) : place[line] < 0 ? placeText(line) : toPlace(place[line]) },
      user: { name: "User", width: "minmax(120px, 1.2fr)", cell: ({ line }) => toUser(lineUser[line]) },
      role: { name: "Role", width: "minmax(110px, 1fr)", cell: ({ line }) => toRole(roleOf[line]) },
      route: {
        name: "Route", width: "minmax(120px, 1.1fr)",
        cell: ({ line }) => place[line] < 0 ? [chip(routes[routeOf(line)], "accent"), " ", h("span", { class: "small" }, T[wideOf(line)[0]])]
          : [chip(routes[routeOf(line)], routeOf(line) === 0 ? "" : "accent"), routeOf(line) === 1 ? h("span", { class: "small" }, "by name") : null],
      },
      until: {
        name: "Until", width: "104px",
        cell: ({ line }) => {
          const until = untilOf(line);
          const parts = [];
          if (!isLive(line)) parts.push(chip("from " + endText(fromOf(line)), "warn"), " ");
          if (until === null) return parts.length ? parts : "";
          parts.push(chip(endText(until), until - data.asOf < 30 * day ? "warn" : ""));
          return parts;
        },
      },
      made: {
        name: "Granted", width: "minmax(150px, 1.3fr)",
        cell: ({ line }) => {
          const made = madeOf(line);
          return made === null ? "" : [dateText(made.time) + " by ", h("bdi", {}, made.who), h("span", { class: "small", title: made.path }, " " + made.script)];
        },
      },
      why: { name: "Reason", width: "minmax(120px, 1.4fr)", cell: ({ line }) => { const made = madeOf(line); return made && made.why !== null ? h("bdi", {}, made.why) : ""; } },
    };

    function usersView(name) {
      const u = name === null ? -1 : users.indexOf(name);
      const side = chooser("users", {
        label: "Users", prompt: "Find a user", none: "No user is called that.", keep: () => true, current: u,
        hash: (user) => "users/" + encodeURIComponent(users[user]),
        about: (user) => {
          const count = first[user + 1] - first[user];
          return [users[user], (usersOff.has(user) ? "disabled · " : "") + (count === 0 ? "no grants" : plural(count, "grant"))];
        },
      });
      const detail = name === null ? empty("Choose a user", "Where each one gets to, by which route, until when, and on whose word.")
        : u < 0 ? empty("There is no user of that name", "It may have been removed or renamed since the link was made.") : userDetail(u);
      return whole("users", side.element, detail, name !== null);
    }

    function counted(found, by, to) {
      const counts = new Map();
      for (const item of found) counts.set(by(item), (counts.get(by(item)) || 0) + 1);
      return Array.from(counts, ([key, n]) => [key, n]).sort((a, b) => b[1] - a[1]).map(([key, n]) => h("span", { class: "chip accent" }, to(key) + " × " + number(n)));
    }

    function userDetail(u) {
      const found = reachedBy(u);
      const grants = [];
      for (let line = first[u]; line < first[u + 1]; line++) if (routeOf(line) !== 2) grants.push({ line });
      const about = facts(data.users, u).map(([key, value]) => h("span", { class: "soft" }, key + " ", h("bdi", {}, value)));
      const places = found.map(([at, line]) => ({ at, line }));
      const filter = h("input", { type: "search", id: "inside", autocomplete: "off" });
      const box = h("div", {});
      const show = () => {
        const wanted = filter.value.trim().toLowerCase();
        const kept = wanted === "" ? places : places.filter(({ at }) => placeName(at).toLowerCase().includes(wanted));
        box.replaceChildren(kept.length === 0
          ? h("div", { class: "card" }, wanted === "" ? empty(usersOff.has(u) ? "Disabled: gets in nowhere" : "Gets in nowhere", grants.length ? "The grants above count for nothing now." : "Nobody has given this user anything.") : empty("No such account", "Among those this user gets to, none is called that."))
          : table("Accounts of " + users[u], [column.place, column.role, column.route, column.until, column.made], kept));
        say(plural(kept.length, "account"));
      };
      filter.addEventListener("input", show);
      show();
      return h("div", {},
        h("h2", { tabindex: -1, id: "heading" }, h("bdi", {}, users[u])),
        h("div", { class: "chips" }, usersOff.has(u) ? chip("disabled", "bad") : chip("active", "good"), about),
        h("h3", {}, "Grants"),
        grants.length === 0 ? h("div", { class: "card" }, empty("No grants", "This user is on no team and manages no customer."))
          : table("Grants of " + users[u], [column.place, column.role, column.route, {
            name: "Decides in", width: "90px",
            cell: ({ line }) => !isLive(line) ? "not begun" : decideCount(line) + " of " + coverCount(line),
          }, column.until, column.made, column.why], grants, { faint: ({ line }) => decideCount(line) === 0 }),
        h("h3", {}, "Gets into " + plural(found.length, "account")),
        h("div", { class: "chips" }, counted(found, ([, line]) => roleOf[line], (role) => roleNames[role])),
        places.length > 12 ? h("div", { class: "tools" }, h("div", { class: "wide" }, h("label", { class: "field", for: "inside" }, "Among these accounts"), filter)) : null,
        box, also(u));
    }

    function also(u) {
      const rows = [];
      for (let line = first[u]; line < first[u + 1]; line++) {
        if (!isLive(line) || usersOff.has(u)) continue;
        if (place[line] >= 0) { if (!isDeciding(line)) rows.push({ line, at: place[line] }); }
        else if (decideCount(line) < coverCount(line) && rows.length < 5000) {
          each(coversOf(line), (c) => { if (!holds(decidesOf(line), c) && rows.length < 5000) rows.push({ line, at: c + 1 }); });
        }
      }
      if (rows.length === 0) return null;
      return h("div", {}, h("h3", {}, "Given, but something else decides"),
        table("Shadowed", [column.place, column.role, column.route, {
          name: "What decides", width: "minmax(130px, 1fr)", cell: ({ at }) => decider(u, at),
        }], rows, { faint: () => true }));
    }

    function decider(user, at) {
      if (usersOff.has(user)) return "the user is disabled";
      if (at > 0 && customersOff.has(at - 1)) return "the customer is disabled";
      const line = deciding(user, at);
      return line < 0 ? "nothing" : [roleNames[roleOf[line]], " ", chip(routes[routeOf(line)])];
    }

    function customersView(name) {
      const c = name === null ? -2 : name === "" ? -1 : customers.indexOf(name);
      const side = chooser("customers", {
        label: "Customers", prompt: "Find a customer", none: "No customer is called that.", keep: () => true, current: name === null ? null : c,
        extra: (wanted) => ("partner".includes(wanted) ? [-1] : []),
        hash: (customer) => "customers/" + (customer < 0 ? "" : encodeURIComponent(customers[customer])),
        about: (customer) => customer < 0 ? ["partner", data.partner || "the partner's own account"]
          : [customers[customer], [customersOff.has(customer) ? "disabled" : null, freeSet.has(customer) ? "nobody's" : null].concat(facts(data.customers, customer).map((f) => f[1])).filter(Boolean).join(" · ") || "customer"],
      });
      const detail = c === -2 ? empty("Choose a customer", "Who gets into its account, as what, and why.")
        : c === -1 && name !== "" ? empty("There is no customer of that name", "It may have been removed or renamed since the link was made.") : customerDetail(c + 1);
      return whole("customers", side.element, detail, name !== null);
    }

    const freeSet = new Set(data.customers.free);
    function customerDetail(at) {
      const lines = linesAt(at);
      const inside = [];
      const rest = [];
      for (const line of lines) (decidesIn(line, at) ? inside : rest).push({ line, at });
      const c = at - 1;
      const about = at === 0 ? [] : facts(data.customers, c).map(([key, value]) => h("span", { class: "soft" }, key + " ", h("bdi", {}, value)));
      return h("div", {},
        h("h2", { tabindex: -1, id: "heading" }, h("bdi", {}, placeName(at))),
        h("div", { class: "chips" }, at === 0 ? chip("the partner's own account") : customersOff.has(c) ? chip("disabled", "bad") : chip("active", "good"),
          freeSet.has(c) && at > 0 ? chip("nobody manages it by name or by condition", "warn") : null, about),
        h("h3", {}, at === 0 ? "On the team: " + plural(inside.length, "user") : plural(inside.length, "user") + " get" + (inside.length === 1 ? "s" : "") + " in"),
        h("div", { class: "chips" }, counted(inside, ({ line }) => roleOf[line], (role) => roleNames[role])),
        inside.length === 0 ? h("div", { class: "card" }, empty("Nobody gets in", at > 0 && customersOff.has(c) ? "The customer is disabled." : "No team member, no manager, and no role that reaches it."))
          : table("Who gets into " + placeName(at), [column.user, column.role, column.route, column.until, column.made, column.why], inside),
        rest.length === 0 ? null : h("div", {}, h("h3", {}, "Given, but not what decides"),
          table("Shadowed in " + placeName(at), [column.user, column.role, column.route, {
            name: "What decides", width: "minmax(130px, 1fr)",
            cell: ({ line }) => (isLive(line) ? decider(lineUser[line], at) : "not begun"),
          }], rest, { faint: () => true })));
    }

    function rolesView(name) {
      const wanted = name === null ? -1 : roleNames.indexOf(name);
      const shown = wanted >= 0 ? [wanted] : roleNames.map((_, i) => i);
      if (roleNames.length === 0) return h("div", { class: "card" }, empty("No roles yet", "define role … in a script makes one."));
      const powers = data.roles.map((role) => {
        const map = new Map();
        for (let i = 0; i < role.can.length; i += 3) map.set(role.can[i] + "." + role.can[i + 1], role.can[i + 2]);
        return map;
      });
      const body = [];
      data.kinds.forEach((kind, k) => {
        const rows = kind.actions.map((action, a) => h("tr", {}, h("th", { scope: "row" }, h("bdi", {}, action)),
          shown.map((role) => {
            const cell = powers[role].get(k + "." + a);
            return cell === undefined ? h("td", { class: "no" }, h("span", { class: "unseen" }, "no"), h("span", { "aria-hidden": "true" }, "·"))
              : cell < 0 ? h("td", {}, h("span", { class: "yes", "aria-hidden": "true" }, "✓"), h("span", { class: "unseen" }, "yes"))
              : h("td", {}, h("span", { class: "part" }, T[cell]));
          })));
        if (rows.length) body.push(h("tr", { class: "kind" }, h("th", { scope: "rowgroup", colspan: shown.length + 1 }, kind.name + " · " + kind.home)), ...rows);
      });
      const notes = shown.map((i) => data.roles[i]).filter((role) => role.more.length).map((role) =>
        h("li", {}, h("b", {}, role.name), ": ", role.more.map((t) => T[t]).join("; ")));
      return h("div", {},
        h("h2", { tabindex: -1, id: "heading" }, wanted >= 0 ? h("bdi", {}, name) : "Roles and what they permit"),
        h("p", { class: "soft" }, wanted >= 0 ? h("a", { href: "#roles" }, "All roles side by side") : "✓ permits it wherever the role is held; words say where or on which records. What a role includes is counted in."),
        h("div", { class: "card matrix", tabindex: 0, role: "region", "aria-label": "Role and permission matrix" },
          h("table", {}, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Action"),
            shown.map((i) => h("th", { scope: "col" }, h("div", {}, toRole(i)), h("span", { class: "soft" }, data.roles[i].kind === "plain" ? "team role" : data.roles[i].kind))))),
            h("tbody", {}, body))),
        notes.length ? h("div", {}, h("h3", {}, "Besides"), h("ul", { class: "small" }, notes)) : null);
    }
    """#
