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
  // Texts are English; a page in another language brings its own.
  const texts = JSON.parse(document.getElementById("script-texts")?.textContent || "{}");
  const say = (english, ...parts) => (texts[english] ?? english).replace(/\{(\d)\}/g, (_, i) => parts[i]);
  let announcer = document.getElementById("announce");
  const announce = text => {
    if (!announcer) {
      announcer = make("p", { className: "hide" });
      announcer.setAttribute("role", "status");
      document.querySelector("main").append(announcer);
    }
    announcer.textContent = text;
  };

  // Keys. A single character can get in the way of speech input, so it can be switched off (WCAG 2.1.4).
  const typing = target => target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
  const results = () => [...document.querySelectorAll("main [data-result]")];
  const move = (event, step) => {
    const all = results();
    const at = all.indexOf(document.activeElement);
    if (at < 0 && (document.activeElement !== field || step < 0 || "suggest" in field.dataset)) return;
    event.preventDefault();
    const next = all[at + step];
    if (!next) { if (step < 0) field.focus(); return; }
    if (next.tabIndex < 0) next.tabIndex = -1;
    next.focus();
  };
  document.addEventListener("keydown", event => {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
    if (event.key === "/" && field && !typing(event.target) && store.get("single-key") !== "off") {
      event.preventDefault();
      field.focus();
      field.select();
    } else if (event.key === "Escape" && event.target === field) {
      event.preventDefault();
      if (field.value) {
        field.value = "";
        field.dispatchEvent(new Event("input"));
      } else field.blur();
    } else if (event.key === "Escape") document.querySelectorAll(".menu[open]").forEach(menu => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
    else if (event.key === "ArrowDown") move(event, 1);
    else if (event.key === "ArrowUp") move(event, -1);
  });
  document.addEventListener("click", event => {
    document.querySelectorAll(".menu[open]").forEach(menu => { if (!menu.contains(event.target)) menu.open = false; });
  });
  const single = document.getElementById("single-key");
  if (single) {
    document.querySelectorAll("[data-needs-script]").forEach(e => { e.hidden = false; });
    single.checked = store.get("single-key") !== "off";
    single.addEventListener("change", () => store.set("single-key", single.checked ? null : "off"));
  }

  // Copying. Prompts are for reading, not for pasting.
  const icon = name => {
    const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    use.setAttribute("href", `#i-${name}`);
    picture.setAttribute("class", "i");
    picture.setAttribute("aria-hidden", "true");
    picture.append(use);
    return picture;
  };
  const textOf = element => element.matches("pre, .cmd > code")
    ? element.textContent.replace(/\n$/, "").replace(/^\$ /gm, "")
    : element.textContent.trim();
  const copy = async (text, source) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // Without a secure context there is no clipboard; the selection at least saves the aiming.
      if (!source) return false;
      getSelection().selectAllChildren(source);
      return document.execCommand("copy");
    }
  };
  const copier = (label, name, element) => {
    const button = make("button", { type: "button", className: "btn s" }, icon("copy"), make("span", { textContent: label }));
    button.setAttribute("aria-label", name);
    return copies(button, element);
  };
  const copies = (button, element) => {
    const word = button.querySelector("span"), label = word.textContent;
    button.addEventListener("click", async () => {
      const done = await copy(textOf(element), element);
      word.textContent = done ? say("Copied") : say("Press Ctrl+C");
      announce(done ? say("Copied") : say("Selected, press Ctrl+C to copy"));
      setTimeout(() => { word.textContent = label; }, 2000);
    });
    return button;
  };
  // A text with something to fill in is copied when all of it is filled in.
  const fillable = (block, button) => {
    const inputs = [...block.querySelectorAll("[data-fill]")];
    const show = () => {
      for (const input of inputs)
        block.querySelectorAll("[data-slot]").forEach(slot => {
          if (slot.dataset.slot !== input.dataset.fill) return;
          slot.textContent = input.value || "…";
          slot.classList.toggle("slot", !input.value);
          slot.toggleAttribute("data-empty", !input.value);
        });
      button.disabled = block.querySelector("[data-empty]") !== null;
      button.title = button.disabled ? say("Fill in what is marked first") : "";
    };
    inputs.forEach(input => input.addEventListener("input", show));
    block.querySelector("form[data-fills]")?.addEventListener("submit", event => event.preventDefault());
    if (inputs.length) show();
  };
  const enhance = root => {
    root.querySelectorAll("[data-copier]").forEach(button => {
      if (button.dataset.ready) return;
      button.dataset.ready = "yes";
      const text = button.parentElement.querySelector("[data-copy], code");
      copies(button, text);
      const block = text.closest("[data-text]");
      if (block) fillable(block, button);
    });
    root.querySelectorAll("main pre, blockquote[data-copy], #results pre, #preview pre").forEach(element => {
      if (element.parentElement.matches(".copied")) return;
      const button = copier(say("Copy"), element.matches("pre") ? say("Copy command") : say("Copy text"), element);
      let frame = element.parentElement;
      if (!frame.matches(".code")) {
        frame = make("div");
        element.replaceWith(frame);
        frame.append(element);
      }
      frame.classList.add("copied");
      frame.append(button);
    });
    root.querySelectorAll("[data-copy-text]").forEach(button => {
      if (button.dataset.ready) return;
      button.dataset.ready = "yes";
      button.addEventListener("click", async () =>
        announce(await copy(button.dataset.copyText) ? say("Copied") : say("Could not be copied")));
    });
    // A box that scrolls must be reachable by keyboard.
    root.querySelectorAll("table, .scroll").forEach(box => {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    });
    // A picture that is wider than a phone is shown from where it matters.
    root.querySelectorAll("[data-start]").forEach(box => { box.scrollLeft = box.scrollWidth * box.dataset.start - 48; });
  };
  enhance(document);

  // What archives hold and what a language model says come when they come: nothing waits for them.
  const fillLater = root => root.querySelectorAll("[data-archive], [data-assistant]").forEach(async part => {
    try {
      const response = await fetch(part.dataset.archive ?? part.dataset.assistant, { headers: { "X-Fragment": "results" } });
      // Our own server's HTML, under a policy that runs no script in it.
      if (response.ok) part.innerHTML = await response.text();
    } catch { /* the line is bad: the link stays */ }
  });
  fillLater(document);

  // Browsers of before 2025 do not unfold what a link leads into.
  const unfold = id => {
    for (let folded = document.getElementById(id)?.closest("details"); folded; folded = folded.parentElement.closest("details"))
      folded.open = true;
  };
  document.addEventListener("click", event => {
    const link = event.target.closest("a[href^='#']");
    if (link) unfold(decodeURIComponent(link.hash.slice(1)));
  });

  // Feedback keeps one where one is: only the buttons change.
  document.addEventListener("submit", async event => {
    if (event.target.id !== "said" || !event.submitter) return;
    event.preventDefault();
    const place = event.submitter.closest(".said");
    try {
      const body = new URLSearchParams(new FormData(event.target, event.submitter));
      const response = await fetch(event.target.action, { method: "POST", body });
      if (!response.ok) throw new Error();
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      document.querySelectorAll(".said").forEach(old => {
        const now = [...page.querySelectorAll(".said")].find(p => p.dataset.said === old.dataset.said);
        // Our own server's HTML, under a policy that runs no script in it.
        if (now) old.innerHTML = now.innerHTML;
      });
      place.querySelector("button")?.focus({ preventScroll: true });
      announce(place.querySelector("span")?.textContent ?? say("Undone"));
    } catch { announce(say("Not saved: the server cannot be reached")); }
  });

  // Checklists: what was ticked stays ticked on this machine.
  const article = document.querySelector("[data-document]");
  const boxes = article ? [...article.querySelectorAll(".body input.step")] : [];
  if (boxes.length) {
    const key = `checklist:${article.dataset.document}`;
    const name = (box, index) => `${index}:${(box.closest("li")?.textContent ?? "").trim().slice(0, 60)}`;
    const ticked = new Set(JSON.parse(store.get(key) || "[]"));
    const clear = make("button", { type: "button", className: "btn s", textContent: say("Clear ticked steps"), hidden: ticked.size === 0 });
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
      announce(say("All steps cleared"));
    });
    article.querySelector(".body").before(make("p", {}, clear));
  }

  globalThis.knowledge = { store, make, say, enhance, announce, copy, unfold };
})();
