/**
 * Sign-in with an identity provider: the way there, and what comes back. The state that left this tab
 * is compared with the one that returns: otherwise a link could sign this user in to another
 * person's account (login CSRF, RFC 9700, section 4.7).
 */
import { send } from "./api.js";

export const NAME = "Example ID";
const KEPT = "elsewhere"; // in sessionStorage: {state, next, linking}

let offered = null;

/** Whether people can sign in with an identity provider at this shop; asked once. */
export function isOffered() {
  offered ??= send("GET", "/providers").then(({ data }) => data.length > 0, () => (offered = null, false));
  return offered;
}

/** Leaves for the provider. next: the page to return to; linking: to link it with this account. */
export async function leaveFor({ next, linking = false }) {
  const body = { provider: "example", redirect_uri: new URL("signed-in", document.baseURI).href };
  const { data } = await send("POST", "/authorizations", { body });
  sessionStorage.setItem(KEPT, JSON.stringify({ state: data.state, next, linking }));
  location.assign(data.authorization_url);
}

/** The provider's answer, {state, code, error, next, linking}; null if this tab didn't ask. */
export function returned(query) {
  const kept = JSON.parse(sessionStorage.getItem(KEPT));
  sessionStorage.removeItem(KEPT);
  if (!kept || kept.state !== query.get("state")) return null;
  return { ...kept, code: query.get("code"), error: query.get("error") };
}
