import * as dialogs from "./dialogs.js";
import { post } from "./server.js";

const STATES = { starting: "Бот запускается…", running: "", stopped: "Бот остановлен" };

/** Everything over the phones: the clock, troubles, sample data, more phones. */
export class Bar {
  #offset = 0; // seconds
  #state = "running";
  #bar = document.querySelector(".bar");
  #status = this.#find(".status");

  constructor() {
    for (const button of this.#all("[data-clock]")) {
      this.#does(button, () => post("/clock", { to: button.dataset.clock }));
    }
    this.#find(".shift").addEventListener("submit", (event) => {
      event.preventDefault();
      const { amount, unit } = event.target.elements;
      this.#attempt(event.submitter, () => post("/clock", { hours: amount.value * unit.value }));
    });
    for (const button of this.#all("[data-trouble]")) {
      const on = () => button.getAttribute("aria-pressed") !== "true";
      this.#does(button, () => post("/troubles", { trouble: button.dataset.trouble, on: on() }));
    }
    this.#does(this.#find(".restart"), () => post("/restart"));
    this.#does(this.#find(".sample"), () => this.#fill());
    this.#does(this.#find(".add"), () => this.#add());
    setInterval(() => this.#tick(), 1000);
  }

  show({ bot, offset, troubles }) {
    this.#offset = offset;
    for (const button of this.#all("[data-trouble]")) {
      button.setAttribute("aria-pressed", troubles.includes(button.dataset.trouble));
    }
    // Other news stays until the bot has some of its own.
    if (bot.state !== this.#state) this.say(STATES[bot.state]);
    this.#state = bot.state;
    this.#tick();
  }

  say(text) {
    this.#status.textContent = text;
  }

  async #fill() {
    this.say("Заполняем примером…");
    await post("/sample");
    this.say("Пример внесён: координаторы и мероприятия всех регионов.");
  }

  async #add() {
    const name = await dialogs.ask("Новый телефон", "Имя", "Добавить");
    if (name) await post("/phones", { name });
  }

  #does(button, act) {
    button.addEventListener("click", () => this.#attempt(button, act));
  }

  /** Nothing is done twice at the same time, and what fails says so. */
  async #attempt(button, act) {
    if (button.getAttribute("aria-busy") === "true") return;
    button.setAttribute("aria-busy", "true");
    try {
      await act();
    } catch (error) {
      this.say(`Не получилось: ${error.message}`);
    } finally {
      button.setAttribute("aria-busy", "false");
    }
  }

  #tick() {
    const now = new Date(Date.now() + this.#offset * 1000);
    const clock = this.#find(".clock");
    clock.dateTime = now.toISOString();
    const day = now.toLocaleDateString("ru", { timeZone: "Europe/Moscow", weekday: "short", day: "numeric", month: "short" });
    const time = now.toLocaleTimeString("ru", { timeZone: "Europe/Moscow" });
    clock.textContent = `${day}, ${time} МСК`;
  }

  #find(selector) {
    return this.#bar.querySelector(selector);
  }

  #all(selector) {
    return this.#bar.querySelectorAll(selector);
  }
}
