import { el } from "./dom.js";
import { get } from "./server.js";

const EVERY = 1000; // ms, while it is open

/** The table of the bot's calls, under the phones. */
export function journal() {
  const toggle = document.querySelector(".journal-toggle");
  const section = document.querySelector(".journal");
  const body = section.querySelector("tbody");
  let timer;
  const refresh = async () => {
    const calls = await get("/journal").catch(() => null);
    if (calls) body.replaceChildren(...calls.map(rowOf));
    if (!section.hidden) timer = setTimeout(refresh, EVERY);
  };
  toggle.addEventListener("click", () => {
    section.hidden = !section.hidden;
    toggle.setAttribute("aria-checked", String(!section.hidden));
    clearTimeout(timer);
    if (!section.hidden) refresh();
  });
}

function rowOf(call) {
  const time = new Date(call.at * 1000).toLocaleTimeString("ru", { timeZone: "Europe/Moscow" });
  const params = Object.entries(call.params).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
  const details = [call.error, ...params].filter(Boolean).join(" ");
  const cells = [call.number, time, call.method, call.to, call.outcome, details];
  return el("tr", { className: call.failed ? "failed" : "" }, ...cells.map((cell) => el("td", {}, String(cell))));
}
