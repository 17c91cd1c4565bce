// What keys and buttons do with statements of the header.

import { find, keepFocus } from "./dom.js";
import { announce, notice } from "./notices.js";
import * as side from "./side.js";
import * as say from "./strings.js";
import { showPanel } from "./tabs.js";
import { plain } from "./text.js";

// `state.view` is the letter that is open; `decide(action, what)` makes a decision, `goTo(place)` shows a place.
export const makeClaimActs = ({ state, decide, goTo }) => {
  const claimDecision = (claim, verdict, more = {}) =>
    decide({ type: "claim", kind: claim.kind, verdict, text: claim.text, ...more }, `${say.claimKind(claim.kind)} ${verdict ? say.VERDICTS[verdict] : "undecided"}`);

  const redrawClaims = () => keepFocus(() => side.drawClaims(state.view, claimActs));

  // Drops what was typed into a claim.
  const forget = (key) => {
    side.claims.drafts.delete(key);
    state.view = side.withKeys({ ...state.view, claims: state.view.claims.filter((claim) => claim.basis !== say.TEXTS.gone) });
    redrawClaims();
  };

  const claimActs = {
    // A value that the editor stated is for all claims of a kind.
    takeBack: (claim) => decide({ type: "claim", kind: claim.kind, verdict: "", text: "" }, `${say.claimKind(claim.kind)} undecided`),
    // A second press takes the verdict back.
    confirm: (claim) => claimDecision(claim, claim.verdict === "confirmed" ? "" : "confirmed"),
    reject: (claim) => claimDecision(claim, claim.verdict === "rejected" ? "" : "rejected"),
    edit: (claim) => {
      showPanel("header-panel");
      const key = side.claimKey(state.view, claim);
      const values = claim.values.length ? claim.values : [claim.text];
      if (!side.claims.drafts.has(key)) side.claims.drafts.set(key, values.join(say.OF_SEVERAL.has(claim.kind) ? "\n" : "; "));
      redrawClaims();
      const field = find(`value-${state.view.claims.indexOf(claim)}`);
      field?.focus();
      field?.select();
    },
    save: async (claim, values) => {
      if (!values.length) { notice("refused", say.TEXTS.empty); return; }
      const key = side.claimKey(state.view, claim);
      const draft = side.claims.drafts.get(key);
      const isDone = await decide({ type: "claim", kind: claim.kind, verdict: "value", text: claim.text, values }, `${say.claimKind(claim.kind)} ${plain(values.join("; "), 80)}`);
      if (!isDone || side.claims.drafts.get(key) !== draft) return;
      forget(key);
    },
    leave: (claim) => {
      forget(side.claimKey(state.view, claim));
      find("source").focus({ preventScroll: true });
    },
    go: goTo,
  };

  const onClaim = (act) => () => {
    const claim = state.view?.claims[side.claims.current];
    if (claim) { showPanel("header-panel"); act(claim); } else announce(say.TEXTS.noClaim);
  };

  const goClaim = (by) => {
    const total = state.view?.claims.length ?? 0;
    if (!total) { announce(say.TEXTS.noClaim); return; }
    showPanel("header-panel");
    const number = Math.max(0, Math.min(total - 1, side.claims.current + by));
    const isInList = find("claims").contains(document.activeElement);
    const next = isInList ? number : side.claims.current;
    document.querySelector(`[data-focus="confirm-${next}"], [data-focus="value-${next}"]`)?.focus();
  };

  return { claimActs, onClaim, goClaim };
};
