import { el } from "./dom.js";
import { icon } from "./icons.js";
import { post } from "./server.js";

const CLOSED = "story-closed"; // in the browser's storage, so that a reload keeps it

/** The guided story: its next step, until that has really been done. */
export class Story {
  #node = document.querySelector(".story");
  #toggle = document.querySelector(".story-toggle");
  #bar;
  #phones;
  #list = el("ol", { className: "steps", id: "steps", hidden: true });
  #wholeShown = false;

  /** `phones` by id; `bar` points at its controls, and says what has failed. */
  constructor(bar, phones) {
    this.#bar = bar;
    this.#phones = phones;
    this.#toggle.addEventListener("click", () => this.#close(!this.#node.hidden));
    this.#close(sessionStorage.getItem(CLOSED) !== null);
  }

  show(steps) {
    const at = steps.findIndex(({ state }) => state === "open");
    const step = steps[at];
    const focused = this.#node.contains(document.activeElement) && document.activeElement.className;
    const name = step ? [long("Шаг "), `${at + 1} из ${steps.length}`] : ["Все шаги"];
    const whole = this.#button("whole", () => this.#showWhole(!this.#wholeShown), ...name);
    const close = this.#button("close", () => this.#close(true), icon("close"));
    close.setAttribute("aria-label", "Закрыть сценарий");
    whole.setAttribute("aria-controls", this.#list.id);
    const tools = el("div", { className: "story-tools" }, ...(step ? this.#toolsOf(step) : []));
    this.#list.replaceChildren(...steps.map((each) => this.#lineOf(each, each === step)));
    this.#node.replaceChildren(whole, step ? this.#words(step) : this.#end(), tools, close, this.#list);
    this.#showWhole(this.#wholeShown);
    // What was pressed is there again, or else what comes next begins here.
    if (focused) (this.#node.querySelector(`.${focused}`) ?? whole).focus({ preventScroll: true });
  }

  #words({ phone, title, text }) {
    const where = phone ? `Телефон: ${this.#phones.get(phone)?.name}` : "Панель сверху";
    const head = el("p", {}, el("b", {}, title), " ", el("small", {}, where));
    return el("div", { className: "step", role: "status" }, head, el("p", {}, text));
  }

  #end() {
    const text = "Дальше – на своё усмотрение. Пропущенное можно вернуть во «Всех шагах».";
    return el("div", { className: "step", role: "status" }, el("p", {}, el("b", {}, "Сезон пройден")), el("p", {}, text));
  }

  #toolsOf(step) {
    const phone = this.#phones.get(step.phone);
    const point = () => (phone ? phone.reveal({ shown: true }) : this.#bar.point(CONTROLS[step.control]));
    const tools = [this.#button("point", point, "Показать", long(", где"))];
    if (step.writes) tools.push(this.#button("write", () => this.#write(step.writes), "Отправить", long(` «${step.writes}»`)));
    if (step.form) tools.push(this.#button("fill", () => phone.fillIn(), "Заполнить", long(" форму за меня")));
    return [...tools, this.#button("skip", () => post("/story", { step: step.key, on: true }), "Пропустить")];
  }

  /** All commands of the story are the admin's, whose phone is the first. */
  #write(command) {
    const [admin] = this.#phones.values();
    admin.reveal({ shown: true });
    return admin.say(command);
  }

  #lineOf({ key, title, state }, isNext) {
    const words = { done: "сделано", skipped: "пропущено", open: isNext ? "сейчас" : "" }[state];
    const back = state === "skipped" ? this.#button("back", () => post("/story", { step: key, on: false }), "Вернуть") : null;
    return el("li", { className: state, "aria-current": isNext ? "step" : "false" }, title, " ", el("small", {}, words), back);
  }

  #button(className, act, ...words) {
    const button = el("button", { type: "button", className }, ...words);
    button.addEventListener("click", () => this.#bar.attempt(button, act));
    return button;
  }

  #showWhole(on) {
    this.#wholeShown = on;
    this.#list.hidden = !on;
    this.#node.querySelector(".whole").setAttribute("aria-expanded", String(on));
  }

  #close(closed) {
    const focused = this.#node.contains(document.activeElement);
    this.#node.hidden = closed;
    this.#toggle.setAttribute("aria-expanded", String(!closed));
    if (focused) this.#toggle.focus();
    if (closed) sessionStorage.setItem(CLOSED, "yes");
    else sessionStorage.removeItem(CLOSED);
  }
}

/** What there is no room for on a narrow screen. */
const long = (text) => el("span", { className: "long" }, text);

// Where in the bar a step is done.
const CONTROLS = { sample: ".sample", before: "[data-clock=before]", after: "[data-clock=after]" };
