"use strict";
(() => {
  const root = document.documentElement;
  const remembered = {
    get: () => { try { return localStorage.getItem("vaultsync-theme"); } catch { return null; } },
    set: (theme) => { try { localStorage.setItem("vaultsync-theme", theme); } catch { /* not from a file */ } },
  };

  const toggle = document.getElementById("theme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";
  const show = () => { toggle.textContent = isDark() ? "Light" : "Dark"; };
  if (["dark", "light"].includes(remembered.get())) root.dataset.theme = remembered.get();
  toggle.hidden = false;
  toggle.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    remembered.set(root.dataset.theme);
    show();
  });
  system.addEventListener("change", show);
  show();

  const open = () => {
    const note = /^#note-\d+$/.test(location.hash) && document.querySelector(location.hash);
    if (note) { note.open = true; note.scrollIntoView(); }
  };
  addEventListener("hashchange", open);
  open();

  const list = document.getElementById("list");
  if (!list) return;
  const body = list.tBodies[0];
  const words = new Intl.Collator(undefined, { numeric: true });
  for (const head of list.tHead.rows[0].cells) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") !== "ascending";
      for (const other of list.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const value = (row) => {
        const cell = row.cells[head.cellIndex];
        return cell.dataset.value ?? cell.textContent.trim();
      };
      const compare = head.dataset.sort === "number"
        ? (a, b) => value(a) - value(b)
        : (a, b) => words.compare(value(a), value(b));
      const rows = [...body.rows].sort(compare);
      body.append(...(up ? rows : rows.reverse()));
    });
  }

  const find = document.getElementById("find");
  find.parentElement.hidden = false;
  find.addEventListener("input", () => {
    const wanted = find.value.trim().toLowerCase();
    for (const row of body.rows) row.hidden = !row.textContent.toLowerCase().includes(wanted);
  });
})();
