import { el } from "./dom.js";
import { sized } from "./format.js";
import { icon } from "./icons.js";
import { showDocument, showPicture } from "./preview.js";
import { formatted, link, withSigns } from "./text.js";

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
    node.append(...withSigns(button.label));
    return node;
  }
  const node = el("button", { type: "button", className: button.style ?? "" }, ...withSigns(button.label));
  node.addEventListener("click", () => (button.copies ? copy(button.copies, phone) : phone.press(message, button, node)));
  return node;
}

async function copy(text, phone) {
  try {
    await navigator.clipboard.writeText(text);
    phone.toast("Скопировано.");
  } catch {
    // Browsers keep the clipboard from pages that come over a network without encryption.
    phone.toast(text);
  }
}

function attached(message, phone) {
  const file = `/phones/${phone.id}/files/${message.id}`;
  if (message.document) return documentOf(message.document, file, phone);
  if (message.photo) return photoOf(message, file);
  if (message.sticker) return el("span", { className: "sticker", role: "img", "aria-label": "Стикер" }, ...withSigns(message.sticker));
  if (message.voice) return el("span", { className: "voice" }, `Голосовое сообщение, ${message.voice} с`);
  if (message.contact) return el("span", { className: "contact" }, el("b", {}, message.contact.name), ` +${message.contact.number}`);
  if (message.forwarded) return el("span", { className: "forwarded" }, "Переслано из: ", el("b", {}, message.forwarded));
  return null;
}

/** The name shows what is in it, where that can be shown; the sign beside it saves the file. */
function documentOf({ name, size, preview }, file, phone) {
  const failed = (error) => phone.toast(`Не получилось: ${error.message}`);
  const open = () => showDocument(name, preview, file).catch(failed);
  const words = [el("b", {}, name), el("small", {}, sized(size))];
  const named = preview ? el("button", { type: "button", className: "named", title: "Посмотреть", onclick: open }, ...words) : el("span", { className: "named" }, ...words);
  const save = el("a", { className: "sheet", href: file, download: name, title: "Скачать", "aria-label": `Скачать ${name}` }, icon("down"));
  return el("div", { className: "document" }, save, named);
}

function photoOf(message, file) {
  const about = message.text.split("\n")[0] || message.photo.name;
  const image = el("img", { src: file, alt: about });
  return el("button", { type: "button", className: "photo", title: "Увеличить", onclick: () => showPicture(about, file) }, image);
}
