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
 * strings here do. `open` is called with an address inside Telegram, `say` with a command.
 */
export function formatted(text, entities, { open, say }) {
  const ordered = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  const build = (start, end, inside) => {
    const nodes = [];
    let at = start;
    while (inside.length) {
      const entity = inside.shift();
      const stop = Math.min(entity.offset + entity.length, end);
      if (entity.offset > at) nodes.push(text.slice(at, entity.offset));
      const nested = [];
      while (inside.length && inside[0].offset < stop) nested.push(inside.shift());
      const node = nodeFor(entity, text.slice(entity.offset, stop), { open, say });
      node.append(...build(entity.offset, stop, nested));
      nodes.push(node);
      at = stop;
    }
    if (at < end) nodes.push(text.slice(at, end));
    return nodes;
  };
  return build(0, text.length, ordered);
}

function nodeFor(entity, words, { open, say }) {
  if (entity.type === "bot_command") {
    return el("button", { className: "command", type: "button", onclick: () => say(words) });
  }
  const address = { url: withScheme(words), text_link: entity.url, email: `mailto:${words}` }[entity.type];
  if (address) return link(address, open);
  return el(TAGS[entity.type] ?? "span", { className: entity.type });
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
