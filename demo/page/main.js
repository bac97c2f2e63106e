import { Bar } from "./bar.js";
import { choose } from "./dialogs.js";
import { el } from "./dom.js";
import { journal } from "./journal.js";
import { Phone } from "./phone.js";
import { listen } from "./server.js";

const phones = new Map();
const row = document.querySelector(".phones");
const tabs = document.querySelector(".tabs");
const bar = new Bar();
let bot;

async function openLink(address) {
  const options = [...phones.values()].map((phone) => [String(phone.id), phone.name]);
  const chosen = await choose("На каком телефоне открыть ссылку?", options);
  if (!chosen) return;
  bar.say(""); // where to begin has been understood
  phones.get(Number(chosen)).openLink(address);
}

function addPhone(actor) {
  const phone = new Phone(actor, bot, openLink);
  phones.set(phone.id, phone);
  row.append(phone.node);
  const tab = el("button", { type: "button" }, phone.name);
  tab.addEventListener("click", () => phone.node.scrollIntoView({ inline: "center", block: "nearest" }));
  tabs.append(tab);
  watched.set(phone.node, tab);
  watcher.observe(phone.node);
}

// Where phones do not fit side by side, the tab of the one in sight is marked.
const watched = new Map();
const watcher = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) watched.get(entry.target)?.setAttribute("aria-current", entry.isIntersecting);
  },
  { root: row, threshold: 0.6 },
);

listen(
  {
    everything({ stage, phones: actors }) {
      bot = stage.bot;
      bar.show(stage);
      phones.clear();
      watcher.disconnect();
      row.replaceChildren();
      tabs.replaceChildren();
      actors.forEach(addPhone);
    },
    stage: (stage) => bar.show(stage),
    phone: addPhone,
    change({ chat, message, deleted }) {
      const phone = phones.get(chat.id);
      phone.showChat(chat);
      if (message) phone.showMessage(message);
      if (deleted) phone.removeMessage(deleted);
    },
  },
  () => bar.say("Связь со страницей потеряна, восстанавливаем…"),
);
journal();
