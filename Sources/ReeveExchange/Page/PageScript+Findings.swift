/// What to look at, the timeline, and how one gets from view to view.
let pageMore = #"""
    // What a review looks for. The rules are said where their results are.
    function findings() {
      const out = { shadowed: [], expiring: [], waiting: [], idle: [] };
      for (let line = 0; line < lineCount; line++) {
        if (routeOf(line) === 2) continue;
        const until = untilOf(line);
        if (!isLive(line)) out.waiting.push({ line });
        if (until !== null && until - data.asOf <= 90 * day) out.expiring.push({ line });
        const u = lineUser[line];
        if (usersOff.has(u)) { out.idle.push({ line }); continue; }
        if (!isLive(line)) continue;
        if (place[line] > 0 && customersOff.has(place[line] - 1)) { out.idle.push({ line }); continue; }
        if (place[line] >= 0 ? !isDeciding(line) : decideCount(line) < coverCount(line)) out.shadowed.push({ line });
      }
      out.expiring.sort((a, b) => untilOf(a.line) - untilOf(b.line));
      return out;
    }
    let kept = null;
    const allFindings = () => (kept = kept || findings());

    let age = 180;
    function unreviewed() {
      const rows = [];
      for (let line = 0; line < lineCount; line++) {
        if (routeOf(line) === 2 || untilOf(line) !== null) continue;
        const made = data.made[data.lines.made[line]];
        if (made && made[2] < 0 && data.asOf - made[0] > age * day) rows.push({ line });
      }
      return rows.sort((a, b) => data.made[data.lines.made[a.line]][0] - data.made[data.lines.made[b.line]][0]);
    }

    const sections = [
      ["expiring", "Expiring", "Grants that end within 90 days; amber within 30. At that instant they stop counting by themselves.", () => allFindings().expiring,
        [column.user, column.place, column.role, column.route, column.until, column.made], "Nothing ends within 90 days", "Every grant with an end has more time than that."],
      ["shadowed", "Shadowed", "Grants that are given, and yet something else decides in all or some of their accounts: a role on a customer's own team outranks a manager's, and that outranks a role on the partner's team.", () => allFindings().shadowed,
        [column.user, column.place, column.role, column.route, {
          name: "What decides", width: "minmax(140px, 1.2fr)",
          cell: ({ line }) => place[line] >= 0 ? decider(lineUser[line], place[line]) : "something else in " + number(coverCount(line) - decideCount(line)) + " of " + number(coverCount(line)),
        }, column.made], "Nothing is shadowed", "Whatever was given, decides."],
      ["unassigned", "Unassigned", "Customers that nobody manages by name or by a condition. A plain `all customers` does not count: it is everybody's, and so nobody's.", () => data.customers.free.map((c) => ({ c })),
        [{ name: "Customer", width: "1.3fr", cell: ({ c }) => toPlace(c + 1) },
          { name: "Status", width: "110px", cell: ({ c }) => (customersOff.has(c) ? chip("disabled", "bad") : chip("active", "good")) },
          { name: "Who gets in all the same", width: "1fr", cell: ({ c }) => { const n = linesAt(c + 1).filter((line) => decidesIn(line, c + 1)).length; return n === 0 ? "nobody" : plural(n, "user"); } }],
        "Every customer is somebody's", "Each has a manager by name or by condition."],
      ["unreviewed", "Unreviewed", null, unreviewed,
        [column.user, column.place, column.role, column.route, column.made], "Nothing that old is without an end and a reason", "Every older grant says why it is there, or when it ends."],
      ["waiting", "Not begun", "Grants with a beginning that is still to come.", () => allFindings().waiting,
        [column.user, column.place, column.role, column.route, column.until, column.made], "Nothing is waiting", "Every grant has begun."],
      ["idle", "Disabled", "Grants of disabled users, and in disabled customers: they count for nothing now, and come back with a single `enable`.", () => allFindings().idle,
        [column.user, column.place, column.role, column.route, column.made], "No grant waits on something disabled", "No disabled user or customer has any."],
    ];

    function findingsView(name) {
      const at = Math.max(0, sections.findIndex(([key]) => key === name));
      const [key, title, rule, rows, columns, none, noneText] = sections[at];
      const box = h("div", {});
      const show = () => {
        const found = rows();
        box.replaceChildren(h("p", { class: "small soft" }, plural(found.length, key === "unassigned" ? "customer" : "grant")),
          found.length === 0 ? h("div", { class: "card" }, empty(none, noneText)) : table(title, columns, found));
        say(plural(found.length, "line"));
      };
      let say2 = h("p", { class: "soft" }, rule);
      if (key === "unreviewed") {
        const choose = h("select", { id: "age", on: { change: (event) => { age = Number(event.target.value); show(); } } },
          [30, 90, 180, 365, 730].map((days) => h("option", { value: days, selected: days === age }, days + " days")));
        say2 = h("div", {}, h("p", { class: "soft" }, "A grant is listed here when it was made longer ago than this, has no end, and no reason was given for it. Giving it either, or making it anew after looking at it, takes it off the list."),
          h("div", { class: "tools" }, h("div", {}, h("label", { class: "field", for: "age" }, "Older than"), choose)));
      }
      show();
      return h("div", {}, h("h2", { tabindex: -1, id: "heading" }, "To look at"),
        h("div", { class: "chips", role: "navigation", "aria-label": "Findings" }, sections.map(([k, t]) =>
          h("a", { class: "chip" + (k === key ? " accent" : ""), href: "#findings/" + k, "aria-current": k === key ? "page" : null }, t))),
        h("h3", {}, title), say2, box);
    }

    // The timeline: what was changed, refused and done, by day.
    const sorts = ["changes", "work", "refusals", "logins", "expiries"];
    const wantedOf = { sort: "", by: "", text: "" };
    function timelineView() {
      const E = data.events;
      const n = E.time.length;
      const box = h("div", {});
      const by = h("select", { id: "by" }, h("option", { value: "" }, "everybody"),
        E.actors.map((t) => h("option", { value: t, selected: String(t) === wantedOf.by }, T[t])));
      const sort = h("select", { id: "sort" }, h("option", { value: "" }, "everything"), sorts.map((word, i) => h("option", { value: i, selected: String(i) === wantedOf.sort }, word)));
      const text = h("input", { type: "search", id: "words", autocomplete: "off", value: wantedOf.text });
      const columns = [
        { name: "Time (UTC)", width: "84px", cell: (i) => timeText(E.time[i]) },
        { name: "Who", width: "minmax(110px, 0.7fr)", cell: (i) => h("bdi", {}, T[E.by[i]]) },
        { name: "What", width: "92px", cell: (i) => chip(T[E.act[i]], E.sort[i] === 2 ? "bad" : E.sort[i] === 1 ? "good" : E.sort[i] === 4 ? "warn" : "") },
        { name: "Of", width: "minmax(240px, 2.6fr)", cell: (i) => h("bdi", {}, T[E.say[i]]) },
        { name: "Reason", width: "minmax(120px, 1fr)", cell: (i) => (E.why[i] < 0 ? "" : h("bdi", {}, T[E.why[i]])) },
        { name: "Script", width: "minmax(110px, 0.8fr)", cell: (i) => h("span", { class: "soft", title: T[E.src[i]] }, T[E.src[i]].slice(T[E.src[i]].lastIndexOf("/") + 1) + (E.at[i] > 0 ? ":" + E.at[i] : "")) },
      ];
      const show = () => {
        Object.assign(wantedOf, { sort: sort.value, by: by.value, text: text.value });
        const words = text.value.trim().toLowerCase();
        const rows = [];
        let last = "";
        let count = 0;
        for (let i = n - 1; i >= 0; i--) {
          if (sort.value !== "" && E.sort[i] !== Number(sort.value)) continue;
          if (by.value !== "" && E.by[i] !== Number(by.value)) continue;
          if (words !== "" && !(T[E.say[i]].toLowerCase().includes(words) || (E.why[i] >= 0 && T[E.why[i]].toLowerCase().includes(words)))) continue;
          const on = dateText(E.time[i]);
          if (on !== last) { rows.push(on); last = on; }
          rows.push(i);
          count++;
        }
        box.replaceChildren(count === 0
          ? h("div", { class: "card" }, n === 0 ? empty("Nothing has happened yet", "Changes, refusals, logins and work will stand here.") : empty("Nothing of that sort", "No record fits these choices."))
          : timeTable(columns, rows));
        say(plural(count, "record"));
      };
      for (const choice of [by, sort]) choice.addEventListener("change", show);
      text.addEventListener("input", show);
      show();
      const field = (label, id, control, wide) => h("div", { class: wide ? "wide" : null }, h("label", { class: "field", for: id }, label), control);
      return h("div", {}, h("h2", { tabindex: -1, id: "heading" }, "Timeline"),
        h("p", { class: "soft" }, n < E.all ? "The newest " + number(n) + " of " + number(E.all) + " records; `reeve ask 'show audit'` tells all of them." : plural(n, "record") + ", all there are."),
        h("div", { class: "tools" }, field("Sort", "sort", sort), field("By", "by", by), field("Words", "words", text, true)), box);
    }

    function timeTable(columns, rows) {
      const dayRow = (row) => (typeof row === "string" ? new Date(row).toLocaleDateString("en", { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }) : null);
      if (rows.length > shortTable) return table("Records by day", columns, rows, { divider: dayRow });
      const parts = [];
      let here = [];
      const close = () => { if (here.length) parts.push(table("Records", columns, here)); here = []; };
      for (const row of rows) {
        if (typeof row === "string") { close(); parts.push(h("h3", {}, dayRow(row))); } else here.push(row);
      }
      close();
      return h("div", {}, parts);
    }

    function overviewView() {
      const f = allFindings();
      const tile = (href, n, words) => h("li", {}, h("a", { class: "card tile", href }, h("b", {}, number(n)), h("span", {}, words)));
      const refused = data.events.sort.filter((s) => s === 2).length;
      return h("div", {}, h("h2", { tabindex: -1, id: "heading" }, data.partner || "Access"),
        h("p", { class: "soft" }, "Who may do what in which account, as it stood on " + dateText(data.asOf) + " at " + timeText(data.asOf) + " UTC. Reeve decided all of it when it made this page; the page only looks up."),
        h("ul", { class: "tiles" }, tile("#users", users.length, users.length === 1 ? "user" : "users"), tile("#customers", customers.length, customers.length === 1 ? "customer" : "customers"),
          tile("#roles", roleNames.length, roleNames.length === 1 ? "role" : "roles"), tile("#users", data.grants, data.grants === 1 ? "grant" : "grants")),
        h("h3", {}, "To look at"),
        h("ul", { class: "tiles" }, tile("#findings/expiring", f.expiring.length, "end within 90 days"), tile("#findings/shadowed", f.shadowed.length, "shadowed, in all or some accounts"),
          tile("#findings/unassigned", data.customers.free.length, "customers that are nobody's"), tile("#findings/unreviewed", unreviewed().length, "older than " + age + " days, no end, no reason"),
          tile("#findings/waiting", f.waiting.length, "not begun"), tile("#findings/idle", f.idle.length, "of disabled users or customers"), tile("#timeline", refused, "refused attempts in the timeline")));
    }

    // One view at a time, named behind the `#`.
    const views = { overview: overviewView, users: usersView, customers: customersView, roles: rolesView, findings: findingsView, timeline: timelineView };
    function go(event) {
      const text = location.hash.slice(1) || "overview";
      const slash = text.indexOf("/");
      const view = slash < 0 ? text : text.slice(0, slash);
      let name = slash < 0 ? null : text.slice(slash + 1);
      try { if (name !== null) name = decodeURIComponent(name); } catch { name = "�"; }
      const make = views[view] || views.overview;
      for (const list of lists) list.watch.disconnect();
      lists = [];
      const main = document.getElementById("main");
      const scroll = event && main.dataset.view === view ? document.querySelector(".side .list") : null;
      const top = scroll ? scroll.scrollTop : 0;
      main.replaceChildren(make(name));
      main.dataset.view = view;
      if (top) { const side = document.querySelector(".side .list"); if (side) side.scrollTop = top; }
      for (const link of document.querySelectorAll("nav a")) {
        if (link.getAttribute("href") === "#" + (views[view] ? view : "overview")) link.setAttribute("aria-current", "page"); else link.removeAttribute("aria-current");
      }
      const heading = document.getElementById("heading");
      document.title = (heading && name ? heading.textContent + " · " : "") + "Access" + (data.partner ? " · " + data.partner : "");
      if (event && heading) heading.focus();
    }
    addEventListener("hashchange", go);
    document.getElementById("skip").addEventListener("click", (event) => {
      event.preventDefault();
      document.getElementById("main").focus();
    });
    addEventListener("keydown", (event) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT)$/.test(event.target.tagName)) return;
      const search = document.querySelector("main input[type=search]");
      if (search) { event.preventDefault(); search.focus(); search.select(); }
    });
    document.getElementById("about").textContent = (data.partner ? data.partner + " · " : "") + "as of " + dateText(data.asOf) + " " + timeText(data.asOf) + " UTC · record " + data.seq;
    go(null);
    performance.mark("ready");
    """#
