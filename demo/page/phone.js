import { alertOn } from "./alert.js";
import { Composer } from "./composer.js";
import * as dialogs from "./dialogs.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { menu } from "./menu.js";
import { bubble } from "./message.js";
import { post } from "./server.js";

const ACTIONS = { typing: "печатает…", upload_document: "отправляет файл…", upload_photo: "отправляет фото…" };
const ACTION_SHOWN = 5000; // ms, as in Telegram
const TOAST_SHOWN = 4000;
const SHOWN = 3000; // ms that a phone is lit up

/** A person's phone with the bot's chat on it. `openLink` chooses where a deep link opens. */
export class Phone {
  #messages = new Map();
  #actionTimer;
  #toastTimer;

  constructor(actor, bot, openLink) {
    this.id = actor.id;
    this.name = actor.name;
    this.zone = actor.zone;
    this.bot = bot;
    this.open = openLink;
    this.#build(actor);
    this.showChat(actor);
    for (const message of actor.messages) this.showMessage(message);
  }

  // ── What comes from the server ──────────────────────────────────────────────────────────

  showChat({ started, blocked, action, keyboard }) {
    this.#empty.hidden = started;
    this.#unblock.hidden = !blocked;
    this.#composer.hidden = blocked;
    this.blocked = blocked;
    this.#keyboard.hidden = blocked || !keyboard.length;
    this.#folder.hidden = !keyboard.length;
    const shown = JSON.stringify(keyboard);
    if (this.#keyboard.dataset.shown !== shown) {
      this.#keyboard.dataset.shown = shown;
      this.#keyboard.replaceChildren(...keyboard.map((row) => this.#rowOf(row)));
      this.#fold(false); // another keyboard comes unfolded
    }
    this.#showAction(action);
  }

  showMessage(message) {
    const old = this.#messages.get(message.id);
    const node = bubble(message, this);
    this.#messages.set(message.id, node);
    if (!old) this.#list.append(node);
    else if (old.contains(document.activeElement)) replaceUnderFinger(old, node);
    else old.replaceWith(node);
    if (message.mine && !old) this.#log.scrollTop = 0; // the end: the log is laid out upwards
  }

  removeMessage(id) {
    this.#messages.get(id)?.remove();
    this.#messages.delete(id);
  }

  // ── What the person does ────────────────────────────────────────────────────────────────

  say = (text) => this.act("say", { text });

  /** A whole event, answer by answer. */
  fillIn() {
    this.reveal({ shown: true });
    return this.act("event");
  }

  /** Brings it into sight, and the focus onto it; with `shown` it lights up. */
  reveal({ shown = false } = {}) {
    this.node.scrollIntoView({ inline: "center", block: "nearest" });
    this.node.focus({ preventScroll: true });
    this.node.classList.toggle("shown", shown);
    if (shown) setTimeout(() => this.node.classList.remove("shown"), SHOWN);
  }

  openLink(url) {
    this.reveal();
    const address = url.replace(/^(?!https?:)/i, "https://");
    const own = new RegExp(`^https?://t\\.me/${this.bot.username}/?(\\?|$)`, "i").test(address);
    return own ? this.act("link", { url: address }) : this.toast("Эта ссылка ведёт не к этому боту.");
  }

  press = async (message, button, node) => {
    node.classList.add("waiting");
    const answer = await this.act("press", { message: message.id, data: button.data });
    node.classList.remove("waiting");
    if (answer?.alert) await alertOn(this, answer.text);
    else if (answer?.text) this.toast(answer.text);
  };

  toast(text) {
    clearTimeout(this.#toastTimer);
    this.#toast.textContent = text;
    this.#toastTimer = setTimeout(() => (this.#toast.textContent = ""), TOAST_SHOWN);
  }

  async act(act, order = {}) {
    try {
      return await post(`/phones/${this.id}/${act}`, order);
    } catch (error) {
      this.toast(`Не получилось: ${error.message}`);
    }
  }

  async #enterLink() {
    const url = await dialogs.ask("Открыть ссылку", "Ссылка", "Открыть");
    if (url) this.openLink(url);
  }

  // ── How it is built ─────────────────────────────────────────────────────────────────────

  #list = el("ol");
  #log = el("div", { className: "log", role: "log", "aria-label": "Сообщения", tabIndex: 0 }, this.#list);
  #empty = el("div", { className: "empty" });
  #keyboard = el("div", { className: "keyboard", role: "group", "aria-label": "Клавиатура" });
  #folder = el("button", { type: "button", className: "icon", onclick: () => this.#fold(!this.#keyboard.classList.contains("folded")) }, icon("keyboard"));
  #composer;
  alerts = el("div", { className: "alerts" });
  #unblock = el("button", { type: "button", className: "unblock" }, "Разблокировать бота");
  #subtitle = el("small", { className: "subtitle" });
  #toast = el("div", { className: "toast", role: "status" });

  #build({ name, note, hint }) {
    const owner = el("header", { className: "owner" }, el("b", {}, name), el("span", {}, note));
    const start = el("button", { type: "button", className: "start", onclick: () => this.say("/start") }, "Начать");
    this.#empty.append(el("p", {}, hint), start);
    this.#unblock.addEventListener("click", () => this.act("unblock"));
    this.#composer = new Composer(this, this.#folder).node;
    const toasts = el("div", { className: "toast-place" }, this.#toast);
    const screen = el("div", { className: "screen" }, this.#head(), this.#log, this.#empty, toasts, this.#composer, this.#unblock, this.#keyboard);
    this.node = el(
      "section",
      { className: "phone", tabIndex: -1, "aria-label": `Телефон: ${name}` },
      owner,
      el("div", { className: "frame" }, screen, this.alerts),
    );
  }

  #head() {
    const badge = el("span", { className: "avatar", "aria-hidden": "true" }, icon("check"));
    const title = el("div", { className: "title" }, el("b", {}, this.bot.name), this.#subtitle);
    const actions = menu("Действия", icon("more"), () => [
      this.blocked
        ? { label: "Разблокировать бота", act: () => this.act("unblock") }
        : { label: "Заблокировать бота", act: () => this.act("block") },
      { label: "Открыть ссылку…", act: () => this.#enterLink() },
    ]);
    return el("div", { className: "head" }, badge, title, actions);
  }

  #rowOf(labels) {
    const tap = (label) => el("button", { type: "button", onclick: () => this.act("tap", { label }) }, label);
    return el("div", { className: "row" }, ...labels.map(tap));
  }

  #fold(folded) {
    this.#keyboard.classList.toggle("folded", folded);
    this.#folder.title = folded ? "Показать клавиатуру" : "Свернуть клавиатуру";
    this.#folder.setAttribute("aria-label", this.#folder.title);
    this.#folder.setAttribute("aria-expanded", String(!folded));
  }

  #showAction(action) {
    clearTimeout(this.#actionTimer);
    this.#subtitle.textContent = ACTIONS[action] ?? "бот";
    this.#subtitle.classList.toggle("busy", Boolean(action));
    if (action) this.#actionTimer = setTimeout(() => this.#showAction(null), ACTION_SHOWN);
  }
}

/** A keyboard that changes in place keeps the focus on the button that was pressed. */
function replaceUnderFinger(old, node) {
  const buttons = (where) => [...where.querySelectorAll("button, a")];
  const at = buttons(old).indexOf(document.activeElement);
  const label = document.activeElement.textContent;
  old.replaceWith(node);
  const fresh = buttons(node);
  (fresh.find((button) => button.textContent === label) ?? fresh[at] ?? fresh.at(-1))?.focus({ preventScroll: true });
}
