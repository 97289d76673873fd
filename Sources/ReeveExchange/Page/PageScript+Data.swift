/// What a page of access knows, and how it is looked up.
let pageData = #"""
    "use strict";
    // What Reeve worked out when the page was made. Nothing here decides: everything is looked up.
    const data = JSON.parse(document.getElementById("data").textContent);
    const day = 86400000;
    const routes = ["team", "manager", "partner role"];
    const T = data.texts;
    const users = data.users.name;
    const customers = data.customers.name;
    const roleNames = data.roles.map((role) => role.name);

    function sums(counts) {
      const out = new Int32Array(counts.length + 1);
      for (let i = 0; i < counts.length; i++) out[i + 1] = out[i] + counts[i];
      return out;
    }

    // Grants in columns, sorted by user: first[u] to first[u + 1] are hers.
    const first = sums(data.lines.of);
    const lineCount = data.lines.place.length;
    // -1 - w: the wide grant w; 0: the partner; c + 1: a customer.
    const place = Int32Array.from(data.lines.place);
    const roleOf = Int32Array.from(data.lines.role);
    const flags = Uint8Array.from(data.lines.flags);
    const lineUser = new Int32Array(lineCount);
    for (let u = 0; u < users.length; u++) lineUser.fill(u, first[u], first[u + 1]);
    const routeOf = (line) => flags[line] & 3;
    const isDeciding = (line) => (flags[line] & 4) !== 0;
    const isLive = (line) => (flags[line] & 8) === 0;

    // Sets of customers: start and length of each run, in ascending order.
    const sets = data.sets.map((runs) => {
      const starts = new Int32Array(runs.length / 2);
      const ends = new Int32Array(runs.length / 2);
      let at = 0;
      let size = 0;
      for (let i = 0; i < starts.length; i++) {
        starts[i] = at + runs[2 * i];
        ends[i] = starts[i] + runs[2 * i + 1];
        at = ends[i];
        size += runs[2 * i + 1];
      }
      return { starts, ends, size };
    });

    function holds(set, customer) {
      let low = 0;
      let high = set.starts.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (set.ends[middle] <= customer) low = middle + 1; else high = middle;
      }
      return low < set.starts.length && set.starts[low] <= customer;
    }

    function each(set, body) {
      for (let i = 0; i < set.starts.length; i++) for (let c = set.starts[i]; c < set.ends[i]; c++) body(c);
    }

    const wideOf = (line) => (place[line] < 0 ? data.wide[-1 - place[line]] : null);
    const coversOf = (line) => sets[wideOf(line)[1]];
    const decidesOf = (line) => sets[wideOf(line)[2]];
    const coverCount = (line) => (place[line] < 0 ? coversOf(line).size : 1);
    const decideCount = (line) => (place[line] < 0 ? decidesOf(line).size : isDeciding(line) ? 1 : 0);
    const placeName = (at) => (at === 0 ? "partner" : customers[at - 1]);
    const placeText = (line) => (place[line] < 0 ? T[wideOf(line)[0]] : placeName(place[line]));

    /// The terms and makers of grants.
    const termOf = (line) => data.terms[data.lines.term[line]];
    const untilOf = (line) => termOf(line)[1];
    const fromOf = (line) => termOf(line)[0];
    function madeOf(line) {
      const made = data.made[data.lines.made[line]];
      if (!made) return null;
      const [time, who, why, script] = made;
      const at = data.lines.at[line];
      return { time, who: T[who], why: why < 0 ? null : T[why], path: T[script], script: T[script].slice(T[script].lastIndexOf("/") + 1) + (at > 0 ? ":" + at : "") };
    }

    /// Whether a line is what decides in a place: one look into what Reeve worked out.
    function decidesIn(line, at) {
      if (place[line] < 0) return at > 0 && holds(decidesOf(line), at - 1);
      return place[line] === at && isDeciding(line);
    }
    const leadsTo = (line, at) => (place[line] < 0 ? at > 0 && holds(coversOf(line), at - 1) : place[line] === at);

    /// The line that decides for a user in a place, or -1.
    function deciding(user, at) {
      for (let line = first[user]; line < first[user + 1]; line++) if (decidesIn(line, at)) return line;
      return -1;
    }

    /// Every place a user gets to: its number and the line that decides there, in the order of names.
    function reachedBy(user) {
      const found = [];
      for (let line = first[user]; line < first[user + 1]; line++) {
        if (place[line] < 0) each(decidesOf(line), (c) => found.push([c + 1, line]));
        else if (isDeciding(line)) found.push([place[line], line]);
      }
      return found.sort((a, b) => a[0] - b[0]);
    }

    // Lines by place, made when a place is first looked at: counted, then filled.
    let byPlace = null;
    function linesAt(at) {
      if (!byPlace) {
        const starts = new Int32Array(customers.length + 2);
        const wide = [];
        for (let line = 0; line < lineCount; line++) {
          if (place[line] < 0) wide.push(line); else starts[place[line] + 1]++;
        }
        for (let i = 0; i < customers.length + 1; i++) starts[i + 1] += starts[i];
        const next = starts.slice();
        const lines = new Int32Array(lineCount - wide.length);
        for (let line = 0; line < lineCount; line++) if (place[line] >= 0) lines[next[place[line]]++] = line;
        byPlace = { starts, lines, wide };
      }
      const found = Array.from(byPlace.lines.subarray(byPlace.starts[at], byPlace.starts[at + 1]));
      if (at > 0) for (const line of byPlace.wide) if (holds(coversOf(line), at - 1)) found.push(line);
      return found;
    }

    const usersOff = new Set(data.users.off);
    const customersOff = new Set(data.customers.off);
    const pad = (n) => String(n).padStart(2, "0");
    function dateText(time) {
      const d = new Date(time);
      return String(d.getUTCFullYear()).padStart(4, "0") + "-" + pad(d.getUTCMonth() + 1) + "-" + pad(d.getUTCDate());
    }
    function timeText(time) {
      const d = new Date(time);
      return pad(d.getUTCHours()) + ":" + pad(d.getUTCMinutes()) + ":" + pad(d.getUTCSeconds());
    }
    const endText = (time) => (time % day === 0 ? dateText(time) : dateText(time) + " " + timeText(time));
    const number = (n) => n.toLocaleString("en");
    const plural = (n, word) => number(n) + " " + word + (n === 1 ? "" : "s");
    function facts(of, index) {
      const out = [];
      for (const [name, column] of of.facts) if (column[index] >= 0) out.push([T[name], T[column[index]]]);
      return out;
    }
    """#
