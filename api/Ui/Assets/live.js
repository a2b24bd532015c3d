// Refreshes parts of a page in place without touching what is typed, and saves a checklist as it is ticked. Every page is complete
// without it.
"use strict";
(() => {
  const { enhance, say } = globalThis.knowledge;
  const fields = part => (part.matches("input, textarea, select") ? [part] : [...part.querySelectorAll("input, textarea, select")]);
  const isTyped = field =>
    field.type === "hidden" ? false
    : field.type === "checkbox" || field.type === "radio" ? field.checked !== field.defaultChecked
    : field.matches("select") ? [...field.options].some(o => o.defaultSelected !== o.selected && field.dataset.touched)
    : field.value !== field.defaultValue;
  const isWrittenIn = part => {
    const active = document.activeElement;
    return part.contains(active) && active.matches("input:not([type=checkbox], [type=radio]), textarea, select");
  };
  const isBusy = part => isWrittenIn(part) || part.querySelector("details.pop[open]") !== null || fields(part).some(isTyped);
  // Buttons that a script put there are no difference.
  const signature = part => {
    const copy = part.cloneNode(true);
    copy.querySelectorAll("button[type=button]").forEach(button => button.remove());
    const text = copy.textContent.replace(/\s+/g, " ");
    return `${copy.className}|${text}|${fields(copy).map(f => `${f.getAttribute("value")}${f.defaultChecked}`).join()}`;
  };
  const replace = (part, now) => {
    const focused = part.contains(document.activeElement) ? document.activeElement.id : "";
    const open = [...part.querySelectorAll("details")].map(d => d.open);
    const fresh = document.importNode(now, true);
    part.replaceWith(fresh);
    [...fresh.querySelectorAll("details")].forEach((d, i) => { d.open = open[i] ?? d.open; });
    enhance(fresh);
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  };
  let asking = false;
  const refresh = async () => {
    if (asking) return;
    asking = true;
    try {
      const response = await fetch(location.href, { headers: { Accept: "text/html" } });
      if (response.ok) {
        const page = new DOMParser().parseFromString(await response.text(), "text/html");
        for (const part of document.querySelectorAll("[data-live]")) {
          const now = page.getElementById(part.id);
          if (now && !isBusy(part) && signature(part) !== signature(now)) replace(part, now);
        }
      }
    } catch { /* the line is bad: the page stays as it is, and is asked for again */ }
    asking = false;
  };
  const place = document.querySelector("script[data-refresh]");
  if (place) {
    setInterval(() => { if (!document.hidden) refresh(); }, Number(place.dataset.refresh) * 1000);
    document.addEventListener("visibilitychange", () => { if (!document.hidden) refresh(); });
  }
  document.addEventListener("change", event => {
    if (event.target.matches("select")) event.target.dataset.touched = "yes";
  });

  // Only what this page showed and somebody changed goes to the server, so that two people may tick at once.
  document.querySelectorAll("form[data-ticks]").forEach(form => {
    const boxes = () => [...form.querySelectorAll("input.step")];
    const tell = text => { form.querySelector("[data-ticks-saved]").textContent = text; };
    let saving = Promise.resolve();
    const save = async submitter => {
      form.elements.seen.value = boxes().filter(b => b.defaultChecked).map(b => b.value).join(" ");
      const sent = new FormData(form);
      if (submitter?.name) sent.append(submitter.name, submitter.value);
      const ticked = new Map(boxes().map(b => [b, b.checked]));
      const said = [...form.querySelectorAll("input[name=result]")].map(f => [f, f.value]);
      try {
        const response = await fetch(form.action, { method: "POST", body: new URLSearchParams(sent), redirect: "manual" });
        if (response.type !== "opaqueredirect" && !response.ok) throw new Error();
        ticked.forEach((isTicked, box) => { box.defaultChecked = isTicked; });
        said.forEach(([field, value]) => { field.defaultValue = value; });
        tell(say("Saved"));
        await refresh();
      } catch { tell(say("Not saved: the server cannot be reached. Press Save progress to try again.")); }
    };
    const queue = submitter => { saving = saving.then(() => save(submitter)); };
    form.addEventListener("change", event => {
      if (event.target.matches("input.step, input[name=result]")) queue(null);
    });
    // Ticked before the script was there.
    if (boxes().some(b => b.checked !== b.defaultChecked)) queue(null);
    form.addEventListener("submit", event => {
      event.preventDefault();
      queue(event.submitter);
    });
  });
})();
