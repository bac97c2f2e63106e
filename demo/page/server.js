/** The server's answer to an order. Throws an Error with its sentence if it refuses. */
export async function post(address, order = {}) {
  const body = order instanceof FormData ? order : JSON.stringify(order);
  const headers = order instanceof FormData ? {} : { "Content-Type": "application/json" };
  return answerOf(await fetch(address, { method: "POST", headers, body }));
}

export async function get(address) {
  return answerOf(await fetch(address));
}

async function answerOf(response) {
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.error ?? `HTTP ${response.status}`);
  return answer;
}

/** Calls `on[event](data)` for every event of the stream; the browser reconnects by itself. */
export function listen(on, lost) {
  const source = new EventSource("/stream");
  for (const [event, handle] of Object.entries(on)) {
    source.addEventListener(event, (message) => handle(JSON.parse(message.data)));
  }
  source.addEventListener("error", lost);
}
