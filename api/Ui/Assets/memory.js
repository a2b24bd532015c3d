// What was searched for on this machine: recents, saved searches by name, and words that nobody could answer. Kept by the browser;
// of the last their ids are sent, to ask whether a page answers them now.
"use strict";
(() => {
  const { store, make, say, announce } = globalThis.knowledge;
  const most = { recents: 8, saved: 20, asked: 20 };
  const addressOf = query => `/search?q=${encodeURIComponent(query)}`;

  // Newest first. What an earlier version kept were the words alone.
  const kept = list => {
    try {
      return JSON.parse(store.get(list) || "[]").map(s => typeof s === "string" ? { name: s, query: s } : s)
        .filter(s => typeof s?.name === "string" && typeof s.query === "string");
    } catch { return []; }
  };
  const keep = (list, items) => store.set(list, items.length ? JSON.stringify(items.slice(0, most[list])) : null);
  const remember = (list, item) => keep(list, [item, ...kept(list).filter(s => s.name !== item.name)]);

  const asked = location.pathname === "/search" && new URLSearchParams(location.search).get("q");
  if (asked) remember("recents", { name: asked, query: asked });
  const gap = document.querySelector("[data-gap]")?.dataset.gap;
  if (gap) remember("asked", { name: gap, query: asked || "" });

  const show = place => {
    const list = place.dataset.kept;
    const all = kept(list);
    const own = [...document.querySelectorAll("[data-own] a")].map(a => new URL(a.href).searchParams.get("q"));
    const saved = new Set([...kept("saved").map(s => s.query), ...own]);
    const shown = list === "saved" ? all : all.filter(s => !saved.has(s.query));
    place.hidden = shown.length === 0;
    place.querySelector("ul").replaceChildren(...shown.map(s => {
      const line = make("li", {}, make("a", { href: addressOf(s.query), textContent: s.name }));
      if (list === "saved") {
        const drop = make("button", { type: "button", className: "btn bare s", textContent: "✕" });
        drop.setAttribute("aria-label", say("Remove {0}", s.name));
        drop.addEventListener("click", () => {
          keep("saved", kept("saved").filter(other => other.name !== s.name));
          document.querySelectorAll("[data-kept]").forEach(show);
          announce(say("Removed"));
        });
        line.append(drop);
      }
      return line;
    }));
  };
  document.querySelectorAll("[data-kept]").forEach(show);

  // For who is signed in the server keeps it; when it does not, its own page says why and has what was typed.
  document.addEventListener("submit", async event => {
    const form = event.target, query = form.dataset.save;
    if (query === undefined) return;
    event.preventDefault();
    const isOfServer = "keptHere" in form.dataset;
    if (isOfServer) {
      const body = new URLSearchParams(new FormData(form));
      const isSaved = await fetch(form.action, { method: "POST", headers: { "X-Fragment": "saved" }, body })
        .then(response => response.ok, () => false);
      if (!isSaved) return form.submit();
    } else remember("saved", { name: form.elements.name.value.trim() || query, query });
    const told = isOfServer ? say("Saved") : say("Saved on this machine");
    const box = form.closest("details");
    box.open = false;
    box.querySelector("summary").textContent = told;
    box.querySelector("summary").focus();
    announce(told);
  });

  const place = document.querySelector("[data-asked]");
  const ids = kept("asked").map(s => s.name);
  if (place && ids.length) {
    fetch(`/gaps/answered?${ids.map(id => `id=${encodeURIComponent(id)}`).join("&")}`)
      .then(response => response.ok ? response.text() : "")
      .then(html => {
        // Our own server's HTML, under a policy that runs no script in it.
        place.querySelector("ul").innerHTML = html;
        place.hidden = place.querySelector("li") === null;
      })
      .catch(() => { /* the line is bad: another time */ });
    // Who has looked need not be told again.
    place.addEventListener("click", event => {
      const id = event.target.closest("[data-forget]")?.dataset.forget;
      if (id) keep("asked", kept("asked").filter(s => s.name !== id));
    });
  }

  Object.assign(globalThis.knowledge, { kept });
})();
