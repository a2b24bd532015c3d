// Comfort for whoever writes: without it each button saves, and nothing else is lost.
"use strict";
(() => {
  const { store, make, enhance } = globalThis.knowledge;
  // The editor: saved while one types, guarded against leaving, kept on this machine while the line is down.
  const editor = document.querySelector("form[data-editor]");
  if (editor) {
    const key = `editor:${editor.dataset.editor}`;
    const told = document.getElementById("autosave");
    const tell = text => { if (told) told.textContent = text; };
    const fields = () => [...new FormData(editor)].filter(([name]) => !["revision", "view", "actor"].includes(name));
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
      const matrix = document.getElementById("matrix"), now = page.getElementById("matrix");
      if (matrix && now) matrix.innerHTML = now.innerHTML;
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
          tell(`Saved at ${kept.at}, ${kept.patched}.`);
          await preview();
        } else if (response.status === 412) {
          stopped = true;
          tell("Somebody else saved in between. Press Save: both texts are put together, nothing is lost.");
        } else tell(`Not saved: ${(await response.json()).detail ?? response.status}`);
      } catch { tell("Not saved: the server cannot be reached. What you type is kept on this machine and tried again."); }
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
    if (copy && document.getElementById("said")?.matches(".fine")) store.set(key, null);
    else if (copy && told && JSON.stringify(copy.fields) !== asSaved) {
      const textContent = `Bring back what was typed here at ${new Date(copy.at).toLocaleString()} and not saved`;
      const button = make("button", { type: "button", className: "quiet", textContent });
      button.addEventListener("click", () => {
        const left = copy.fields.slice();
        for (const element of editor.elements) {
          const at = left.findIndex(([name]) => name === element.name);
          if (element.name && at >= 0 && element.type !== "hidden") [, element.value] = left.splice(at, 1)[0];
          else if (at >= 0 && element.type === "hidden") left.splice(at, 1);
        }
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
