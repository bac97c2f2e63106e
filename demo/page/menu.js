import { el } from "./dom.js";

/**
 * A button and the menu that it opens. `items` gives, perhaps later, what is in it:
 * [{ label, note?, act }]. The arrow keys walk, Escape closes.
 */
export function menu(label, sign, items) {
  const list = el("div", { className: "menu", role: "menu", "aria-label": label, hidden: true });
  const button = el("button", { type: "button", className: "icon", title: label, "aria-label": label, "aria-haspopup": "menu", "aria-expanded": "false" }, sign);
  const box = el("div", { className: "menu-box" }, button, list);

  const close = () => {
    list.hidden = true;
    button.setAttribute("aria-expanded", "false");
  };
  const open = async () => {
    list.replaceChildren(...(await items()).map((item) => itemOf(item, () => (close(), button.focus()))));
    list.hidden = false;
    button.setAttribute("aria-expanded", "true");
    list.firstElementChild?.focus();
  };
  button.addEventListener("click", () => (list.hidden ? open() : close()));
  box.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !box.contains(event.relatedTarget)) close();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!box.contains(event.target)) close();
  });
  box.addEventListener("keydown", (event) => walk(event, list, () => (close(), button.focus())));
  return box;
}

function itemOf({ label, note, act }, closed) {
  const pressed = () => {
    closed();
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

function walk(event, list, escape) {
  const items = [...list.children];
  const at = items.indexOf(document.activeElement);
  const steps = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 };
  if (event.key === "Escape" && !list.hidden) escape();
  else if (event.key in steps && !list.hidden) items.at(steps[event.key] % items.length)?.focus();
  else return;
  event.preventDefault();
}
