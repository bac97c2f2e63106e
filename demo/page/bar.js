import * as dialogs from "./dialogs.js";
import { el } from "./dom.js";
import { folding } from "./fold.js";
import { post } from "./server.js";

const STATES = { starting: "Бот запускается…", running: "", stopped: "Бот остановлен" };
const NEWS_SHOWN = 8000; // ms

/** Everything over the phones: the clock, troubles, sample data, more phones, and the news. */
export class Bar {
  #offset = 0; // seconds
  #state = "running";
  #timer;
  #bar = document.querySelector(".bar");
  #status = this.#find(".status");
  #folds = new Map();

  /** `added(id)` is called for a phone that has been added on this page. */
  constructor(added) {
    for (const button of this.#all(".fold")) {
      const tools = document.getElementById(button.getAttribute("aria-controls"));
      this.#folds.set(tools, folding(button, tools));
    }
    for (const button of this.#all("[data-clock]")) {
      this.#does(button, () => post("/clock", { to: button.dataset.clock }));
    }
    this.#find(".shift").addEventListener("submit", (event) => {
      event.preventDefault();
      const { amount, unit } = event.target.elements;
      this.attempt(event.submitter, () => post("/clock", { hours: amount.value * unit.value }));
    });
    for (const button of this.#all("[data-trouble]")) {
      const on = () => button.getAttribute("aria-checked") !== "true";
      this.#does(button, () => post("/troubles", { trouble: button.dataset.trouble, on: on() }));
    }
    this.#does(this.#find(".restart"), () => post("/restart"));
    this.#does(this.#find(".sample"), () => this.#fill());
    this.#does(this.#find(".add"), () => this.#add(added));
    setInterval(() => this.#tick(), 1000);
  }

  /** `anew`: after a break, whose news is past. */
  show({ bot, offset, troubles, exposed }, { anew = false } = {}) {
    this.#offset = offset;
    const on = [];
    for (const button of this.#all("[data-trouble]")) {
      const is = troubles.includes(button.dataset.trouble);
      button.setAttribute("aria-checked", is);
      if (is) on.push(button.textContent);
    }
    this.#find(".troubles-on").textContent = on.join(", ");
    document.querySelector(".exposed").hidden = !exposed;
    // Other news stays until the bot has some of its own.
    if (anew || bot.state !== this.#state) this.say(STATES[bot.state], { stays: bot.state !== "running" });
    this.#state = bot.state;
    this.#tick();
  }

  /** News goes out of sight after a while, unless it `stays` true until there is other news. A
   *  screen reader still finds it. */
  say(text, { stays = false } = {}) {
    clearTimeout(this.#timer);
    this.#status.textContent = text;
    this.#status.classList.remove("past");
    if (!stays) this.#timer = setTimeout(() => this.#status.classList.add("past"), NEWS_SHOWN);
  }

  /** Puts the focus on a control, which may be folded away. */
  point(selector) {
    const control = this.#find(selector);
    this.#folds.get(control.closest(".tools"))?.unfold();
    requestAnimationFrame(() => control.focus());
    return control;
  }

  /** Nothing is done twice at the same time, and what fails says so. */
  async attempt(button, act) {
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

  async #fill() {
    this.say("Заполняем примером…", { stays: true });
    await post("/sample");
    this.say("Пример внесён: координаторы и мероприятия всех регионов.");
  }

  async #add(added) {
    const name = await dialogs.ask("Новый телефон", "Имя", "Добавить");
    if (name) added((await post("/phones", { name })).id);
  }

  #does(button, act) {
    button.addEventListener("click", () => {
      // A switch shows what it has done; under the others the phones are to be seen.
      if (button.role !== "switch") this.#folds.get(button.closest(".tools")).fold();
      this.attempt(button, act);
    });
  }

  #tick() {
    const now = new Date(Date.now() + this.#offset * 1000);
    const zone = { timeZone: "Europe/Moscow" };
    const weekday = now.toLocaleDateString("ru", { ...zone, weekday: "short" });
    const [day, year] = now.toLocaleDateString("ru", zone).match(/^\d+\.\d+|\.\d+$/g);
    const [time, seconds] = now.toLocaleTimeString("ru", zone).match(/^\d+:\d+|:\d+$/g);
    const long = (text) => el("span", { className: "long" }, text);
    for (const clock of this.#all(".clock")) {
      clock.dateTime = now.toISOString();
      clock.replaceChildren(long(`${weekday} `), day, long(year), ` ${time}`, long(seconds));
    }
  }

  #find(selector) {
    return this.#bar.querySelector(selector);
  }

  #all(selector) {
    return this.#bar.querySelectorAll(selector);
  }
}
