import { el } from "./dom.js";

/**
 * An alert that the bot answers a press with: on that phone only, whose screen waits for the «ОК»;
 * the other phones do not. `phone` has: name, bot, node, alerts (where it is shown).
 */
export function alertOn(phone, text) {
  const ok = el("button", { type: "button" }, "ОК");
  const heading = el("h2", {}, phone.bot.name, el("small", {}, `На телефоне: ${phone.name}`));
  const box = el(
    "div",
    { role: "alertdialog", "aria-label": `${phone.name}: ${phone.bot.name}`, className: "alert" },
    heading,
    el("p", {}, text),
    el("div", { className: "choices" }, ok),
  );
  const screen = phone.alerts.previousElementSibling;
  const before = document.activeElement;
  // Who is busy on another phone meanwhile is not torn from it.
  const here = before === document.body || phone.node.contains(before);
  phone.alerts.append(box);
  screen.inert = true;
  if (here) ok.focus({ preventScroll: true });
  const close = () => {
    const focused = box.contains(document.activeElement);
    box.remove();
    screen.inert = phone.alerts.hasChildNodes(); // the next one, if two have come
    if (focused) (before.isConnected && here ? before : phone.node).focus({ preventScroll: true });
  };
  ok.addEventListener("click", close);
  box.addEventListener("keydown", (event) => event.key === "Escape" && close());
}
