import { Bar } from "./bar.js";
import { choose } from "./dialogs.js";
import { el } from "./dom.js";
import { journal } from "./journal.js";
import { Phone } from "./phone.js";
import { listen } from "./server.js";
import { Story } from "./story.js";

const phones = new Map();
const row = document.querySelector(".phones");
const tabs = document.querySelector(".tabs");
const bar = new Bar((id) => {
  awaited = id;
  revealAwaited();
});
const story = new Story(bar, phones);
let bot;
let awaited; // the id of a phone added here, until it has come

async function openLink(address) {
  const options = [...phones.values()].map((phone) => [String(phone.id), phone.name]);
  const chosen = await choose("На каком телефоне открыть ссылку?", options);
  if (chosen) phones.get(Number(chosen)).openLink(address);
}

function addPhone(actor) {
  const phone = new Phone(actor, bot, openLink);
  phones.set(phone.id, phone);
  row.append(phone.node);
  const tab = el("button", { type: "button" }, phone.name);
  tab.addEventListener("click", () => phone.reveal());
  tabs.append(tab);
  watched.set(phone.node, tab);
  watcher.observe(phone.node);
  crowd();
}

function revealAwaited() {
  if (!phones.has(awaited)) return;
  phones.get(awaited).reveal({ shown: true });
  awaited = undefined;
}

// Where phones do not fit side by side there are tabs, and that of the one in sight is marked.
const watched = new Map();
const watcher = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) watched.get(entry.target)?.setAttribute("aria-current", entry.isIntersecting);
  },
  { root: row, threshold: 0.6 },
);
function crowd() {
  tabs.hidden = row.scrollWidth <= row.clientWidth;
}
new ResizeObserver(crowd).observe(row);

listen(
  {
    everything({ stage, phones: actors, story: state }) {
      bot = stage.bot;
      bar.show(stage, { anew: true });
      phones.clear();
      watcher.disconnect();
      row.replaceChildren();
      tabs.replaceChildren();
      actors.forEach(addPhone);
      story.show(state);
    },
    stage: (stage) => bar.show(stage),
    story: (state) => story.show(state),
    phone(actor) {
      addPhone(actor);
      revealAwaited();
    },
    change({ chat, message, deleted }) {
      const phone = phones.get(chat.id);
      phone.showChat(chat);
      if (message) phone.showMessage(message);
      if (deleted) phone.removeMessage(deleted);
    },
  },
  () => bar.say("Связь со страницей потеряна, восстанавливаем…", { stays: true }),
);
journal();
