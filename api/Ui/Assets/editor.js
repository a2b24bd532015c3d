// Comfort for whoever writes: without it each button saves, and nothing else is lost.
"use strict";
(() => {
  const { store, make, say, enhance } = globalThis.knowledge;
  // The editor: saved while one types, guarded against leaving, kept on this machine while the line is down.
  const editor = document.querySelector("form[data-editor]");
  if (editor) {
    const key = `editor:${editor.dataset.editor}`;
    const told = document.getElementById("autosave");
    const tell = text => { if (told) told.textContent = text; };
    // What is written, each under a name of its own: a question may stand elsewhere when the page is loaded again.
    const cells = () => {
      const counts = new Map();
      return [...editor.elements]
        .filter(e => e.name && e.matches("input:not([type=hidden]), textarea, select") && e.name !== "actor")
        .map(e => {
          const name = `${e.closest("li[id]")?.id ?? ""} ${e.name}`, count = counts.get(name) ?? 0;
          counts.set(name, count + 1);
          return [`${name} ${count}`, e];
        });
    };
    const fields = () => cells().map(([name, element]) => [name, element.value]).sort();
    const asSaved = JSON.stringify(fields());
    let dirty = false, stopped = false, saving = false, timer, leaving = false;
    const send = what => {
      const data = new FormData(editor);
      data.set("do", what);
      return fetch(editor.action, { method: "POST", body: data });
    };
    const preview = async () => {
      const place = document.getElementById("preview");
      if (!place) return;
      const page = new DOMParser().parseFromString(await (await send("preview")).text(), "text/html");
      // Our own server's HTML, under a policy that runs no script in it.
      place.innerHTML = page.getElementById("preview")?.innerHTML ?? "";
      enhance(place);
      // How the questions stand follows what is written; the fields beside them stay as they are.
      document.querySelectorAll("[data-follow], #like").forEach(part => {
        const now = page.getElementById(part.id);
        if (now) part.innerHTML = now.innerHTML;
      });
    };
    const autosave = async () => {
      if (stopped || saving || !dirty || !told) return;
      saving = true;
      const sent = JSON.stringify(fields());
      try {
        const response = await send("autosave");
        if (response.ok) {
          const kept = await response.json();
          editor.elements.revision.value = kept.revision;
          dirty = JSON.stringify(fields()) !== sent;
          if (!dirty) store.set(key, null);
          tell([say("Saved at {0}, {1}.", kept.at, kept.patched), ...kept.problems.map(p => say("Not saved: {0}", p))].join(" "));
          await preview();
        } else if (response.status === 412) {
          stopped = true;
          tell(say("Somebody else saved in between. Press Save: both texts are merged, nothing is lost."));
        } else tell(say("Not saved: {0}", (await response.json()).detail ?? response.status));
      } catch { tell(say("Not saved: the server cannot be reached. What you type is kept on this machine and tried again.")); }
      saving = false;
      if (dirty && !stopped) timer = setTimeout(autosave, 4000);
    };
    editor.addEventListener("input", () => {
      dirty = true;
      store.set(key, JSON.stringify({ at: new Date().toISOString(), revision: editor.elements.revision.value, fields: fields() }));
      clearTimeout(timer);
      timer = setTimeout(autosave, 1500);
    });
    editor.addEventListener("submit", () => { leaving = true; clearTimeout(timer); });
    addEventListener("beforeunload", event => { if (dirty && !leaving) event.preventDefault(); });
    document.addEventListener("keydown", event => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
        event.preventDefault();
        editor.querySelector("button[value=save]").click();
      }
    });
    // A saved page needs no copy; one that was typed into before a crash offers it.
    const copy = store.get(key) && JSON.parse(store.get(key));
    if (copy && document.querySelector("#said.fine, [data-for]")) store.set(key, null);
    else if (copy && told && JSON.stringify(copy.fields) !== asSaved) {
      const textContent = say("Restore what was typed here at {0} UTC and not saved", copy.at.slice(0, 16).replace("T", " "));
      const button = make("button", { type: "button", className: "btn s", textContent });
      button.addEventListener("click", () => {
        const kept = new Map(copy.fields);
        for (const [name, element] of cells()) if (kept.has(name)) element.value = kept.get(name);
        button.remove();
        dirty = true;
        autosave();
      });
      told.after(button);
    }
    // Rows: one more is always free.
    editor.addEventListener("input", event => {
      const row = event.target.closest("[data-rows] > .cells");
      if (!row || row.nextElementSibling?.matches(".cells")) return;
      const next = row.cloneNode(true);
      next.querySelectorAll("input").forEach(input => { input.value = ""; });
      row.after(next);
    });
  }
})();
