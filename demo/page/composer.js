import { el } from "./dom.js";
import { icon } from "./icons.js";
import { menu } from "./menu.js";
import { get } from "./server.js";

/** The line under a chat: commands, the text, `folder` (folds the keyboard), what can be attached. `phone` has: id, say(text), act(act, order). */
export class Composer {
  node = el("form", { className: "composer" });
  #input = el("textarea", { rows: 1, maxLength: 4096, placeholder: "Сообщение", "aria-label": "Сообщение" });
  #phone;

  constructor(phone, folder) {
    this.#phone = phone;
    const commands = menu("Меню команд", icon("menu"), async () =>
      (await get(`/phones/${phone.id}/menu`)).map(([command, note]) => ({ label: `/${command}`, note, act: () => phone.say(`/${command}`) })),
    );
    const attach = menu("Прикрепить", icon("clip"), () => [
      { label: "Документ", act: () => this.#pick("document", "") },
      { label: "Фото", act: () => this.#pick("photo", "image/*") },
      { label: "Мой контакт", act: () => phone.act("contact") },
      { label: "Пост из канала", act: () => phone.act("post") },
      { label: "Стикер", act: () => phone.act("sticker") },
      { label: "Голосовое", act: () => phone.act("voice") },
    ]);
    const send = el("button", { className: "icon send", "aria-label": "Отправить", title: "Отправить" }, icon("send"));
    this.node.append(commands, this.#input, folder, attach, send);
    this.node.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
    this.#input.addEventListener("input", () => this.#grow());
    this.#input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#send();
    });
  }

  #send() {
    const text = this.#input.value.trim();
    if (!text) return;
    this.#input.value = "";
    this.#grow();
    this.#phone.say(text);
    this.#input.focus();
  }

  #pick(kind, accept) {
    const input = el("input", { type: "file", accept });
    input.addEventListener("change", () => this.#upload(kind, input.files[0]));
    input.click();
  }

  #upload(kind, file) {
    const form = new FormData();
    form.append("file", file);
    return this.#phone.act(`files/${kind}`, form);
  }

  #grow() {
    this.#input.style.height = "auto";
    this.#input.style.height = `${this.#input.scrollHeight}px`;
  }
}
