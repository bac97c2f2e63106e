import { el } from "./dom.js";

/** Shows the dialog until it is closed; gives the value of the button that closed it. */
export function shown(dialog) {
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue);
    });
  });
}

function dialogWith(title, content, buttons) {
  const heading = el("h2", {}, title);
  const row = el("div", { className: "choices" }, ...buttons);
  return el("dialog", { "aria-label": title }, el("form", { method: "dialog" }, heading, ...content, row));
}

const cancel = () => el("button", { type: "submit", value: "", formNoValidate: true }, "Отмена");

/** What was typed, or "" if it was thought better of. */
export async function ask(title, label, action) {
  const input = el("input", { type: "text", required: true, autocomplete: "off", maxLength: 2000 });
  // The first button is what Enter presses.
  const buttons = [el("button", { value: "yes", className: "main" }, action), cancel()];
  const answer = await shown(dialogWith(title, [el("label", {}, label, input)], buttons));
  return answer ? input.value.trim() : "";
}

/** One of `options`, [value, label], or "". */
export function choose(title, options) {
  const buttons = options.map(([value, label]) => el("button", { value, className: "option" }, label));
  return shown(dialogWith(title, [el("div", { className: "options" }, ...buttons)], [cancel()]));
}

/** A large view, with what saves the file; Escape, «Закрыть» and a press beside it close it. */
export function view(title, file, ...content) {
  const save = el("a", { href: file, download: title, className: "save" }, "Скачать");
  const close = el("button", { className: "main" }, "Закрыть");
  const head = el("form", { method: "dialog", className: "view-head" }, el("h2", {}, title), save, close);
  const dialog = el("dialog", { className: "view", "aria-label": title }, head, ...content);
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  return shown(dialog);
}
