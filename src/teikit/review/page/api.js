// Requests to the server of the page. When it does not answer they wait until it is back.

const BASE = new URL("api/", document.baseURI);
const FIRST_WAIT = 500;
const LONGEST_WAIT = 4000;
const PATIENCE = 4000;

// The server's answer is an error: `status`, the sentence, and `letter` with the view as it is now (409).
export class Refusal extends Error {
  constructor(status, answer) {
    super(answer.error || `the server answers with status ${status}`);
    this.status = status;
    this.letter = answer.letter ?? null;
    this.isLost = false;
    // The address is none of this server, which has got another token.
    this.isMoved = status === 404 && (!answer.error || answer.error === "not found");
    // There is a file that somebody else wrote where the TEI goes.
    this.isTaken = status === 409 && answer.exists === true;
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

// `onaway()` is called when the server does not answer, `onback()` when it does again, `onslow(isSlow)` when an answer
// takes long and when it is there.
export const makeApi = ({ onaway, onback, onslow }) => {
  let slow = 0;
  const patiently = async (path, body) => {
    let isSlow = false;
    const timer = setTimeout(() => { isSlow = true; slow += 1; onslow(true); }, PATIENCE);
    try { return await request(path, body); } finally {
      clearTimeout(timer);
      if (isSlow) { slow -= 1; onslow(slow > 0); }
    }
  };
  const send = async (path, body) => {
    let isAway = false;
    for (let wait = FIRST_WAIT; ; wait = Math.min(LONGEST_WAIT, wait * 1.5)) {
      try {
        const value = await patiently(path, body);
        if (isAway) onback();
        return value;
      } catch (fault) {
        if (isAway && fault instanceof Refusal) {
          onback();
          // The server may have done it and gone before it answered.
          fault.isLost = body !== undefined && fault.status === 409;
        }
        if (!(fault instanceof TypeError)) throw fault;
        isAway = true;
        onaway();
        await pause(wait);
      }
    }
  };
  const letter = (id) => `letters/${encodeURIComponent(id)}`;
  return {
    letters: (asked) => send(`letters?${new URLSearchParams(asked)}`),
    open: (id) => send(letter(id)),
    decide: (id, version, action) => send(`${letter(id)}/decisions`, { version, action }),
    date: (id, { line, column, length }) => send(`${letter(id)}/date?${new URLSearchParams({ line, column, length })}`),
    accept: (id, version, force) => send(`${letter(id)}/accept`, force ? { version, force } : { version }),
    reopen: (id, version) => send(`${letter(id)}/reopen`, { version }),
    learn: () => send("learn", {}),
    apply: (model) => send("learn/apply", { model }),
    address: (href) => new URL(href, BASE),
  };
};
