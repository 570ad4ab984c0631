/** For admins: who changed whose roles, the newest first. */
import { h } from "../dom.js";
import { moment, short } from "../format.js";
import * as session from "../session.js";
import { lines } from "../ui.js";
import { pages } from "./list.js";

export async function staffAudit(at) {
  at.title("Changes · Staff");
  const list = h("div", { "aria-busy": true }, lines(5));
  at.show(h("div.desk", h("div.account-head", h("h1", "Changes"), h("a.button.button-quiet", { href: "staff/people" }, "Team")), list));
  const names = new Map();
  const name = (id) => {
    if (!names.has(id)) names.set(id, session.call("GET", `/users/${id}`, { signal: at.signal }).then(({ data }) => data.email, () => `former account ${short(id)}`));
    return names.get(id);
  };
  const read = async (cursor) => {
    const page = await session.call("GET", "/audit", { query: { cursor }, signal: at.signal });
    const data = await Promise.all(page.data.map(async (entry) => ({
      ...entry, who: entry.actor_id ? await name(entry.actor_id) : "An operator", whose: await name(entry.user_id),
    })));
    return { ...page, data };
  };
  await pages(list, at, read, row, () => h("div.empty", h("h2", "No changes yet")));
}

const row = ({ action, who, whose, before, after, created_at }) => h("li.row.row-audit",
  h("span.note.num", moment(created_at)),
  h("span", who, action === "delete_user" ? " deleted their account" : ` set the roles of ${whose}`),
  h("span.note", `${before.join(", ") || "none"} → ${after.join(", ") || "none"}`));
