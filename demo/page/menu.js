import { el } from "./dom.js";
import { folding } from "./fold.js";

/**
 * A button and the menu that it opens. `items` gives, perhaps later, what is in it:
 * [{ label, note?, act }]. The arrow keys walk.
 */
export function menu(label, sign, items) {
  const list = el("div", { className: "menu", role: "menu", "aria-label": label });
  const button = el("button", { type: "button", className: "icon", title: label, "aria-label": label, "aria-haspopup": "menu", "aria-expanded": "false" }, sign);
  const box = el("div", { className: "menu-box" }, button, list);
  const { fold } = folding(button, list, async () => {
    list.replaceChildren(...(await items()).map((item) => itemOf(item, () => (fold(), button.focus()))));
    // It can take the focus only when it is shown.
    requestAnimationFrame(() => list.firstElementChild?.focus());
  });
  list.addEventListener("keydown", (event) => walk(event, [...list.children]));
  return box;
}

function itemOf({ label, note, act }, chosen) {
  const pressed = () => {
    chosen();
    act();
  };
  return el(
    "button",
    { type: "button", role: "menuitem", tabIndex: -1, onclick: pressed },
    el("span", {}, label),
    note ? " " : null,
    note ? el("small", {}, note) : null,
  );
}

function walk(event, items) {
  const at = items.indexOf(document.activeElement);
  const steps = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 };
  if (!(event.key in steps)) return;
  items.at(steps[event.key] % items.length)?.focus();
  event.preventDefault();
}
