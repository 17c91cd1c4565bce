// Requests to the server of the page. When it does not answer they wait until it is back.

const BASE = new URL("api/", document.baseURI);
const FIRST_WAIT = 500;
const LONGEST_WAIT = 4000;

// The server's answer is an error: `status`, the sentence, and `letter` with the view as it is now (409).
export class Refusal extends Error {
  constructor(status, answer) {
    super(answer.error || `the server answers with status ${status}`);
    this.status = status;
    this.letter = answer.letter ?? null;
    this.isLost = false;
    // Without a sentence: the address is none of this server.
    this.isBare = !answer.error;
  }
}

const pause = (time) => new Promise((resolve) => { setTimeout(resolve, time); });

const request = async (path, body) => {
  const settings = { cache: "no-store", credentials: "same-origin", redirect: "error" };
  if (body !== undefined) {
    settings.method = "POST";
    settings.headers = { "Content-Type": "application/json" };
    settings.body = JSON.stringify(body);
  }
  const answer = await fetch(new URL(path, BASE), settings);
  const text = await answer.text();
  let value = {};
  try { value = JSON.parse(text); } catch { if (answer.ok) throw new TypeError("the answer is cut off"); }
  if (!answer.ok) throw new Refusal(answer.status, value);
  return value;
};

// `onaway(waiting)` is called when the server does not answer, `onback()` when it does again.
export const makeApi = ({ onaway, onback }) => {
  const send = async (path, body, what = "") => {
    let isAway = false;
    for (let wait = FIRST_WAIT; ; wait = Math.min(LONGEST_WAIT, wait * 1.5)) {
      try {
        const value = await request(path, body);
        if (isAway) onback(what);
        return value;
      } catch (fault) {
        if (isAway && fault instanceof Refusal) {
          onback(what);
          // The server may have done it and gone before it answered.
          fault.isLost = body !== undefined && fault.status === 409;
        }
        if (!(fault instanceof TypeError)) throw fault;
        isAway = true;
        onaway(what);
        await pause(wait);
      }
    }
  };
  const letter = (id) => `letters/${encodeURIComponent(id)}`;
  return {
    letters: (asked) => send(`letters?${new URLSearchParams(asked)}`),
    open: (id) => send(letter(id)),
    decide: (id, version, action, what) => send(`${letter(id)}/decisions`, { version, action }, what),
    accept: (id, version, what) => send(`${letter(id)}/accept`, { version }, what),
    reopen: (id, version, what) => send(`${letter(id)}/reopen`, { version }, what),
    learn: () => send("learn", {}),
    apply: (model) => send("learn/apply", { model }),
    address: (href) => new URL(href, BASE),
  };
};
