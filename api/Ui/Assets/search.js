// Results and suggestions while one types, and the palette (Ctrl+K).
"use strict";
(() => {
  const { make, say, enhance, announce, copy, unfold, kept } = globalThis.knowledge;
  const field = document.getElementById("q");
  const wait = 120;

  const addressOf = query => `/search?q=${encodeURIComponent(query)}`;
  document.addEventListener("click", async event => {
    const link = event.target.closest("[data-copy-address]");
    if (link) {
      const done = await copy(location.href);
      link.textContent = done ? say("Copied") : say("Could not be copied");
      announce(link.textContent);
    }
  });

  // One text at a time: what was typed meanwhile makes an older answer worthless.
  const asking = show => {
    let timer, request;
    const stop = () => { clearTimeout(timer); request?.abort(); };
    const ask = query => {
      clearTimeout(timer);
      timer = setTimeout(async () => {
        request?.abort();
        request = new AbortController();
        try { await show(query.trim(), request.signal); }
        catch { /* aborted, or the line is bad: Enter still works */ }
      }, wait);
    };
    return Object.assign(ask, { stop });
  };
  const fragment = async (url, signal) => {
    const response = await fetch(url, { headers: { "X-Fragment": "results" }, signal });
    return response.ok ? response.text() : null;
  };

  // A list of choices under a field: the field keeps the focus, arrows mark, Enter opens what is marked.
  const choosing = (input, options) => {
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", options.id);
    input.setAttribute("aria-expanded", "false");
    const all = () => [...options.querySelectorAll("[role=option]")];
    const mark = option => {
      all().forEach(o => o.setAttribute("aria-selected", String(o === option)));
      if (option) {
        input.setAttribute("aria-activedescendant", option.id);
        option.scrollIntoView({ block: "nearest" });
      } else input.removeAttribute("aria-activedescendant");
    };
    input.addEventListener("keydown", event => {
      const choices = all();
      const at = choices.findIndex(o => o.getAttribute("aria-selected") === "true");
      if (event.isComposing || choices.length === 0) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        const step = event.key === "ArrowDown" ? 1 : -1;
        const next = at < 0 ? (step > 0 ? 0 : choices.length - 1) : at + step;
        mark(choices[next] ?? null);
      } else if (event.key === "Enter" && at >= 0) {
        event.preventDefault();
        choices[at].click();
      }
    });
    return {
      mark,
      show(isShown) {
        input.setAttribute("aria-expanded", String(isShown));
        if (!isShown) mark(null);
      },
    };
  };

  // Results in the page itself, where the field is part of it. Those of a pasted text have an address of their own.
  const place = document.getElementById("results");
  if (place?.dataset.address && !location.search) history.replaceState(null, "", place.dataset.address);
  if (field && place && "live" in field.dataset) {
    const show = asking(async (query, signal) => {
      document.querySelectorAll("[data-before-typing]").forEach(e => e.toggleAttribute("data-away", query.length > 0));
      if (!query) {
        place.replaceChildren();
        announce("");
        return;
      }
      const html = await fragment(`${addressOf(query)}&preview=1`, signal);
      if (html === null) return;
      // Our own server's HTML, under a policy that runs no script in it.
      place.innerHTML = html;
      history.replaceState(null, "", addressOf(query));
      document.title = `${query} · Knowledge`;
      enhance(place);
      announce(place.querySelector("[data-summary]")?.textContent ?? "");
    });
    field.addEventListener("input", () => show(field.value));
  }

  // Suggestions under the field of the header.
  if (field && "suggest" in field.dataset) {
    const options = make("div", { className: "options", id: "find-options" });
    options.setAttribute("role", "listbox");
    options.setAttribute("aria-label", say("Suggestions"));
    const box = make("div", { className: "suggest", hidden: true }, options);
    field.after(box);
    const choices = choosing(field, options);
    const open = isOpen => { box.hidden = !isOpen; choices.show(isOpen); };
    const show = asking(async (query, signal) => {
      const html = query ? await fragment(`/search/suggest?q=${encodeURIComponent(query)}`, signal) : "";
      // Our own server's HTML, under a policy that runs no script in it.
      options.innerHTML = html ?? "";
      open(options.childElementCount > 0);
    });
    // What is closed stays closed: nothing that is on its way opens it again.
    const close = () => { show.stop(); open(false); };
    field.addEventListener("input", () => show(field.value));
    field.addEventListener("keydown", event => { if (event.key === "Escape") close(); });
    document.addEventListener("click", event => { if (!event.target.closest(".find")) close(); });
    field.form.addEventListener("focusout", event => {
      if (event.relatedTarget && !field.form.contains(event.relatedTarget)) close();
    });
  }

  // The palette: pages, what can be done here, earlier searches, and whatever is searched for.
  let palette;
  const optionOf = (text, kind, act, id) => {
    const word = make("span", { className: "b kind", textContent: kind });
    const option = make("div", { id }, word, make("span", { className: "cut", textContent: text }));
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.addEventListener("click", act);
    return option;
  };
  const go = address => () => { location.href = address; };
  // Searches that the server keeps for who is signed in.
  let own = [];
  const readOwn = async () => {
    if (!document.querySelector("[data-account]")) return;
    const list = make("ul", {});
    try {
      // Our own server's HTML, under a policy that runs no script in it.
      list.innerHTML = await fragment("/account/searches") ?? "";
    } catch { return; }
    own = [...list.querySelectorAll("a")].map(a => [a.textContent, say("Saved"), go(a.href)]);
    if (palette.open) palette.querySelector("input").dispatchEvent(new Event("input"));
  };
  const known = () => [
    ...[...document.querySelectorAll("main [data-action]")].filter(e => e.checkVisibility?.() ?? true)
      .map(e => [e.textContent.trim(), say("Do"), () => { palette.close(); e.click(); }]),
    ...[...document.querySelectorAll(".tabs a, .menu nav a")]
      .map(a => [a.firstChild.textContent.trim(), say("Go to"), go(a.href)]),
    [say("Light or dark theme"), say("Do"),
      () => document.querySelector(".themes button, .menu form button[name=theme]:not([aria-pressed=true])").click()],
    ...own,
    ...kept("saved").map(s => [s.name, say("Saved"), go(addressOf(s.query))]),
    ...kept("recents").map(s => [s.name, say("Recent"), go(addressOf(s.query))]),
  ];
  const openPalette = () => {
    if (!palette) {
      palette = make("dialog", { className: "palette" });
      palette.setAttribute("aria-label", say("Go to a page, or do something"));
      const input = make("input", { className: "in", id: "palette-field", type: "text", autocomplete: "off", maxLength: 512 });
      input.setAttribute("aria-label", say("Page, action or search"));
      input.placeholder = say("Go to a page, do something, or search");
      const options = make("div", { className: "options", id: "palette-options" });
      options.setAttribute("role", "listbox");
      options.setAttribute("aria-label", say("Choices"));
      palette.append(input, options);
      document.body.append(palette);
      const choices = choosing(input, options);
      const fill = found => {
        const words = input.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
        const own = known().filter(([text]) => words.every(w => text.toLowerCase().includes(w)))
          .map(([text, kind, act], i) => optionOf(text, kind, act, `palette-${i}`));
        options.replaceChildren(...own, ...found);
        choices.show(options.childElementCount > 0);
        choices.mark(options.firstElementChild);
      };
      const search = asking(async (query, signal) => {
        const html = query ? await fragment(`/search/suggest?q=${encodeURIComponent(query)}`, signal) : "";
        const found = make("div", {});
        // Our own server's HTML, under a policy that runs no script in it.
        found.innerHTML = html ?? "";
        fill([...found.children].map(o => Object.assign(o, { id: `palette-${o.id}` })));
      });
      input.addEventListener("input", () => { fill([]); search(input.value); });
      // Nothing to choose yet, or nothing at all: what was typed is searched for.
      input.addEventListener("keydown", event => {
        const query = input.value.trim();
        if (event.key === "Enter" && !event.isComposing && !event.defaultPrevented && query) go(addressOf(query))();
      });
      palette.addEventListener("click", event => { if (event.target === palette) palette.close(); });
      palette.fill = fill;
    }
    const input = palette.querySelector("input");
    input.value = "";
    palette.fill([]);
    palette.showModal();
    input.focus();
    readOwn();
  };
  document.addEventListener("keydown", event => {
    if (event.isComposing || event.altKey || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
    event.preventDefault();
    if (palette?.open) palette.close();
    else openPalette();
  });

  if (location.hash) {
    unfold(decodeURIComponent(location.hash.slice(1)));
  }
})();
