import { el } from "./dom.js";

const TAGS = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
  expandable_blockquote: "blockquote",
};

/**
 * A message's text as DOM nodes, never as HTML. Entities' offsets count UTF-16 units, as
 * strings here do. `open` is called with an address inside Telegram, `say` with a command;
 * `zone` is the phone's.
 */
export function formatted(text, entities, { open, say, zone }) {
  const ordered = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  const build = (start, end, inside) => {
    const nodes = [];
    let at = start;
    while (inside.length) {
      const entity = inside.shift();
      const stop = Math.min(entity.offset + entity.length, end);
      if (entity.offset > at) nodes.push(...withSigns(text.slice(at, entity.offset)));
      const nested = [];
      while (inside.length && inside[0].offset < stop) nested.push(inside.shift());
      const node = nodeFor(entity, text.slice(entity.offset, stop), { open, say, zone });
      node.append(...build(entity.offset, stop, nested));
      nodes.push(node);
      at = stop;
    }
    if (at < end) nodes.push(...withSigns(text.slice(at, end)));
    return nodes;
  };
  return build(0, text.length, ordered);
}

function nodeFor(entity, words, { open, say, zone }) {
  if (entity.type === "bot_command") {
    return el("button", { className: "command", type: "button", onclick: () => say(words) });
  }
  const address = { url: withScheme(words), text_link: entity.url, email: `mailto:${words}` }[entity.type];
  if (address) return link(address, open);
  if (entity.type === "date_time") return time(entity.unix_time, zone);
  const node = el(TAGS[entity.type] ?? "span", { className: entity.type });
  if (entity.type === "expandable_blockquote") node.addEventListener("click", () => node.classList.toggle("open"));
  return node;
}

/** The bot's words; what a phone tells of the instant in its own zone shows under the pointer. */
function time(seconds, zone) {
  const instant = new Date(seconds * 1000);
  const title = instant.toLocaleString("ru", { timeZone: zone, dateStyle: "full", timeStyle: "short" });
  return el("time", { dateTime: instant.toISOString(), title });
}

/** A link that leads out of the page, or one that a phone opens inside Telegram. */
export function link(address, open) {
  const safe = /^(https?|tg|mailto):/i.test(address) ? address : "about:blank";
  const node = el("a", { href: safe, target: "_blank", rel: "noreferrer" });
  if (insideTelegram(safe)) {
    node.addEventListener("click", (event) => {
      event.preventDefault();
      open(safe);
    });
  }
  return node;
}

export function insideTelegram(address) {
  return /^https?:\/\/t\.me\/\w+\?(.*&)?start=/i.test(address);
}

function withScheme(words) {
  return /^[a-z]+:/i.test(words) ? words : `https://${words}`;
}

// Drawn by the style sheet, because no font can be relied on to have them.
const SIGNS = { "🟥": "red", "🟨": "yellow", "🟩": "green", "🟦": "blue", "🟪": "purple", "⬜": "white", "👍": "thumb" };
const SIGN = new RegExp(`(${Object.keys(SIGNS).join("|")})`, "u");

/** A text as nodes, in which coloured signs look the same on every machine. */
export function withSigns(text) {
  return text.split(SIGN).filter(Boolean).map((part) => (part in SIGNS ? el("span", { className: `sign ${SIGNS[part]}` }, part) : part));
}
