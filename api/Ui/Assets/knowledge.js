// Everything here is comfort: each page is complete without it.
"use strict";
(() => {
  const field = document.getElementById("q");
  const store = {
    get(key) { try { return localStorage.getItem(key); } catch { return null; } },
    set(key, value) {
      try { value === null ? localStorage.removeItem(key) : localStorage.setItem(key, value); }
      catch { /* no storage: nothing is remembered */ }
    },
  };
  const make = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };
  let announcer = document.getElementById("announce");
  const announce = text => {
    if (!announcer) {
      announcer = make("p", { className: "hidden" });
      announcer.setAttribute("role", "status");
      document.querySelector("main").append(announcer);
    }
    announcer.textContent = text;
  };

  // Keys. A single character can get in the way of speech input, so it can be switched off (WCAG 2.1.4).
  const typing = target => target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
  const results = () => [...document.querySelectorAll(".answer h3, [data-hit]")].map(e => e.matches("h3") ? e.closest("summary") || e : e);
  const move = (event, step) => {
    const all = results();
    const at = all.indexOf(document.activeElement);
    if (at < 0 && (document.activeElement !== field || step < 0)) return;
    event.preventDefault();
    const next = all[at + step];
    if (!next) { if (step < 0) field.focus(); return; }
    if (next.tabIndex < 0) next.tabIndex = -1;
    next.focus();
  };
  document.addEventListener("keydown", event => {
    if (event.isComposing || event.altKey) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k" && field) {
      event.preventDefault();
      field.focus();
      field.select();
    } else if (event.ctrlKey || event.metaKey) {
      return;
    } else if (event.key === "/" && field && !typing(event.target) && store.get("single-key") !== "off") {
      event.preventDefault();
      field.focus();
      field.select();
    } else if (event.key === "Escape" && event.target === field) {
      event.preventDefault();
      if (field.value) {
        field.value = "";
        field.dispatchEvent(new Event("input"));
      } else field.blur();
    } else if (event.key === "ArrowDown") move(event, 1);
    else if (event.key === "ArrowUp") move(event, -1);
  });
  const single = document.getElementById("single-key");
  if (single) {
    document.querySelectorAll("[data-needs-script]").forEach(e => { e.hidden = false; });
    single.checked = store.get("single-key") !== "off";
    single.addEventListener("change", () => store.set("single-key", single.checked ? null : "off"));
  }

  // Copying. Prompts are for reading, not for pasting.
  const textOf = element => element.matches("pre")
    ? element.textContent.replace(/\n$/, "").replace(/^\$ /gm, "")
    : element.textContent.trim();
  const copy = async (text, source) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Without a secure context there is no clipboard; the selection at least saves the aiming.
      getSelection().selectAllChildren(source);
      return document.execCommand("copy");
    }
  };
  const enhance = root => {
    root.querySelectorAll("main pre, [data-copy], #results pre").forEach(element => {
      if (element.parentElement.matches(".copied")) return;
      const button = make("button", { type: "button", className: "quiet", textContent: "Copy" });
      button.setAttribute("aria-label", element.matches("pre") ? "Copy command" : "Copy wording");
      button.addEventListener("click", async () => {
        const done = await copy(textOf(element), element);
        button.textContent = done ? "Copied" : "Press Ctrl+C";
        announce(done ? "Copied" : "Selected, press Ctrl+C to copy");
        setTimeout(() => { button.textContent = "Copy"; }, 2000);
      });
      let frame = element.parentElement;
      if (!frame.matches(".code")) {
        frame = make("div");
        element.replaceWith(frame);
        frame.append(element);
      }
      frame.classList.add("copied");
      frame.append(button);
    });
    // A box that scrolls must be reachable by keyboard.
    root.querySelectorAll("table").forEach(table => {
      if (table.scrollWidth > table.clientWidth) table.tabIndex = 0;
    });
  };
  enhance(document);

  // What the archives hold comes behind what is served, which never waits for it.
  const fillArchive = async root => {
    for (const part of root.querySelectorAll("[data-archive]")) {
      try {
        const response = await fetch(part.dataset.archive, { headers: { "X-Fragment": "archive" } });
        // Our own server's HTML, under a policy that runs no script in it.
        if (response.ok) part.innerHTML = await response.text();
      } catch { /* the link stays */ }
    }
  };
  fillArchive(document);

  // Browsers of before 2025 do not unfold what a link leads into.
  document.addEventListener("click", event => {
    const link = event.target.closest("a[href^='#']");
    const folded = link && document.getElementById(decodeURIComponent(link.hash.slice(1)))?.closest("details");
    if (folded) folded.open = true;
  });

  // Checklists: what was ticked stays ticked on this machine.
  const article = document.querySelector("[data-document]");
  const boxes = article ? [...article.querySelectorAll(".body input.step")] : [];
  // On an alert's page they are everybody's: kept by the server at once, so that no tick is lost.
  const run = article?.querySelector("form.run");
  if (run) {
    run.addEventListener("change", async event => {
      if (!event.target.matches("input.step")) return;
      const sent = new FormData(run);
      try {
        const response = await fetch(run.action, { method: "POST", body: new URLSearchParams(sent), redirect: "manual" });
        if (response.type !== "opaqueredirect" && !response.ok) throw new Error();
        run.elements.seen.value = sent.getAll("step").join(" ");
        announce("Kept");
      } catch { announce("Not kept yet: press Keep steps and results"); }
    });
  }
  else if (boxes.length) {
    const key = `checklist:${article.dataset.document}`;
    const name = (box, index) => `${index}:${(box.closest("li")?.textContent ?? "").trim().slice(0, 60)}`;
    const ticked = new Set(JSON.parse(store.get(key) || "[]"));
    const clear = make("button", { type: "button", className: "quiet", textContent: "Clear ticked steps", hidden: ticked.size === 0 });
    const save = () => {
      const names = boxes.map((box, i) => box.checked ? name(box, i) : null).filter(Boolean);
      store.set(key, names.length ? JSON.stringify(names) : null);
      clear.hidden = names.length === 0;
    };
    boxes.forEach((box, i) => {
      box.checked = ticked.has(name(box, i));
      box.addEventListener("change", save);
    });
    clear.addEventListener("click", () => {
      boxes.forEach(box => { box.checked = false; });
      save();
      announce("All steps cleared");
    });
    article.querySelector(".body").before(clear);
  }

  // What a language model says comes when it comes: nothing waits for it.
  document.querySelectorAll("[data-assistant]").forEach(async element => {
    try {
      const response = await fetch(element.dataset.assistant, { headers: { "X-Fragment": "results" } });
      // Our own server's HTML, under a policy that runs no script in it.
      if (response.ok) element.innerHTML = await response.text();
    } catch { /* the line is bad: the link still works */ }
  });

  // Results while typing: the same address, only its results.
  const place = document.getElementById("results");
  if (field && place && "live" in field.dataset) {
    let timer, request;
    const show = async () => {
      const query = field.value.trim();
      request?.abort();
      request = new AbortController();
      const url = `/search?q=${encodeURIComponent(query)}`;
      if (!query) {
        place.replaceChildren();
        announce("");
        return;
      }
      try {
        const response = await fetch(`${url}&preview=1`, { headers: { "X-Fragment": "results" }, signal: request.signal });
        if (!response.ok) return;
        // Our own server's HTML, under a policy that runs no script in it.
        place.innerHTML = await response.text();
        history.replaceState(null, "", url);
        document.title = `${query} · Knowledge`;
        enhance(place);
        announce(place.querySelector("[data-summary]")?.textContent ?? "");
      } catch { /* aborted, or the line is bad: Enter still works */ }
    };
    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(show, 120);
    });
  }

  globalThis.knowledge = { store, make, enhance };
})();
