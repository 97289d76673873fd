/// Elements, tables and lists of a page.
let pageParts = #"""
    // Elements. Text is only ever text: nothing is parsed as markup.
    function h(tag, attributes, ...children) {
      const element = document.createElement(tag);
      for (const [name, value] of Object.entries(attributes || {})) {
        if (value === null || value === undefined || value === false) continue;
        if (name === "on") for (const [event, body] of Object.entries(value)) element.addEventListener(event, body);
        else element.setAttribute(name, value === true ? "" : String(value));
      }
      add(element, children);
      return element;
    }
    function add(element, children) {
      for (const child of children.flat()) {
        if (child === null || child === undefined || child === "") continue;
        element.append(child instanceof Node ? child : document.createTextNode(String(child)));
      }
    }
    const chip = (text, tone) => h("span", { class: "chip" + (tone ? " " + tone : "") }, text);
    const toUser = (user) => h("a", { href: "#users/" + encodeURIComponent(users[user]) }, h("bdi", {}, users[user]));
    const toPlace = (at) =>
      at < 0 ? null
      : at === 0 ? h("a", { href: "#customers/" }, "partner")
      : h("a", { href: "#customers/" + encodeURIComponent(customers[at - 1]) }, h("bdi", {}, customers[at - 1]));
    const toRole = (role) => h("a", { href: "#roles/" + encodeURIComponent(roleNames[role]) }, h("bdi", {}, roleNames[role]));
    function empty(title, text) {
      return h("div", { class: "empty" }, h("b", {}, title), h("p", {}, text));
    }

    // Said once what changed, for those who hear the page.
    let said = 0;
    function say(text) {
      const live = document.getElementById("said");
      const mine = ++said;
      setTimeout(() => { if (mine === said) live.textContent = text; }, 250);
    }

    // A list of which only what is in sight is made. At most so many rows fit into what browsers can scroll.
    const mostRows = 300000;
    const printedRows = 2000;
    let lists = [];
    class Rows {
      constructor(scroller, height, make, head) {
        this.scroller = scroller;
        this.height = height;
        this.make = make;
        this.head = head ? 34 : 0;
        this.count = 0;
        this.shown = new Map();
        this.spacer = h("div", { class: "spacer", role: "presentation" });
        scroller.style.setProperty("--row", height + "px");
        scroller.append(this.spacer);
        scroller.addEventListener("scroll", () => this.draw(), { passive: true });
        this.watch = new ResizeObserver(() => this.draw());
        this.watch.observe(scroller);
        lists.push(this);
      }
      set(count) {
        this.count = Math.min(count, mostRows);
        this.spacer.style.height = this.count * this.height + "px";
        this.clear();
        this.draw();
      }
      clear() {
        for (const row of this.shown.values()) row.remove();
        this.shown.clear();
      }
      draw(all) {
        const top = Math.max(0, this.scroller.scrollTop - this.head);
        const from = all ? 0 : Math.max(0, Math.floor(top / this.height) - 6);
        const to = all ? Math.min(this.count, printedRows)
          : Math.min(this.count, Math.ceil((top + this.scroller.clientHeight) / this.height) + 6);
        for (const [index, row] of this.shown) {
          if (index < from || index >= to) { row.remove(); this.shown.delete(index); }
        }
        for (let index = from; index < to; index++) {
          if (this.shown.has(index)) continue;
          const row = this.make(index);
          row.style.transform = "translateY(" + index * this.height + "px)";
          this.shown.set(index, row);
          // In their order also for those who hear the page.
          const after = this.shown.get(index + 1);
          if (after && after.parentNode) this.spacer.insertBefore(row, after); else this.spacer.append(row);
        }
      }
      reveal(index) {
        const top = index * this.height;
        const box = this.scroller;
        if (top < box.scrollTop) box.scrollTop = top;
        else if (top + this.height > box.scrollTop + box.clientHeight - this.head) {
          box.scrollTop = top + this.height - box.clientHeight + this.head;
        }
        this.draw();
      }
    }
    addEventListener("beforeprint", () => { for (const list of lists) list.draw(true); });
    addEventListener("afterprint", () => { for (const list of lists) { list.clear(); list.draw(); } });

    // A table: a real one while it is short, else rows in sight only. A column: name, width, cell(row) and whether it is a number.
    const shortTable = 120;
    function table(label, columns, rows, options) {
      const faint = (options && options.faint) || (() => false);
      if (rows.length <= shortTable) {
        const body = rows.map((row) =>
          h("tr", { class: faint(row) ? "faint" : null }, columns.map((column) => {
            const cell = column.cell(row);
            const none = cell === "" || cell === null;
            return h("td", { "data-label": column.name, class: (column.num ? "num" : "") + (none ? " none" : "") },
              Array.isArray(cell) ? h("div", {}, cell) : cell instanceof Node ? cell : h("span", {}, none ? "" : cell));
          })));
        return h("div", { class: "card table cards" },
          h("table", { "aria-label": label },
            h("thead", {}, h("tr", {}, columns.map((c) => h("th", { scope: "col", class: c.num ? "num" : null }, c.name)))),
            h("tbody", {}, body)));
      }
      const grid = columns.map((column) => column.width || "1fr").join(" ");
      const head = h("div", { class: "vhead", role: "row" }, columns.map((c) => h("div", { role: "columnheader" }, c.name)));
      head.style.gridTemplateColumns = grid;
      const box = h("div", { class: "card list", role: "table", "aria-label": label, "aria-rowcount": rows.length + 1, tabindex: 0 }, head);
      const list = new Rows(box, 44, (index) => {
        const row = rows[index];
        const made = options && options.divider && options.divider(row);
        const element = made
          ? h("div", { class: "vrow day", role: "row", "aria-rowindex": index + 2 }, h("div", { role: "rowheader" }, made))
          : h("div", { class: "vrow" + (faint(row) ? " faint" : ""), role: "row", "aria-rowindex": index + 2 },
            columns.map((column) => {
              const cell = column.cell(row);
              const box = h("div", { role: "cell", class: column.num ? "num" : null });
              add(box, [cell].flat());
              box.title = box.textContent;
              return box;
            }));
        if (!made) element.style.gridTemplateColumns = grid;
        return element;
      }, true);
      list.set(rows.length);
      const left = rows.length > mostRows ? h("p", { class: "small soft" }, "The first " + number(mostRows) + " are shown.") : null;
      return left ? h("div", {}, box, left) : box;
    }

    // Names to search, made ready in slices when the page has nothing else to do, or when somebody searches.
    class Names {
      constructor(names) {
        this.names = names;
        this.folded = [];
        this.idle();
      }
      fold(until) {
        const names = this.names;
        while (this.folded.length < names.length) {
          this.folded.push(names[this.folded.length].toLowerCase());
          if (this.folded.length % 512 === 0 && performance.now() > until) return false;
        }
        return true;
      }
      idle() {
        const soon = self.requestIdleCallback || ((body) => setTimeout(body, 20));
        soon(() => { if (!this.fold(performance.now() + 8)) this.idle(); });
      }
      // Those that begin with it, then those that hold it. Gives way every few milliseconds; a newer search ends an older one.
      find(text, keep, give) {
        const wanted = text.toLowerCase();
        const mine = (this.latest = {});
        const starts = [];
        const holding = [];
        let at = 0;
        const step = () => {
          if (this.latest !== mine) return;
          const until = performance.now() + 12;
          if (!this.fold(until)) return setTimeout(step, 0);
          while (at < this.folded.length) {
            const found = !keep(at) ? -1 : wanted === "" ? 0 : this.folded[at].indexOf(wanted);
            if (found === 0) starts.push(at); else if (found > 0) holding.push(at);
            at++;
            if (at % 2048 === 0 && performance.now() > until) return setTimeout(step, 0);
          }
          give(starts.concat(holding));
        };
        step();
      }
    }
    const names = { users: new Names(users), customers: new Names(customers) };
    """#
