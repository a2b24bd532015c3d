// Comfort for the fields of the editor: a picker for points in time, and messages that go by themselves. Each page is complete without.
"use strict";
(() => {
  const { make, say } = globalThis.knowledge;
  document.querySelectorAll("input[data-time]").forEach(field => {
    const picker = make("input", { type: "datetime-local", className: "in picker" });
    picker.setAttribute("aria-label", say("{0}: pick, in UTC", field.closest("label").firstChild.textContent.trim()));
    const value = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2})/.exec(field.value);
    if (value && /(Z|\+00:00|:\d{2})$/.test(field.value)) picker.value = `${value[1]}T${value[2]}`;
    picker.addEventListener("change", () => {
      field.value = picker.value ? `${picker.value.replace("T", " ")}Z` : "";
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    field.closest("label").after(picker);
  });
  document.querySelectorAll("[data-for]").forEach(message => {
    setTimeout(() => message.remove(), Number(message.dataset.for) * 1000);
  });
})();
