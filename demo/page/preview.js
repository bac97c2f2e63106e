import * as dialogs from "./dialogs.js";
import { el } from "./dom.js";
import { sized } from "./format.js";
import { get } from "./server.js";

/** A picture as large as the window lets it be. */
export function showPicture(title, file) {
  return dialogs.view(title, file, el("img", { className: "large", src: file, alt: title }));
}

/** What is in a document; `kind` is the server's word for what can be shown of it. */
export async function showDocument(name, kind, file) {
  if (kind === "picture") return showPicture(name, `${file}?inline`);
  if (kind === "pdf") return dialogs.view(name, file, el("iframe", { src: `${file}?inline`, title: name }));
  const { sheets, entries } = await get(`${file}/preview`);
  return dialogs.view(name, file, ...(sheets ? tabbed(sheets) : [listing(entries)]));
}

function tabbed(sheets) {
  const place = el("div", { className: "table-place", tabIndex: 0, role: "region", "aria-label": "Таблица" });
  const tabs = sheets.map((sheet) => el("button", { type: "button" }, sheet.name));
  const show = (at) => {
    tabs.forEach((tab, number) => tab.setAttribute("aria-pressed", number === at));
    place.replaceChildren(...table(sheets[at]));
    place.scrollTo(0, 0);
  };
  tabs.forEach((tab, number) => tab.addEventListener("click", () => show(number)));
  show(0);
  return [el("div", { className: "sheets", role: "group", "aria-label": "Листы", hidden: sheets.length < 2 }, ...tabs), place];
}

function table({ rows, more }) {
  const [head = [], ...body] = rows;
  const row = (cells, tag) => el("tr", {}, ...cells.map((cell) => el(tag, {}, cell)));
  const node = el("table", {}, el("thead", {}, row(head, "th")), el("tbody", {}, ...body.map((cells) => row(cells, "td"))));
  return [node, more ? el("p", { className: "more" }, "Показано начало. Весь лист – в скачанном файле.") : null].filter(Boolean);
}

function listing(entries) {
  const rows = entries.map(({ name, size }) => el("li", {}, el("span", {}, name), el("small", {}, sized(size))));
  return el("div", { className: "table-place", tabIndex: 0, role: "region", "aria-label": "Файлы в архиве" }, el("ul", { className: "entries" }, ...rows));
}
