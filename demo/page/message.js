import { el } from "./dom.js";
import { icon } from "./icons.js";
import { formatted, link } from "./text.js";

const KB = 1024;

/** A bubble. `phone` has: id, zone, open(address), say(text), press(message, button, node), toast(text). */
export function bubble(message, phone) {
  const node = el("li", { className: message.mine ? "message mine" : "message" });
  node.dataset.id = message.id;
  const time = new Date(message.date * 1000).toLocaleTimeString("ru", { timeZone: phone.zone, hour: "2-digit", minute: "2-digit" });
  const stamp = el("span", { className: "stamp" }, message.edited ? "изменено " : "", el("time", {}, time));
  const text = message.text ? el("div", { className: "text" }, ...formatted(message.text, message.entities, phone)) : null;
  const body = el("div", { className: "bubble" }, author(message), attached(message, phone), text, stamp);
  node.append(body);
  if (message.rows.length) node.append(keyboard(message, phone));
  return node;
}

/** Who is speaking is seen by the side it is on, and heard by a word. */
function author(message) {
  return el("span", { className: "unseen" }, message.mine ? "Вы: " : "Бот: ");
}

function keyboard(message, phone) {
  const rows = message.rows.map((row) => el("div", { className: "row" }, ...row.map((button) => keyOf(button, message, phone))));
  return el("div", { className: "inline-keyboard" }, ...rows);
}

function keyOf(button, message, phone) {
  if (button.url) {
    const node = link(button.url, phone.open);
    node.append(button.label);
    return node;
  }
  const node = el("button", { type: "button", className: button.style ?? "" }, button.label);
  node.addEventListener("click", () => (button.copies ? copy(button.copies, phone) : phone.press(message, button, node)));
  return node;
}

async function copy(text, phone) {
  await navigator.clipboard.writeText(text);
  phone.toast("Скопировано.");
}

function attached(message, phone) {
  const file = `/phones/${phone.id}/files/${message.id}`;
  if (message.document) {
    const { name, size } = message.document;
    const named = el("span", {}, el("b", {}, name), el("small", {}, sized(size)));
    return el("a", { className: "document", href: file, download: name }, el("span", { className: "sheet", "aria-hidden": "true" }, icon("down")), named);
  }
  if (message.photo) return el("img", { className: "photo", src: file, alt: "Фото" });
  if (message.sticker) return el("span", { className: "sticker", role: "img", "aria-label": "Стикер" }, message.sticker);
  if (message.voice) return el("span", { className: "voice" }, `Голосовое сообщение, ${message.voice} с`);
  if (message.contact) return el("span", { className: "contact" }, el("b", {}, message.contact.name), ` +${message.contact.number}`);
  if (message.forwarded) return el("span", { className: "forwarded" }, "Переслано из: ", el("b", {}, message.forwarded));
  return null;
}

function sized(bytes) {
  const number = (value) => value.toLocaleString("ru", { maximumFractionDigits: 1 });
  if (bytes < KB) return `${number(bytes)} Б`;
  return bytes < KB * KB ? `${number(bytes / KB)} КБ` : `${number(bytes / KB / KB)} МБ`;
}
